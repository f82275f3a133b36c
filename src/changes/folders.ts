import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { foldersAbove } from '../domain/place.ts'
import type { Folder, FolderReads } from '../ports/folder.ts'
import { noTwin } from './names.ts'

/** The folders that must be made before there can be a file at `path`, outermost first. */
export async function missingFolders(folder: FolderReads, path: string): Promise<Result<string[]>> {
  const above = foldersAbove(path)
  for (const [index, parent] of above.entries()) {
    const stat = await folder.stat(parent)
    if (!stat.ok) return stat
    if (stat.value?.kind === 'file') return failed('invalid', `"${parent}" is a file, so nothing can be put inside it.`)
    if (stat.value) continue
    const free = await noTwin(folder, parent)
    return free.ok ? ok(above.slice(index)) : free
  }
  return ok([])
}

/** Makes the folders one by one, outermost first, and adds each one that was not there to `made`, also one that failed. */
export async function makeFolders(folder: Folder, missing: readonly string[], made: string[]): Promise<Failure | null> {
  for (const path of missing) {
    const stat = await folder.stat(path)
    if (!stat.ok) return stat.failure
    if (stat.value?.kind === 'folder') continue
    const done = await folder.makeFolder(path)
    // It may be there all the same, unless somebody else was first.
    if (done.ok || done.failure.kind !== 'exists') made.push(path)
    if (!done.ok) return done.failure
  }
  return null
}

/** Those above the path that are `within` or inside it. Undo makes them again for the file that comes back. */
export const foldersUpTo = (path: string, within: string) =>
  foldersAbove(path).filter(folder => folder === within || folder.startsWith(`${within}/`))

/** Removes those of the folders that are empty, innermost first. One that is in use, or gone, is no failure. */
export const removeEmptyFolders = async (folder: Folder, paths: readonly string[]): Promise<Failure | null> =>
  (await takeAwayEmpty(folder, paths)).trouble

/** The same, and says which of them are gone now. */
export async function takeAwayEmpty(
  folder: Folder,
  paths: readonly string[],
): Promise<{ gone: string[]; trouble: Failure | null }> {
  const depth = (path: string) => path.split('/').length
  const gone: string[] = []
  let trouble: Failure | null = null
  for (const path of [...new Set(paths)].sort((a, b) => depth(b) - depth(a))) {
    const done = await folder.removeEmptyFolder(path)
    if (done.ok || done.failure.kind === 'missing') gone.push(path)
    else if (done.failure.kind !== 'exists') trouble ??= done.failure
  }
  return { gone, trouble }
}
