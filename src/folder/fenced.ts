import type { Failure, Result } from '../domain/failure.ts'
import type { Folder } from '../ports/folder.ts'

/**
 * The same folder, in which nothing is changed once `mayWrite` says no. It is asked right before each effect, so that an
 * owner who was frozen between two steps and was followed by another does no more when it wakes.
 */
export function fencedFolder(folder: Folder, mayWrite: () => Promise<Failure | null>): Folder {
  const fenced =
    <Args extends unknown[], T>(effect: (...args: Args) => Promise<Result<T>>) =>
    async (...args: Args): Promise<Result<T>> => {
      const failure = await mayWrite()
      return failure ? { ok: false, failure } : effect(...args)
    }
  return {
    ...folder,
    write: (path, bytes, lastLook) => folder.write(path, bytes, async () => (await lastLook()) ?? (await mayWrite())),
    move: fenced(folder.move),
    makeFolder: fenced(folder.makeFolder),
    removeFile: (path, lastLook) => folder.removeFile(path, async () => (await lastLook()) ?? (await mayWrite())),
    removeEmptyFolder: fenced(folder.removeEmptyFolder),
  }
}
