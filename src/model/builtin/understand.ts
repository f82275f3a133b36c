import { documentScores } from './understand-documents.ts'
import { NOT_OURS, RULES } from './understand-rules.ts'
import { runScore } from './understand-run.ts'
import { conceptsOf } from './words.ts'

export type Understood =
  | { kind: 'job'; job: string; sure: number }
  /** More than one job fits: asking beats guessing. */
  | { kind: 'tie'; jobs: string[] }
  | { kind: 'none' }

const SURE = 0.7
const AHEAD = 0.1
/** A request is said at its beginning; what follows is something pasted. */
const MOST_CHARACTERS = 2000

/** 0 to 1: how surely the request asks for the job of that id. */
export function scoreOf(job: string, request: string): number {
  // Whoever names a script to be run means that, whatever its name and what it is run on.
  const running = runScore(request)
  if (job === 'run' || running > 0) return job === 'run' ? running : 0
  const documents = documentScores(request)
  if (job === 'fill' || job === 'convert') return documents[job]
  // Both are named so plainly that nothing else is meant beside them.
  if (documents.fill > 0 || documents.convert > 0) return 0
  const rules = RULES[job]
  const concepts = conceptsOf(request)
  if (!rules || NOT_OURS.some(rule => rule.test(concepts)) || rules.unless.some(rule => rule.test(concepts))) return 0
  return Math.max(0, ...rules.says.flatMap(([sure, rule]) => (rule.test(concepts) ? [sure] : [])))
}

/** Where one wish may end and another begin. */
const BETWEEN = /[.;\n]\s|\b(?:and then|then|afterwards|and also|und dann|and)\b/i
const PLAIN = 0.85

/** The one job that the request asks for, if it is clearly one. */
export function understand(request: string): Understood {
  const asked = request.slice(0, MOST_CHARACTERS)
  const whole = best(asked)
  if (whole.kind !== 'job') return whole
  const parts = asked.split(BETWEEN).map(best)
  const jobs = [...new Set(parts.flatMap(part => (part.kind === 'job' && part.sure >= PLAIN ? [part.job] : [])))]
  return jobs.length > 1 ? { kind: 'tie', jobs } : whole
}

function best(request: string): Understood {
  const ranked = [...Object.keys(RULES), 'convert', 'fill', 'run']
    .map(job => ({ job, sure: scoreOf(job, request) }))
    .filter(each => each.sure >= SURE)
    .sort((a, b) => b.sure - a.sure)
  const first = ranked[0]
  if (!first) return { kind: 'none' }
  const close = ranked.filter(each => first.sure - each.sure < AHEAD)
  if (close.length > 1) return { kind: 'tie', jobs: close.map(each => each.job) }
  return { kind: 'job', ...first }
}
