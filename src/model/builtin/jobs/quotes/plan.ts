import type { Criterion, Plan, Task } from '../../../../domain/plan.ts'
import { groupsOf, needsFor } from '../../figures/selection.ts'
import { counted } from '../../figures/words.ts'
import { type FileInfo, jobBlock } from '../../job.ts'
import { type Looked, textFiles } from './look.ts'
import { targetOf } from './slots.ts'
import type { GatherInput, SearchInput } from './steps.ts'

/** A task has 20 criteria at most. */
const MOST_NAMED = 17

/** The plan: groups of files gone through at once, then one document with every source. */
export function plan(
  slots: Record<string, string>,
  _answers: Record<string, string>,
  files: FileInfo[],
  looked: unknown,
): Plan | string {
  const known = looked as Looked
  const subject = (slots.Subject ?? '').trim()
  if (subject === '') return 'Say what the quotes should be about, for example: gather quotes about delivery times.'
  const paths = Object.keys(known.hits)
  const searched = textFiles(slots, files).length
  if (searched === 0) return `No text or document matches "${slots.Files ?? ''}".`
  if (paths.length === 0) return `Nothing in ${counted(searched, 'file')} speaks of "${subject}".`
  const target = targetOf(slots)
  const parts = groupsOf(paths, 4).map((group, index) => searchTask(group, index, subject, known))
  return {
    goal: `Gather quotes about ${subject} in ${target}`,
    assumptions: [
      `${counted(paths.length, 'file')} of ${searched} ${paths.length === 1 ? 'speaks' : 'speak'} of it. Other forms of the words count, other words of the same meaning do not.`,
      ...known.unreadable.map(one => `${one.path} could not be searched: ${one.why}.`),
    ],
    tasks: [...parts, gatherTask(parts, paths, searched, subject, target, files, known)],
  }
}

function searchTask(group: string[], index: number, subject: string, known: Looked): Task {
  const out = `scratch:quotes-${index + 1}.json`
  const rows = group.reduce((sum, path) => sum + known.hits[path]!, 0)
  const input: SearchInput = { files: group, subject, out }
  return {
    id: `quotes-${index + 1}`,
    title: `Look for "${subject}" in ${counted(group.length, 'file')}`,
    brief: `Find the passages about "${subject}" in ${group.join(', ')}, word for word, with their places, and write them into ${out}.\n\n${jobBlock('quotes', 'search', input)}`,
    inputs: group,
    outputs: [out],
    needs: [],
    criteria: [{ kind: 'table', path: out, columns: ['file', 'line', 'text'], rows }],
    dependsOn: [],
  }
}

function gatherTask(
  parts: Task[],
  paths: string[],
  searched: number,
  subject: string,
  target: string,
  files: FileInfo[],
  known: Looked,
): Task {
  const partFiles = parts.map(task => task.outputs[0]!)
  const input: GatherInput = { parts: partFiles, subject, out: target, searched, unreadable: known.unreadable }
  return {
    id: 'gather',
    title: `Write ${target}`,
    brief: `Write one document with the best passages first, each with its file and place in it.\n\n${jobBlock('quotes', 'gather', input)}`,
    inputs: partFiles,
    outputs: [target],
    needs: needsFor([target], files),
    criteria: [
      { kind: 'text', path: target, contains: subject },
      { kind: 'text', path: target, matches: '^> \\S' },
      ...paths.slice(0, MOST_NAMED).map((path): Criterion => ({ kind: 'text', path: target, contains: path })),
    ],
    dependsOn: parts.map(task => task.id),
  }
}
