import type { Failure, Result } from '../domain/failure.ts'
import type { Folder } from '../ports/folder.ts'

/** Nobody takes a session over from an owner that was silent for less. */
const FROZEN_MS = 1000

/**
 * The same folder, in which nothing is changed once `mayWrite` says no. It is asked right before each effect, so that an
 * owner who was frozen between two steps and was followed by another does no more when it wakes.
 */
export function fencedFolder(folder: Folder, mayWrite: () => Promise<Failure | null>, now: () => number): Folder {
  /**
   * The owner is asked first and the file looked at last, so that nobody edits it in between. Whoever was frozen meanwhile,
   * and so may have been followed by another, asks again.
   */
  const atLast = (lastLook: () => Promise<Failure | null>) => async (): Promise<Failure | null> => {
    for (;;) {
      const asked = now()
      const trouble = (await mayWrite()) ?? (await lastLook())
      const waited = now() - asked
      // A clock that was set back meanwhile hides how long it was.
      if (trouble || (waited >= 0 && waited < FROZEN_MS)) return trouble
    }
  }
  const fenced =
    <Args extends unknown[], T>(effect: (...args: Args) => Promise<Result<T>>) =>
    async (...args: Args): Promise<Result<T>> => {
      const failure = await mayWrite()
      return failure ? { ok: false, failure } : effect(...args)
    }
  return {
    ...folder,
    write: (path, bytes, lastLook) => folder.write(path, bytes, atLast(lastLook)),
    move: fenced(folder.move),
    makeFolder: fenced(folder.makeFolder),
    removeFile: (path, lastLook) => folder.removeFile(path, atLast(lastLook)),
    removeEmptyFolder: fenced(folder.removeEmptyFolder),
  }
}
