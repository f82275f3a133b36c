import type { Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import type { FolderReads } from '../ports/folder.ts'
import type { ChangesDeps } from './deps.ts'

const SLICE = 16 * 1024 * 1024
/** What was read longer ago, as before a person was asked, is read again. */
const FRESH_MS = 1000

/**
 * Puts the bytes of the file at `path` into the vault. A conflict when they are no longer those of `known`; any other failure
 * (a full disk, a full vault) must stop what was about to be done to the file.
 */
export async function keepImage(
  deps: Pick<ChangesDeps, 'vault' | 'host'>,
  folder: FolderReads,
  path: string,
  known: Version,
  shown: string,
): Promise<Failure | null> {
  const kept = await readAndKeep(deps, folder, path, known, shown)
  return kept.ok ? null : kept.failure
}

/** The same, and gives the bytes; `read` are those that were read of it just now. */
export async function readAndKeep(
  deps: Pick<ChangesDeps, 'vault' | 'host'>,
  folder: FolderReads,
  path: string,
  known: Version,
  shown: string,
  read: Uint8Array | null = null,
): Promise<Result<Uint8Array>> {
  const bytes = read ? ok(read) : await readAll(folder, path)
  if (!bytes.ok) return bytes
  if ((await deps.host.hashOf(bytes.value)) !== known.hash)
    return failed('conflict', `${shown} was changed by someone else in the meantime. Read it again, then decide.`)
  const kept = await deps.vault.put(bytes.value, known.hash)
  return kept.ok ? bytes : kept
}

/** The folder, and the bytes of the file that was last read whole from it, while they are fresh. */
export function remembering(folder: FolderReads, now: () => number) {
  let last: { bytes: Uint8Array; at: number } | null = null
  return {
    folder: {
      list: path => folder.list(path),
      stat: path => folder.stat(path),
      async open(path: string) {
        const file = await folder.open(path)
        if (!file.ok) return file
        const { size } = file.value
        return ok({
          ...file.value,
          async slice(from: number, to: number) {
            const read = await file.value.slice(from, to)
            last = read.ok && from === 0 && to >= size ? { bytes: read.value, at: now() } : null
            return read
          },
        })
      },
    } satisfies FolderReads,
    fresh() {
      // A clock that was set back tells nothing.
      const age = last ? now() - last.at : -1
      return last && age >= 0 && age < FRESH_MS ? last.bytes : null
    },
  }
}

/** The bytes kept under that hash, checked. */
export async function imageOf(
  deps: Pick<ChangesDeps, 'vault' | 'host'>,
  hash: string,
  shown: string,
  which: 'before' | 'after' = 'before',
): Promise<Result<Uint8Array>> {
  const image = await deps.vault.get(hash)
  const what = which === 'before' ? `What ${shown} was before` : `What was written to ${shown}`
  if (!image.ok)
    return failed(image.failure.kind, `${what} cannot be read from the browser's storage, so it was left as it is.`, {
      detail: image.failure.message,
    })
  if ((await deps.host.hashOf(image.value)) === hash) return image
  return failed('storage', `What was kept of ${shown} is damaged, so the file was left as it is.`)
}

/** All bytes of the file at `path`. */
export async function readAll(folder: FolderReads, path: string): Promise<Result<Uint8Array>> {
  const file = await folder.open(path)
  if (!file.ok) return file
  const { size } = file.value
  if (size <= SLICE) return file.value.slice(0, size)
  const bytes = new Uint8Array(size)
  for (let from = 0; from < size; from += SLICE) {
    const part = await file.value.slice(from, Math.min(from + SLICE, size))
    if (!part.ok) return part
    bytes.set(part.value, from)
  }
  return ok(bytes)
}
