import type { Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { foldersAbove, joinPath, OWN_FOLDER, type Place, samePlace } from '../domain/place.ts'
import type { ChangeState } from '../domain/state.ts'
import type { Folder, FolderReads } from '../ports/folder.ts'
import { type ChangesDeps, endOf } from './deps.ts'
import { removeEmptyFolders } from './folders.ts'
import { changedSince, lookAt } from './look.ts'

/** Where earlier versions lie: below it a folder named by time and session, and below that the file under its own path. */
export const BEFORE = joinPath(OWN_FOLDER, 'before')

const two = (number: number) => String(number).padStart(2, '0')

/** `2026-11-22 15.45.27`, in the person's own time. */
export function stampOf(at: number): string {
  const date = new Date(at)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}.${two(date.getMinutes())}.${two(date.getSeconds())}`
}

/** The time that such a name tells; null for any other name. */
export function timeOfStamp(name: string): number | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d)\.(\d\d)\.(\d\d)\b/.exec(name)?.slice(1).map(Number)
  if (!parts) return null
  const [year, month, day, hours, minutes, seconds] = parts as [number, number, number, number, number, number]
  return new Date(year, month - 1, day, hours, minutes, seconds).getTime()
}

/**
 * Where a copy of the person's version is put into their folder before it is overwritten, so that it outlives the browser's data.
 * Null for what we wrote ourselves, and where the person wants none.
 */
export async function asideFor(
  deps: ChangesDeps,
  folder: FolderReads,
  place: Place,
  before: Version,
): Promise<Result<string | null>> {
  const root = deps.roots().find(one => one.id === place.root)
  // Folders of the browser's own storage go with its data in any case.
  if (root?.kind !== 'folder' || isOurs(deps, place, before) || !(await deps.keepsBefore())) return ok(null)
  const stamp = `${stampOf(deps.host.clock.now())} ${deps.session.slice(0, 8)}`
  for (let number = 1; ; number++) {
    const path = joinPath(BEFORE, number === 1 ? stamp : `${stamp} ${number}`, place.path)
    const there = await folder.stat(path)
    if (!there.ok) return there
    if (!there.value) return ok(path)
  }
}

/** Whether these bytes are what a change of this session left there. */
export const isOurs = (deps: ChangesDeps, place: Place, version: Version) =>
  deps
    .state()
    .changes.some(
      ({ change, after, status }) =>
        status === 'done' && after.hash === version.hash && samePlace(endOf(change), place),
    )

/** Writes the copy and reads it back. Its folders are there. */
export async function putAside(
  deps: Pick<ChangesDeps, 'versionOf'>,
  folder: Folder,
  path: string | null,
  bytes: Uint8Array | null,
  hash: string,
): Promise<Failure | null> {
  if (path === null || bytes === null) return null
  const written = await folder.write(path, bytes, () => changedSince(folder, path, null, `"${path}"`))
  if (!written.ok) return written.failure
  const now = await lookAt(deps, folder, path)
  if (!now.ok) return now.failure
  return now.value?.hash === hash
    ? null
    : failed('unreadable', `The copy "${path}" does not read back as it should, so nothing was overwritten.`).failure
}

/** Takes the copy away once the file itself is again what the copy is of. A copy that somebody changed stays. */
export async function removeAside(
  deps: Pick<ChangesDeps, 'versionOf'>,
  folder: Folder,
  { kept, before }: Pick<ChangeState, 'kept' | 'before'>,
): Promise<Failure | null> {
  if (kept === undefined || !before) return null
  const now = await lookAt(deps, folder, kept)
  if (!now.ok) return now.failure
  const copy = now.value
  if (copy?.hash === before.hash) {
    const removed = await folder.removeFile(kept, () => changedSince(folder, kept, copy, `"${kept}"`))
    if (!removed.ok) return removed.failure
  }
  return removeEmptyFolders(folder, foldersAbove(kept))
}
