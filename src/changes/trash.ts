import type { ChangeOp } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { joinPath, OWN_FOLDER } from '../domain/place.ts'
import type { Changed, ChangeRequest, Changer } from '../ports/changes.ts'
import type { FolderReads } from '../ports/folder.ts'
import { type ChangesDeps, placesOf } from './deps.ts'
import { missingFolders } from './folders.ts'
import { withLeases } from './lease.ts'
import { targetIsFree } from './move-file.ts'
import { relocate, sourceAsSeen } from './relocate.ts'
import { settlePlaces } from './settle.ts'
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
    return relocate(deps, folder.value, change, source.value, who)
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
