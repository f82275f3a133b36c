import { folderOf, nameOf } from '../../../domain/place.ts'
import type { Criterion, Task } from '../../../domain/plan.ts'
import type { FileInfo } from '../job.ts'
import { jobBlock } from '../job.ts'
import { countOf, rowsOf } from '../say.ts'
import type { Answer, Call, Steps } from '../steps.ts'

/** One file and where it goes. `share` says which task moves it. */
export interface Move {
  path: string
  to: string
  share: number
}

export const SHARES = 4
/** Up to so many paths are named one by one in what a task may change; above, patterns are. */
const NAMED_PATHS = 60
const LONGEST_GLOB = 560
const CALLS_AT_ONCE = 25

/** Files that jobs touch: no hidden ones, none of the system's, and none whose name holds something invisible. */
export const touchable = (files: readonly FileInfo[]) =>
  files.filter(
    ({ path }) =>
      !path.split('/').some(part => part.startsWith('.')) &&
      !path.includes('⟨U+') &&
      !/^(desktop\.ini|thumbs\.db)$|\.(crswap|lnk|url)$/i.test(nameOf(path)),
  )

/** Groups in the order in which their first member came. */
export function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

export const sameName = (path: string) => path.normalize('NFC').toLowerCase()

/** `to`, or with a number where something of that name is or will be there. Remembers what it gave. */
export function freeName(to: string, taken: Set<string>): string {
  const dot = nameOf(to).lastIndexOf('.')
  const cut = dot > 0 ? to.length - nameOf(to).length + dot : to.length
  let free = to
  for (let number = 2; taken.has(sameName(free)); number++) free = `${to.slice(0, cut)} (${number})${to.slice(cut)}`
  taken.add(sameName(free))
  return free
}

/** A glob that means this path alone: what a glob would read as a sign becomes "any one character". */
export const globFor = (path: string) => path.replace(/[*?[\]{}()!+@\\,|]/g, '?')

/** Criteria that exactly these paths are there (`all`) or that none of them is, as few globs as their length allows. */
export function pathCriteria(paths: readonly string[], left: 'all' | 'none', most: number): Criterion[] {
  const globs: { glob: string; count: number }[] = []
  for (const [folder, inside] of grouped(paths, folderOf)) {
    const start = folder === '' ? '' : `${globFor(folder)}/`
    let names: string[] = []
    const flush = () => {
      if (names.length > 0)
        globs.push({
          glob: names.length === 1 ? start + names[0] : `${start}{${names.join(',')}}`,
          count: names.length,
        })
      names = []
    }
    for (const path of inside) {
      if (start.length + [...names, nameOf(path)].join(',').length > LONGEST_GLOB) flush()
      names.push(globFor(nameOf(path)))
    }
    flush()
  }
  return globs
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ glob, count }) => ({ kind: 'count', glob, equals: left === 'all' ? count : 0 }))
}

/** What a task must be allowed: the paths one by one where they are few, else the pattern, and always no more than they are. */
export const needFor = (verb: 'move' | 'trash', paths: readonly string[], otherwise: string) => ({
  verb,
  paths: paths.length < NAMED_PATHS ? [...paths] : [otherwise],
  most: paths.length,
})

export const namedInputs = (paths: readonly string[]) => (paths.length < NAMED_PATHS ? [...paths] : [])

/** A short name for the same input, so that two runs do not share a list. */
export function fingerprint(value: unknown): string {
  let hash = 0
  for (const char of JSON.stringify(value)) hash = (Math.imul(hash, 31) + char.codePointAt(0)!) | 0
  return (hash >>> 0).toString(36)
}

interface ListTask {
  job: string
  title: string
  brief: string
  rule: object
  list: string
  items: number
  inputs: readonly string[]
}

/** The first task of a plan with many changes: writes down what goes where, for the tasks that do it at the same time. */
export const listTask = ({ job, title, brief, rule, list, items, inputs }: ListTask): Task => ({
  id: 'list',
  title,
  brief: `${brief}\n\n${jobBlock(job, 'list', { ...rule, list })}`,
  inputs: namedInputs(inputs),
  outputs: [list],
  needs: [],
  criteria: [{ kind: 'json', path: list, minItems: items }],
  dependsOn: [],
  weight: 0.5,
})

/** Writes a list with one item a line, so that it can be read in pages. */
export const writeList = (list: string, items: readonly object[]): Call => ({
  tool: 'write',
  input: { path: list, content: `[\n${items.map(item => JSON.stringify(item)).join(',\n')}\n]\n` },
})

export function* readList<Item>(list: string): Steps<Item[] | string> {
  const pages: string[] = []
  for (let from = 1; ; ) {
    const [answer] = yield { calls: [{ tool: 'read', input: { path: list, from, lines: 1000 } }] }
    if (!answer?.ok) return `The list of what to do could not be read: ${answer?.error ?? 'no answer came.'}`
    pages.push(answer.body ?? '')
    if (answer.header.more !== true) break
    from = Number(answer.header.to) + 1
  }
  return JSON.parse(pages.join('\n')) as Item[]
}

/** All calls, a batch a turn, with what came of each. */
export function* inBatches(calls: readonly Call[], say?: (done: number) => string): Steps<Answer[]> {
  const answers: Answer[] = []
  for (let at = 0; at < calls.length; at += CALLS_AT_ONCE) {
    const turn = { calls: calls.slice(at, at + CALLS_AT_ONCE) }
    answers.push(...(yield say && at > 0 ? { ...turn, say: say(at) } : turn))
  }
  return answers
}

/** All files of the folder, as a helper sees them when its task starts. */
export function* findFiles(hashes = false): Steps<FileInfo[] | string> {
  const [answer] = yield {
    calls: [{ tool: 'find', input: { glob: '**/*', limit: 20_000, ...(hashes ? { hashes } : {}) } }],
  }
  return answer?.ok
    ? rowsOf<FileInfo>(answer)
    : `The folder could not be looked through: ${answer?.error ?? 'no answer came.'}`
}

/** The step that moves one share of a list. */
export function* moveShare(input: { list: string; share: number }): Steps<{ summary: string; open: string[] }> {
  const list = yield* readList<Move>(input.list)
  if (typeof list === 'string') return { summary: list, open: [] }
  const mine = list.filter(move => move.share === input.share)
  const answers = yield* inBatches(
    mine.map(({ path, to }) => ({ tool: 'move', input: { path, to } })),
    done => `${done} of ${mine.length} moved.`,
  )
  const open = answers.flatMap((answer, index) =>
    answer.ok ? [] : [`${mine[index]!.path} stayed where it is: ${answer.error}`],
  )
  const numbered = mine.filter(({ path, to }) => / \(\d+\)(\.[^.]*)?$/.test(to) && !/ \(\d+\)(\.[^.]*)?$/.test(path))
  const note =
    numbered.length > 0 ? ` ${countOf(numbered.length, 'name was', 'names were')} taken, so a number was added.` : ''
  return { summary: `${countOf(mine.length - open.length, 'file')} moved.${note}`, open }
}
