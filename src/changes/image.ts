import type { Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import type { FolderReads } from '../ports/folder.ts'
import type { ChangesDeps } from './deps.ts'

const SLICE = 16 * 1024 * 1024

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

/** The same, and gives the bytes. */
export async function readAndKeep(
  deps: Pick<ChangesDeps, 'vault' | 'host'>,
  folder: FolderReads,
  path: string,
  known: Version,
  shown: string,
): Promise<Result<Uint8Array>> {
  const bytes = await readAll(folder, path)
  if (!bytes.ok) return bytes
  if ((await deps.host.hashOf(bytes.value)) !== known.hash)
    return failed('conflict', `${shown} was changed by someone else in the meantime. Read it again, then decide.`)
  const kept = await deps.vault.put(bytes.value, known.hash)
  return kept.ok ? bytes : kept
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
