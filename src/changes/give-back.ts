import type { ChangeOp } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { foldersAbove } from '../domain/place.ts'
import { type Changed, type KeptPlace, PERSON, type RestoreReport } from '../ports/changes.ts'
import type { Folder } from '../ports/folder.ts'
import { BEFORE } from './aside.ts'
import { freePath, writeBeside } from './beside.ts'
import { type ChangesDeps, placesOf, say } from './deps.ts'
import { removeEmptyFolders } from './folders.ts'
import { readAll } from './image.ts'
import { TRASH } from './kept.ts'
import { withLeases } from './lease.ts'
import { lookAt } from './look.ts'
import { relocate } from './relocate.ts'
import { settlePlaces } from './settle.ts'
import { write } from './write.ts'

/**
 * Brings files of the trash, or earlier versions, back to where they were: by the six steps, so that it can be undone. Something else
 * that is there now is never lost: `beside` puts the file next to it, and `back` replaces only what an earlier version is of.
 */
export async function restoreKept(
  deps: ChangesDeps,
  files: readonly KeptPlace[],
  how: 'back' | 'beside',
): Promise<Result<RestoreReport>> {
  const report: RestoreReport = { restored: [], refused: [] }
  for (const file of files) {
    const done = await restoreOne(deps, file, how)
    if (done.ok) report.restored.push({ path: file.path, to: done.value.to?.path ?? originalOf(file.path) })
    else report.refused.push({ path: originalOf(file.path), failure: done.failure })
  }
  return ok(report)
}

/** The path a kept file had: what follows our folder, its kind and the session. */
const originalOf = (path: string) => path.split('/').slice(3).join('/')

const isIn = (path: string, folder: string) => path.startsWith(`${folder}/`) && originalOf(path) !== ''

async function restoreOne(deps: ChangesDeps, file: KeptPlace, how: 'back' | 'beside'): Promise<Result<Changed>> {
  const { root, path } = file
  const folder = deps.folders().get(root)
  if (!folder)
    return failed('permission-lost', `The folder of ${say(deps, file)} is not connected. Reconnect it, then try again.`)
  if (isIn(path, TRASH)) return outOfTrash(deps, folder, file, how)
  if (!isIn(path, BEFORE))
    return failed('invalid', `${say(deps, file)} is neither in the trash nor an earlier version.`)
  const now = await lookAt(deps, folder, originalOf(path))
  if (!now.ok) return now
  if (now.value === null) return moveOut(deps, folder, file, originalOf(path))
  const bytes = await readAll(folder, path)
  if (!bytes.ok) return bytes
  const place = { root, path: originalOf(path) }
  return how === 'beside'
    ? writeBeside(deps, place, bytes.value, 'before', PERSON)
    : write(deps, { kind: 'write', place, bytes: bytes.value, seen: now.value }, PERSON)
}

async function outOfTrash(
  deps: ChangesDeps,
  folder: Folder,
  file: KeptPlace,
  how: 'back' | 'beside',
): Promise<Result<Changed>> {
  const original = originalOf(file.path)
  const there = await folder.stat(original)
  if (!there.ok) return there
  if (there.value && how === 'back')
    return failed('exists', `Something else is at "${original}" now, and it stays. Put the file beside it instead.`)
  if (!there.value) return moveOut(deps, folder, file, original)
  const free = await freePath(folder, original, 'restored')
  return free.ok ? moveOut(deps, folder, file, free.value) : free
}

/** A rename, which keeps all of the file's metadata. */
async function moveOut(
  deps: ChangesDeps,
  folder: Folder,
  { root, path }: KeptPlace,
  to: string,
): Promise<Result<Changed>> {
  const change: Extract<ChangeOp, { op: 'move' }> = { op: 'move', root, path, to }
  const done = await withLeases(deps, placesOf(change), async (): Promise<Result<Changed>> => {
    const settled = await settlePlaces(deps, placesOf(change))
    if (!settled.ok) return settled
    const source = await lookAt(deps, folder, path)
    if (!source.ok) return source
    if (!source.value) return failed('missing', `${say(deps, change)} is gone. Look at the list again.`)
    return relocate(deps, folder, change, source.value, PERSON)
  })
  if (!done.ok) return done
  const trouble = await removeEmptyFolders(folder, foldersAbove(path))
  if (!trouble) return done
  const told = await deps.record([{ type: 'trouble', by: 'person', failure: trouble }], 'relaxed')
  return told.ok ? done : told
}

/**
 * Removes files of the trash and earlier versions for good: the one removal that keeps nothing. Only on the person's word, only below
 * these two folders, and only what is still as it was shown.
 */
export async function removeKept(
  deps: ChangesDeps,
  files: readonly (KeptPlace & { size: number; mtime: number })[],
): Promise<Result<{ removed: number; left: number }>> {
  const total = { removed: 0, left: 0 }
  for (const root of new Set(files.map(file => file.root))) {
    const own = files.filter(file => file.root === root && (isIn(file.path, TRASH) || isIn(file.path, BEFORE)))
    const folder = deps.folders().get(root)
    if (!folder) return failed('permission-lost', 'The folder is not connected. Reconnect it, then try again.')
    const bytes = own.reduce((sum, file) => sum + file.size, 0)
    const begun = await deps.record(
      [{ type: 'kept.willRemove', by: 'person', root, files: own.length, bytes }],
      'strict',
    )
    if (!begun.ok) return begun
    let removed = 0
    let freed = 0
    for (const file of own) {
      const trouble = await withLeases(deps, [file], () => removeOne(folder, file))
      if (trouble) continue
      removed++
      freed += file.size
    }
    const left = own.length - removed
    const told = await deps.record(
      [{ type: 'kept.removed', by: 'person', root, files: removed, bytes: freed, left }],
      'strict',
    )
    if (!told.ok) return told
    total.removed += removed
    total.left += left
  }
  return ok(total)
}

async function removeOne(
  folder: Folder,
  { path, size, mtime }: { path: string; size: number; mtime: number },
): Promise<Failure | null> {
  const removed = await folder.removeFile(path, async () => {
    const now = await folder.stat(path)
    if (!now.ok) return now.failure
    if (now.value?.kind === 'file' && now.value.size === size && now.value.mtime === mtime) return null
    return failed('conflict', `"${path}" is not what was shown, so it stays. Look at the list again.`).failure
  })
  return removed.ok ? removeEmptyFolders(folder, foldersAbove(path)) : removed.failure
}
