import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { nameOf } from '../domain/place.ts'
import { attempt, saysMissing, saysOtherKind } from './dom-failure.ts'
import { newTemporary, whileWriting } from './leftovers.ts'

/** Chromium's; the library of types does not know it yet. */
export type ChromiumFile = FileSystemFileHandle & {
  move(name: string): Promise<void>
  move(folder: FileSystemDirectoryHandle, name: string): Promise<void>
}
type LastLook = () => Promise<Failure | null>

/** A second writer of the same file fails instead of winning last. */
const EXCLUSIVE: FileSystemCreateWritableOptions & { mode: string } = { mode: 'exclusive' }

/** Replaces the file's bytes at once, or leaves them. */
export async function overwriteFile(
  file: FileSystemFileHandle,
  bytes: Uint8Array,
  lastLook: LastLook,
): Promise<Result<void>> {
  const writable = await file.createWritable(EXCLUSIVE)
  let trouble: Failure | null
  try {
    await writable.write(bytes as Uint8Array<ArrayBuffer>)
    trouble = await lastLook()
  } catch (error) {
    await writable.abort(error)
    throw error
  }
  if (trouble) {
    await writable.abort()
    return { ok: false, failure: trouble }
  }
  // Takes five seconds now and then, where Safe Browsing cannot reach its server: so there is no time limit.
  await writable.close()
  return ok(undefined)
}

/**
 * Writes under another name, which lists do not show, and then renames: getFileHandle with `create` would leave an empty file
 * under the right name, to be seen by others and left by a crash.
 */
export async function createFile(
  folder: FileSystemDirectoryHandle,
  path: string,
  bytes: Uint8Array,
  lastLook: LastLook,
): Promise<Result<void>> {
  const temporary = newTemporary()
  return whileWriting(temporary, () => createAs(temporary, folder, path, bytes, lastLook))
}

async function createAs(
  temporary: string,
  folder: FileSystemDirectoryHandle,
  path: string,
  bytes: Uint8Array,
  lastLook: LastLook,
): Promise<Result<void>> {
  const file = (await folder.getFileHandle(temporary, { create: true })) as ChromiumFile
  const outcome = await attempt(path, async () => {
    const written = await overwriteFile(file, bytes, async () => null)
    if (!written.ok) return written
    const trouble = await lastLook()
    if (trouble) return { ok: false, failure: trouble }
    // A rename overwrites silently.
    if (await isThere(folder, nameOf(path))) return taken(path)
    return renamed(() => file.move(nameOf(path)), { folder, path: temporary }, path)
  })
  if (outcome.ok) return outcome
  const swept = await attempt(temporary, async () => ok(await folder.removeEntry(temporary)))
  if (swept.ok) return outcome
  const detail = `${outcome.failure.detail ?? ''}; ${temporary} is left: ${swept.failure.detail}`
  return { ok: false, failure: { ...outcome.failure, detail } }
}

/**
 * Does a rename of the file at `from`, which is there. Chromium calls the file itself missing when a link has the new name: it sees
 * none, and writes over none.
 */
export async function renamed(
  rename: () => Promise<void>,
  from: { folder: FileSystemDirectoryHandle; path: string },
  to: string,
): Promise<Result<void>> {
  try {
    await rename()
    return ok(undefined)
  } catch (error) {
    if (!saysMissing(error) || (await isThere(from.folder, nameOf(from.path))) === null) throw error
    return failed(
      'exists',
      `Something that browsers do not show, such as a link, is at "${to}", and it stays as it is. Choose another name.`,
    )
  }
}

/** What has this name in the folder. */
export async function isThere(folder: FileSystemDirectoryHandle, name: string): Promise<'file' | 'folder' | null> {
  try {
    await folder.getFileHandle(name)
    return 'file'
  } catch (error) {
    if (saysMissing(error)) return null
    if (saysOtherKind(error)) return 'folder'
    throw error
  }
}

export const taken = (path: string) =>
  failed('exists', `There is already something at "${path}", and it stays as it is.`)
