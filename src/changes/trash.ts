import type { ChangeOp } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { joinPath, OWN_FOLDER, type Place } from '../domain/place.ts'
import type { Changed, ChangeRequest, Changer } from '../ports/changes.ts'
import type { FolderReads } from '../ports/folder.ts'
import { type ChangesDeps, placesOf, say } from './deps.ts'
import { missingFolders } from './folders.ts'
import { withLeases } from './lease.ts'
import { changedSince } from './look.ts'
import { targetIsFree } from './move-file.ts'
import { relocate, sourceAsSeen } from './relocate.ts'
import { settlePlaces } from './settle.ts'
import type { Acted } from './six-steps.ts'
import { type Copy, otherCopy } from './sole-copy.ts'
import { changeableFolder } from './target.ts'

type TrashRequest = Extract<ChangeRequest, { kind: 'trash' }>

/** Puts one file into the trash inside its folder, under its own path. Nothing in the trash is ever overwritten. */
export async function trash(deps: ChangesDeps, request: TrashRequest, who: Changer): Promise<Result<Changed>> {
  const { place, why } = request
  const folder = changeableFolder(deps, place)
  if (!folder.ok) return folder
  const to = await freeTrashPath(folder.value, deps.session, place.path)
  if (!to.ok) return to
  const change: Extract<ChangeOp, { op: 'trash' }> = { op: 'trash', ...place, to: to.value, why }
  return withLeases(deps, placesOf(change), async () => {
    const fence = deps.mayGoOn(who)
    if (fence) return { ok: false, failure: fence }
    const settled = await settlePlaces(deps, placesOf(change))
    if (!settled.ok) return settled
    const source = await sourceAsSeen(deps, folder.value, change, request.seen, who)
    if (!source.ok) return source
    const asks = source.value.size > 0 && deps.roots().find(one => one.id === place.root)?.kind !== 'scratch'
    const copy = asks ? await otherCopy(deps, folder.value, place.path, source.value) : ok(null)
    if (!copy.ok) return copy
    const op = asks && !copy.value ? { ...change, last: true as const } : change
    return relocate(deps, folder.value, op, source.value, who, work =>
      withCopy(deps, folder.value, place, copy.value, work),
    )
  })
}

/** Does `work` while no other trash of this folder goes on, where the copy that made it harmless is still there. */
function withCopy(
  deps: ChangesDeps,
  folder: FolderReads,
  place: Place,
  copy: Copy | null,
  work: () => Promise<Acted>,
): Promise<Acted> {
  return deps.host.withLock(`last-copy:${place.root}`, async () => {
    const gone = copy ? await changedSince(folder, copy.path, copy.version, `"${copy.path}"`) : null
    if (!gone) return work()
    const message = `"${copy?.path}", which had the same bytes as ${say(deps, place)}, is no longer there as it was. Look again before you trash the other.`
    return { kind: 'not-begun', failure: { ...gone, message } }
  })
}

/** The number, where one is needed, is the session's folder's: so the file keeps its name, however long. */
async function freeTrashPath(folder: FolderReads, session: string, path: string): Promise<Result<string>> {
  const trashFolder = joinPath(OWN_FOLDER, 'trash')
  const usable = await missingFolders(folder, joinPath(trashFolder, session))
  if (!usable.ok) return usable
  for (let number = 1; ; number++) {
    const bin = number === 1 ? session.slice(0, 8) : `${session.slice(0, 8)}-${number}`
    const to = joinPath(trashFolder, bin, path)
    const above = await missingFolders(folder, to)
    const problem = above.ok ? await targetIsFree(folder, path, to) : above.failure
    if (!problem) return ok(to)
    if (problem.kind !== 'exists' && problem.kind !== 'invalid') return { ok: false, failure: problem }
  }
}
