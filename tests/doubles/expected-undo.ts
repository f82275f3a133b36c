import type { ChangeState } from '../../src/domain/state.ts'

/** Files by path, each with the hash of its bytes. */
export type Hashes = Readonly<Record<string, string>>

export interface ExpectedUndo {
  /** In the order in which they are refused, the newest change first. */
  refused: { path: string; kind: string }[]
  files: Record<string, string>
}

/**
 * What an undo of the session promises over these files, said once more and without a folder: newest first, each change only where
 * the file is what it left, and none under one that stands. Knows of no path that is a file at one time and a folder at another.
 */
export function expectedUndo(changes: readonly ChangeState[], now: Hashes): ExpectedUndo {
  const files: Record<string, string> = { ...now }
  const refused: ExpectedUndo['refused'] = []
  const standing = new Set<string>()
  for (const done of changes.filter(change => change.status === 'done').reverse()) {
    const { change } = done
    const ends = 'to' in change ? [change.path, change.to] : [change.path]
    const why = ends.some(end => standing.has(end)) ? 'conflict' : undoOne(done, files)
    if (why === null) continue
    for (const end of ends) standing.add(end)
    refused.push({ path: change.path, kind: why })
  }
  return { refused, files }
}

/** Does it to `files`, or says why not. */
function undoOne({ change, before, after }: ChangeState, files: Record<string, string>): string | null {
  const { path } = change
  if ('to' in change) {
    const there = files[change.to]
    if (there === undefined) return files[path] === after.hash ? null : 'missing'
    if (there !== after.hash) return 'conflict'
    if (files[path] !== undefined) return 'exists'
    delete files[change.to]
    files[path] = after.hash
    return null
  }
  const there = files[path]
  if (there !== undefined && there !== after.hash && there !== before?.hash) return 'conflict'
  if (before) files[path] = before.hash
  else delete files[path]
  return null
}

export type OutsideEdit = { way: 'edit' | 'replace' | 'remove' | 'make'; path: string }

/**
 * What another program may do to these files: something to each that is picked, of those that are there or were before. Nothing new is
 * put where another path needs a folder.
 */
export function outsideEdits(
  changes: readonly ChangeState[],
  now: Hashes,
  picks: readonly { which: number; way: number }[],
): OutsideEdit[] {
  const all = changes.flatMap(({ change }) => ('to' in change ? [change.path, change.to] : [change.path]))
  const known = [...new Set([...all, ...Object.keys(now)])].sort()
  const inTheWay = (path: string) =>
    known.some(other => other.startsWith(`${path}/`)) || Object.keys(now).some(file => path.startsWith(`${file}/`))
  const able = known.filter(path => now[path] !== undefined || !inTheWay(path))
  const edits = new Map<string, OutsideEdit>()
  for (const { which, way } of picks) {
    const path = able[which % Math.max(1, able.length)]
    if (path === undefined) break
    const ways = now[path] === undefined ? (['make'] as const) : (['edit', 'replace', 'remove'] as const)
    edits.set(path, { path, way: ways[way % ways.length]! })
  }
  return [...edits.values()]
}
