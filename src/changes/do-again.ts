import type { ChangeOp, Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result, unreachable } from '../domain/failure.ts'
import type { ChangeState } from '../domain/state.ts'
import type { Folder } from '../ports/folder.ts'
import { putAside } from './aside.ts'
import { type ChangesDeps, say } from './deps.ts'
import { makeFolders, missingFolders } from './folders.ts'
import { imageOf, readAndKeep } from './image.ts'
import { changedSince, lookAt } from './look.ts'
import { lookAtEnds, moveVerified, targetIsFree } from './move-file.ts'
import { noTwin } from './names.ts'
import type { Acted } from './six-steps.ts'

/**
 * Does one undone change again, only where the file is as the change found it. A redo that was interrupted has been settled
 * by then; finding the same bytes there otherwise is chance, and would break the chain of undos. The caller holds the leases; `missing`
 * are the folders to be made first.
 */
export function doAgain(
  deps: ChangesDeps,
  folder: Folder,
  undone: ChangeState,
  missing: readonly string[],
): Promise<Acted> {
  const { change } = undone
  switch (change.op) {
    case 'create':
    case 'overwrite':
      return writeAgain(deps, folder, undone, missing)
    case 'move':
    case 'trash':
      return moveAgain(deps, folder, undone, change, missing)
    default:
      return unreachable(change)
  }
}

async function writeAgain(
  deps: ChangesDeps,
  folder: Folder,
  undone: ChangeState,
  missing: readonly string[],
): Promise<Acted> {
  const { path } = undone.change
  const { hash } = undone.after
  const shown = say(deps, undone.change)
  const looked = await lookAt(deps, folder, path)
  if (!looked.ok) return notBegun(looked)
  const now = looked.value
  if (!undone.before && now)
    return notBegun(failed('exists', `There is another ${shown} now, and it stays. Rename it, then redo again.`))
  if (undone.before && !now)
    return notBegun(
      failed('missing', `${shown} is gone: it was moved or removed since. Put it back there, then redo again.`),
    )
  if (now && now.hash !== undone.before?.hash)
    return notBegun(failed('conflict', `${shown} was changed since the undo, so it was left as it is.`))
  const image = await imageOf(deps, hash, shown, 'after')
  if (!image.ok) return notBegun(image)
  const free = now ? ok(undefined) : await noTwin(folder, path)
  if (!free.ok) return notBegun(free)
  const trouble = now ? await keepAgain(deps, folder, undone, now) : await makeFolders(folder, missing, [])
  if (trouble) return { kind: 'not-begun', failure: trouble }
  let abandoned: Failure | null = null
  const written = await folder.write(path, image.value, async () => {
    abandoned = await changedSince(folder, path, now, shown)
    return abandoned
  })
  if (abandoned) return { kind: 'not-begun', failure: abandoned }
  if (!written.ok) return toLook(written)
  const after = await lookAt(deps, folder, path)
  if (!after.ok) return toLook(after)
  return after.value?.hash === hash
    ? { kind: 'done', version: after.value }
    : toLook(
        failed('conflict', `${shown} was written again, but does not read back as it should. Look at it yourself.`),
      )
}

async function moveAgain(
  deps: ChangesDeps,
  folder: Folder,
  undone: ChangeState,
  change: Extract<ChangeOp, { to: string }>,
  missing: readonly string[],
): Promise<Acted> {
  const { path, to } = change
  const { hash } = undone.after
  const shown = say(deps, change)
  const ends = await lookAtEnds(deps, folder, path, to)
  if (!ends.ok) return notBegun(ends)
  const { source } = ends.value
  if (!source)
    return notBegun(failed('missing', `${shown} is gone: it was moved or removed since. Put it back, then redo again.`))
  if (source.hash !== hash)
    return notBegun(failed('conflict', `${shown} was changed since the undo, so it was left as it is.`))
  const taken = await targetIsFree(folder, path, to)
  if (taken) return { kind: 'not-begun', failure: taken }
  const trouble = (await makeFolders(folder, missing, [])) ?? (await changedSince(folder, path, source, shown))
  if (trouble) return { kind: 'not-begun', failure: trouble }
  const moved = await moveVerified(deps, folder, path, to, hash)
  return moved.ok ? { kind: 'done', version: moved.value } : toLook(moved)
}

type Failed = Extract<Result<unknown>, { ok: false }>
const notBegun = ({ failure }: Failed): Acted => ({ kind: 'not-begun', failure })
const toLook = ({ failure }: Failed): Acted => ({ kind: 'look', failure })

/** In the vault, and in the folder where it was the first time. */
async function keepAgain(
  deps: ChangesDeps,
  folder: Folder,
  undone: ChangeState,
  now: Version,
): Promise<Failure | null> {
  const image = await readAndKeep(deps, folder, undone.change.path, now, say(deps, undone.change))
  if (!image.ok) return image.failure
  if (undone.kept === undefined) return null
  const missing = await missingFolders(folder, undone.kept)
  if (!missing.ok) return missing.failure
  const made = await makeFolders(folder, missing.value, [])
  return made ?? putAside(deps, folder, undone.kept, image.value, now.hash)
}
