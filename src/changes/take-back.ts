import type { ChangeOp, Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result, unreachable } from '../domain/failure.ts'
import type { ChangeState } from '../domain/state.ts'
import type { Folder } from '../ports/folder.ts'
import { type ChangesDeps, say } from './deps.ts'
import { makeFolders, missingFolders } from './folders.ts'
import { imageOf, keepImage } from './image.ts'
import { changedSince, lookAt } from './look.ts'
import { lookAtEnds, moveVerified, targetIsEmpty } from './move-file.ts'

/** What must be at a path once a change is taken back: the hash, or null for nothing. */
export interface Expected {
  path: string
  hash: string | null
  /** The date of change that it had before. */
  mtime?: number
}

/**
 * Undoes one change, only where the file still is what the change left: what anyone else did since is never touched. Finding
 * it undone already is fine, so an undo that was interrupted can be done again. The caller holds the leases.
 */
export function takeBack(deps: ChangesDeps, folder: Folder, done: ChangeState): Promise<Result<Expected[]>> {
  const { change } = done
  switch (change.op) {
    case 'create':
      return takeBackCreate(deps, folder, done)
    case 'overwrite':
      return takeBackOverwrite(deps, folder, done)
    case 'move':
    case 'trash':
      return takeBackMove(deps, folder, done, change)
    default:
      return unreachable(change)
  }
}

/** Removes the file, its bytes kept for a redo. */
async function takeBackCreate(deps: ChangesDeps, folder: Folder, done: ChangeState): Promise<Result<Expected[]>> {
  const { path } = done.change
  const shown = say(deps, done.change)
  const gone = ok<Expected[]>([{ path, hash: null }])
  const now = await lookAt(deps, folder, path)
  if (!now.ok) return now
  if (!now.value) return gone
  if (now.value.hash !== done.after.hash) return notOurs(shown, 'Remove it yourself if you do not want it.')
  const { value } = now
  const trouble = await keepImage(deps, folder, path, value, shown)
  if (trouble) return { ok: false, failure: trouble }
  const removed = await folder.removeFile(path, () => changedSince(folder, path, value, shown))
  if (!removed.ok) return removed
  const after = await folder.stat(path)
  if (!after.ok) return after
  return after.value ? failed('unreadable', `${shown} was removed, but it is still there. Look at it yourself.`) : gone
}

/** Writes back what was there before, also where the file is gone by now. What we wrote is kept for a redo. */
async function takeBackOverwrite(deps: ChangesDeps, folder: Folder, done: ChangeState): Promise<Result<Expected[]>> {
  const { path } = done.change
  const shown = say(deps, done.change)
  if (!done.before) return failed('bug', `The log does not say what ${shown} was before, so it was left as it is.`)
  const { hash, mtime } = done.before
  const now = await lookAt(deps, folder, path)
  if (!now.ok) return now
  if (now.value?.hash === hash) return ok([{ path, hash, mtime }])
  if (now.value && now.value.hash !== done.after.hash)
    return notOurs(
      shown,
      'To get back what was there before, have it written beside it, or rename your version and undo again.',
    )
  const image = await imageOf(deps, hash, shown)
  if (!image.ok) return image
  const trouble = now.value ? await keepImage(deps, folder, path, now.value, shown) : await restoreFolders(folder, path)
  if (trouble) return { ok: false, failure: trouble }
  const written = await folder.write(path, image.value, () => changedSince(folder, path, now.value, shown))
  if (!written.ok) return written
  const after = await lookAt(deps, folder, path)
  if (!after.ok) return after
  return after.value?.hash === hash
    ? ok([{ path, hash, mtime }])
    : failed('conflict', `${shown} was written back, but does not read back as it was before. Look at it yourself.`)
}

/** Moves the file back to where it was. */
async function takeBackMove(
  deps: ChangesDeps,
  folder: Folder,
  done: ChangeState,
  change: Extract<ChangeOp, { to: string }>,
): Promise<Result<Expected[]>> {
  const { path, to, root } = change
  const { hash } = done.after
  const there = say(deps, { root, path: to })
  const ends = await lookAtEnds(deps, folder, path, to)
  if (!ends.ok) return ends
  const { source, target } = ends.value
  const back = ok<Expected[]>([
    { path, hash, ...(done.before ? { mtime: done.before.mtime } : {}) },
    { path: to, hash: null },
  ])
  if (!target && source?.hash === hash) return back
  if (!target)
    return failed(
      'missing',
      `${there} is gone: it was moved or removed since. If you still have it, put it back there and undo again.`,
    )
  if (target.hash !== hash) return notOurs(there, `To undo, move it back to ${say(deps, change)} yourself.`)
  if (source?.hash === hash && done.status === 'unknown') {
    const removed = await removeCopy(deps, folder, to, target)
    return removed ? { ok: false, failure: removed } : back
  }
  if (source || (await targetIsEmpty(folder, to, path)))
    return failed(
      'exists',
      `Something else is at ${say(deps, change)} now, so the file was left at ${there}. Rename what is there and undo again.`,
    )
  const trouble = (await restoreFolders(folder, path)) ?? (await changedSince(folder, to, target, there))
  if (trouble) return { ok: false, failure: trouble }
  const moved = await moveVerified(deps, folder, to, path, hash)
  return moved.ok ? back : moved
}

/** A move that a crash cut in two, where the disk copies, left the same bytes at both ends: ours is the second. */
async function removeCopy(deps: ChangesDeps, folder: Folder, to: string, copy: Version): Promise<Failure | null> {
  const trouble = await keepImage(deps, folder, to, copy, `"${to}"`)
  if (trouble) return trouble
  const removed = await folder.removeFile(to, () => changedSince(folder, to, copy, `"${to}"`))
  return removed.ok ? null : removed.failure
}

async function restoreFolders(folder: Folder, path: string): Promise<Failure | null> {
  const missing = await missingFolders(folder, path)
  return missing.ok ? makeFolders(folder, missing.value, []) : missing.failure
}

const notOurs = (shown: string, advice: string) =>
  failed('conflict', `${shown} was changed by someone else since Deskhand wrote it, so it was left as it is. ${advice}`)
