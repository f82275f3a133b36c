import { type Failure, failed, ok, type Result } from '../../src/domain/failure.ts'
import { folderOf, foldersAbove, nameOf, nameProblem } from '../../src/domain/place.ts'
import type { Entry, Folder, OpenFile, Stat } from '../../src/ports/folder.ts'

type Node = { bytes: Uint8Array; mtime: number } | 'folder'
export type Method = keyof Folder

/** A folder in memory that behaves as the browser's do, and lets a test be the outside world. */
export interface MemoryFolder extends Folder {
  /** As another program would: writes (making folders), or removes with null. Never fails. */
  edit(path: string, content: string | Uint8Array | null): void
  text(path: string): string | null
  bytes(path: string): Uint8Array | null
  /** All files with their text, by path in order: the whole folder as data. */
  files(): Record<string, string>
  /** All folders, in order. */
  folders(): string[]
}

export interface MemoryFolderOptions {
  /** Time of the files; by default each change is a second later than the one before. */
  now?: () => number
  /** Asked before every call; a failure is what the call gives, and nothing happens. May do something in between, or never end. */
  before?: (method: Method | 'slice', path: string) => Promise<Failure | null> | Failure | null
}

export function createMemoryFolder(
  content: Record<string, string | Uint8Array> = {},
  options: MemoryFolderOptions = {},
): MemoryFolder {
  const nodes = new Map<string, Node>([['', 'folder']])
  let time = 1_700_000_000_000
  const now = options.now ?? (() => (time += 1000))

  const put = (path: string, bytes: Uint8Array) => {
    for (const above of foldersAbove(path)) if (!nodes.has(above)) nodes.set(above, 'folder')
    nodes.set(path, { bytes: bytes.slice(), mtime: now() })
  }
  const asBytes = (text: string | Uint8Array) => (typeof text === 'string' ? new TextEncoder().encode(text) : text)
  for (const [path, text] of Object.entries(content)) put(path, asBytes(text))

  const asked = async <T>(
    method: Method | 'slice',
    path: string,
    work: () => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const failure = (await options.before?.(method, path)) ?? null
    return failure ? { ok: false, failure } : work()
  }
  const missing = (path: string) => failed('missing', `There is no "${path}".`)
  const wrongKind = (path: string) => failed('invalid', `"${path}" is of the wrong kind.`)
  const taken = (path: string) => failed('exists', `There is already something at "${path}".`)
  /** Why nothing can be put at `path`, if so. */
  const unwritable = (path: string) => {
    const problem = nameProblem(nameOf(path))
    if (problem) return failed('invalid', `"${path}" cannot be used: ${problem}.`)
    const parent = nodes.get(folderOf(path))
    if (parent === undefined) return missing(folderOf(path))
    return parent === 'folder' ? null : wrongKind(folderOf(path))
  }
  const fileAt = (path: string): Result<Exclude<Node, 'folder'>> => {
    const node = nodes.get(path)
    if (node === undefined) return missing(path)
    return node === 'folder' ? wrongKind(path) : ok(node)
  }
  const inside = (path: string) =>
    [...nodes.keys()].filter(each => each !== '' && (path === '' || each.startsWith(`${path}/`)))

  return {
    list: path =>
      asked('list', path, async () => {
        const node = nodes.get(path)
        if (node === undefined) return missing(path)
        if (node !== 'folder') return wrongKind(path)
        const entries = inside(path)
          .filter(each => folderOf(each) === path && !each.endsWith('.crswap'))
          .map((each): Entry => ({ name: nameOf(each), kind: nodes.get(each) === 'folder' ? 'folder' : 'file' }))
        return ok(entries)
      }),

    stat: path =>
      asked('stat', path, async () => {
        const node = nodes.get(path)
        if (node === undefined) return ok<Stat | null>(null)
        const [size, mtime] = node === 'folder' ? [0, 0] : [node.bytes.length, node.mtime]
        return ok<Stat | null>({ kind: node === 'folder' ? 'folder' : 'file', size, mtime })
      }),

    open: path =>
      asked('open', path, async () => {
        const file = fileAt(path)
        if (!file.ok) return file
        const { bytes, mtime } = file.value
        return ok<OpenFile>({
          size: bytes.length,
          mtime,
          slice: (from, to) =>
            asked('slice', path, async () => {
              const node = nodes.get(path)
              return node && node !== 'folder' && node.mtime === mtime && node.bytes.length === bytes.length
                ? ok(node.bytes.slice(from, to))
                : failed('changed-while-reading', `"${path}" was changed while it was being read.`, { retry: true })
            }),
        })
      }),

    write: (path, bytes, lastLook) =>
      asked('write', path, async () => {
        const problem = unwritable(path)
        if (problem) return problem
        if (nodes.get(path) === 'folder') return wrongKind(path)
        const isNew = !nodes.has(path)
        const failure = await lastLook()
        if (failure) return { ok: false, failure }
        if (isNew && nodes.has(path)) return taken(path)
        put(path, bytes)
        return ok(undefined)
      }),

    move: (path, to) =>
      asked('move', path, async () => {
        const file = fileAt(path)
        if (!file.ok) return file
        const problem = unwritable(to)
        if (problem) return problem
        if (path === to) return ok(undefined)
        if (nodes.has(to)) return taken(to)
        nodes.delete(path)
        nodes.set(to, file.value)
        return ok(undefined)
      }),

    makeFolder: path =>
      asked('makeFolder', path, async () => {
        const problem = unwritable(path)
        if (problem) return problem
        if (nodes.has(path) && nodes.get(path) !== 'folder') return taken(path)
        nodes.set(path, 'folder')
        return ok(undefined)
      }),

    removeFile: (path, lastLook) =>
      asked('removeFile', path, async () => {
        const file = fileAt(path)
        if (!file.ok) return file
        const failure = await lastLook()
        if (failure) return { ok: false, failure }
        nodes.delete(path)
        return ok(undefined)
      }),

    removeEmptyFolder: path =>
      asked('removeEmptyFolder', path, async () => {
        const node = nodes.get(path)
        if (node === undefined) return missing(path)
        if (node !== 'folder') return wrongKind(path)
        if (inside(path).length > 0) return failed('exists', `There is something in "${path}".`)
        nodes.delete(path)
        return ok(undefined)
      }),

    edit(path, text) {
      if (text !== null) return put(path, asBytes(text))
      for (const each of [path, ...inside(path)]) nodes.delete(each)
    },
    text: path => textAt(path),
    bytes(path) {
      const node = nodes.get(path)
      return node && node !== 'folder' ? node.bytes.slice() : null
    },
    files: () =>
      Object.fromEntries(
        [...nodes.keys()]
          .filter(path => nodes.get(path) !== 'folder')
          .sort()
          .map(path => [path, textAt(path) ?? '']),
      ),
    folders: () => [...nodes.keys()].filter(path => path !== '' && nodes.get(path) === 'folder').sort(),
  }

  function textAt(path: string): string | null {
    const node = nodes.get(path)
    return node && node !== 'folder' ? new TextDecoder().decode(node.bytes) : null
  }
}
