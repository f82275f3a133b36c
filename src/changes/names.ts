import { failed, ok, type Result } from '../domain/failure.ts'
import { folderOf, joinPath, nameOf } from '../domain/place.ts'
import type { FolderReads } from '../ports/folder.ts'

/** Equal for names that some disks cannot tell apart: other case, or another Unicode form of the same letters. */
export const foldName = (path: string) => path.normalize('NFC').toLowerCase()

/** Whether a file or folder of exactly this name is there: `stat` cannot say so on a disk that ignores case. */
export async function hasExactName(folder: FolderReads, path: string): Promise<Result<boolean>> {
  const entries = await folder.list(folderOf(path))
  if (!entries.ok) return entries.failure.kind === 'missing' ? ok(false) : entries
  return ok(entries.value.some(entry => entry.name === nameOf(path)))
}

/**
 * Fails as `exists` when a new name would be the twin of one that is there. `leaving` is a file that goes away with the
 * same step: it may be renamed to its own twin.
 */
export async function noTwin(folder: FolderReads, path: string, leaving?: string): Promise<Result<void>> {
  const entries = await folder.list(folderOf(path))
  if (!entries.ok) return entries.failure.kind === 'missing' ? ok(undefined) : entries
  const name = nameOf(path)
  const twin = entries.value.find(
    entry =>
      entry.name !== name &&
      foldName(entry.name) === foldName(name) &&
      joinPath(folderOf(path), entry.name) !== leaving,
  )
  if (!twin) return ok(undefined)
  return failed(
    'exists',
    `"${path}" was not made: "${joinPath(folderOf(path), twin.name)}" is there already and differs only in upper and lower case or in how its letters are stored. Use that name, or a plainly different one.`,
  )
}
