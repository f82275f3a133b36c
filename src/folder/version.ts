import type { Version } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { FolderReads, HashOf, OpenFile } from '../ports/folder.ts'

/** Above this, hashes are made of slices of this size: the browser hashes only what is in memory whole. */
export const SLICE = 16 * 1024 * 1024
const TRIES = 3

/**
 * Size, time and hash of the file at `path`, all of the same moment; null where there is nothing. A file that is edited
 * meanwhile is read again, up to three times. A folder fails as `invalid`.
 */
export async function versionOf(folder: FolderReads, path: string, hashOf: HashOf): Promise<Result<Version | null>> {
  const read = await readSteadily(folder, path, async file => {
    const hash = await hashOfFile(file, hashOf)
    return hash.ok ? ok({ size: file.size, mtime: file.mtime, hash: hash.value }) : hash
  })
  return !read.ok && read.failure.kind === 'missing' ? ok(null) : read
}

/** Opens the file and lets `use` read it; when it changes meanwhile, once more from the start, up to three times in all. */
export async function readSteadily<T>(
  folder: FolderReads,
  path: string,
  use: (file: OpenFile) => Promise<Result<T>>,
): Promise<Result<T>> {
  let last: Result<T> = failed('changed-while-reading', `"${path}" keeps changing.`, { retry: true })
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const file = await folder.open(path)
    if (!file.ok) return file
    last = await use(file.value)
    if (last.ok || last.failure.kind !== 'changed-while-reading') return last
  }
  return last
}

/** `sha256:` of the whole, or for large files `sha256t16:`, the SHA-256 over the slices' SHA-256s, in little memory. */
export async function hashOfFile(file: OpenFile, hashOf: HashOf): Promise<Result<string>> {
  if (file.size <= SLICE) {
    const bytes = await file.slice(0, file.size)
    return bytes.ok ? ok(await hashOf(bytes.value)) : bytes
  }
  const digests: Uint8Array[] = []
  for (let from = 0; from < file.size; from += SLICE) {
    const bytes = await file.slice(from, Math.min(from + SLICE, file.size))
    if (!bytes.ok) return bytes
    digests.push(digestIn(await hashOf(bytes.value)))
  }
  return ok((await hashOf(joined(digests))).replace('sha256:', 'sha256t16:'))
}

const digestIn = (hash: string) =>
  Uint8Array.from(hash.slice(hash.indexOf(':') + 1).match(/../g) ?? [], hex => Number.parseInt(hex, 16))

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
