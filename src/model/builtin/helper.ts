import type { JobKind } from './job.ts'
import { readJobBlock } from './job.ts'
import { cannotTake, reportCall } from './say.ts'
import type { Answer, Steps } from './steps.ts'

/**
 * One task of a plan: does the step that its brief names and reports. `texts` are the user turns: the brief, then what the person
 * wrote to this helper, and nudges.
 */
export function* helper(texts: readonly string[], jobs: readonly JobKind[]): Steps {
  const block = readJobBlock(texts[0] ?? '')
  const step = block && jobs.find(job => job.id === block.job)?.steps[block.step]
  if (!block || !step) {
    const summary = 'This task has no job block that the built-in planner can read, so nothing was done.'
    yield* report(summary, ['The brief was changed, or written for Claude. Rules can only do the jobs they know.'])
    return
  }
  const { summary, open } = yield* step(block.input as never)
  const steers = texts.slice(1).filter(text => !text.startsWith('This is not finished yet.'))
  yield* report(summary, [...open, ...steers.map(cannotTake)])
}

/** Rules cannot mend what the checks found: they say it and report once more. */
function* report(summary: string, open: string[]): Steps {
  const [answer] = yield { calls: [reportCall(summary, open)] }
  const problems = problemsOf(answer)
  if (problems.length === 0) return
  const said = problems.map(problem => `Not as planned: ${problem}`)
  yield {
    say: `The checks found something that fixed rules cannot mend: ${problems.join(' ')}`,
    calls: [reportCall(summary, [...said, ...open])],
  }
}

function problemsOf(answer: Answer | undefined): string[] {
  if (!answer) return []
  if (!answer.ok) return [answer.error]
  const { accepted, problems } = answer.header
  return accepted === false && Array.isArray(problems) ? problems.map(String) : []
}
