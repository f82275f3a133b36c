import { failed, ok, type Result } from '../domain/failure.ts'
import { foldersAbove, OWN_FOLDER } from '../domain/place.ts'
import type { Folder } from '../ports/folder.ts'
import type { Host } from '../ports/host.ts'
import { makeFolders, missingFolders } from './folders.ts'

const isOwn = (path: string) => foldersAbove(path)[0] === OWN_FOLDER

/**
 * Puts a file of Deskhand's own into its own folder, whole and read back. Only there: nothing of the person's is ever touched
 * by this, and nothing of it is undone.
 */
export async function putOwnFile(
  folder: Folder,
  path: string,
  bytes: Uint8Array,
  hashOf: Host['hashOf'],
): Promise<Result<void>> {
  if (!isOwn(path)) return failed('invalid', `"${path}" is not in Deskhand's own folder.`)
  const missing = await missingFolders(folder, path)
  if (!missing.ok) return missing
  const trouble = await makeFolders(folder, missing.value, [])
  if (trouble) return { ok: false, failure: trouble }
  const written = await folder.write(path, bytes, async () => null)
  if (!written.ok) return written
  const back = await readOwnFile(folder, path)
  if (!back.ok) return back
  const whole = back.value !== null && (await hashOf(back.value)) === (await hashOf(bytes))
  return whole ? ok(undefined) : failed('conflict', `"${path}" does not read back as it was written.`)
}

/** Null where there is none. */
export async function readOwnFile(folder: Folder, path: string): Promise<Result<Uint8Array | null>> {
  const file = await folder.open(path)
  if (!file.ok) return file.failure.kind === 'missing' ? ok(null) : file
  return file.value.slice(0, file.value.size)
}

/** Takes away one that another has replaced. */
export async function removeOwnFile(folder: Folder, path: string): Promise<Result<void>> {
  return isOwn(path)
    ? folder.removeFile(path, async () => null)
    : failed('invalid', `"${path}" is not in Deskhand's own folder.`)
}
