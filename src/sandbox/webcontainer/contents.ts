import type { GivenFile, TreeChange, TreeChanges } from '../../ports/sandbox.ts'
import type { RuntimeFile } from '../../ports/webcontainer.ts'

/** The hash of each file's bytes, by its path in the tree. */
export type Hashes = Map<string, string>

export async function hashOf(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))
  return String.fromCharCode(...new Uint8Array(digest))
}

/** The text that these bytes are, to the byte; null where they are none. */
export function exactText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** The given file's bytes. Throws, in words for the person, once the file is edited on the disk or gone. */
export async function bytesOf({ path, file }: GivenFile): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    throw new Error(`${path} was changed on the disk while it was being given to the command. Run the command again.`, {
      cause: error,
    })
  }
}

const NOT_OURS = /(^|\/)(node_modules|\.git)(\/|$)/

/**
 * What is there now against what was given, by hash: the runtime tells neither times nor moves. A file that is gone and another of
 * the same bytes that is new are one that was moved.
 */
export async function compare(
  given: Hashes,
  files: readonly RuntimeFile[],
  treePath: (path: string) => string,
): Promise<TreeChanges> {
  const left: TreeChanges['left'] = []
  const made: { path: string; bytes: Uint8Array; hash: string }[] = []
  const modified: TreeChange[] = []
  const there = new Set<string>()
  for (const file of files) {
    if (NOT_OURS.test(file.path)) continue
    const path = treePath(file.path)
    if ('link' in file) {
      left.push({ path, why: 'a link cannot be kept in the folder' })
      continue
    }
    there.add(path)
    const hash = await hashOf(file.bytes)
    const before = given.get(path)
    if (before === undefined) made.push({ path, bytes: file.bytes, hash })
    else if (before !== hash) modified.push({ op: 'modify', path, bytes: file.bytes })
  }
  const gone = new Map<string, string[]>()
  for (const [path, hash] of given) if (!there.has(path)) gone.set(hash, [...(gone.get(hash) ?? []), path])
  const news = made.map(({ path, bytes, hash }): TreeChange => {
    const from = gone.get(hash)?.shift()
    return from === undefined ? { op: 'create', path, bytes } : { op: 'rename', path: from, to: path }
  })
  const deleted = [...gone.values()].flat().map((path): TreeChange => ({ op: 'delete', path }))
  return { changes: [...news, ...modified, ...deleted], left }
}
