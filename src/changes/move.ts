import type { ChangeOp } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { samePlace } from '../domain/place.ts'
import type { Changed, ChangeRequest, Changer } from '../ports/changes.ts'
import { type ChangesDeps, placesOf, say } from './deps.ts'
import { emptiedByMove } from './emptied.ts'
import { takeAwayEmpty } from './folders.ts'
import { withLeases } from './lease.ts'
import { relocate, sourceAsSeen } from './relocate.ts'
import { settlePlaces } from './settle.ts'
import { changeableFolder } from './target.ts'

type MoveRequest = Extract<ChangeRequest, { kind: 'move' }>

/** Renames or moves one file inside its folder. Never overwrites. */
export async function move(deps: ChangesDeps, request: MoveRequest, who: Changer): Promise<Result<Changed>> {
  const { place, to } = request
  const shown = say(deps, place)
  if (place.root !== to.root)
    return failed(
      'invalid',
      `${shown} and ${say(deps, to)} are in two different folders of this session, and files are moved inside one only. Write the file there instead.`,
    )
  if (to.path.startsWith(`${place.path}/`))
    return failed(
      'invalid',
      `${shown} cannot be moved into itself. Files are moved one by one; name a file and where it goes.`,
    )
  const change: Extract<ChangeOp, { op: 'move' }> = {
    op: 'move',
    root: place.root,
    path: place.path,
    to: to.path,
    ...(request.within === undefined ? {} : { within: request.within }),
  }
  return withLeases(deps, placesOf(change), async () => {
    const fence = deps.mayGoOn(who)
    if (fence) return { ok: false, failure: fence }
    const folder = changeableFolder(deps, place)
    if (!folder.ok) return folder
    const target = changeableFolder(deps, to)
    if (!target.ok) return target
    const settled = await settlePlaces(deps, placesOf(change))
    if (!settled.ok) return settled
    const source = await sourceAsSeen(deps, folder.value, change, request.seen, who)
    if (!source.ok) return source
    if (samePlace(place, to)) return ok({ effect: '', version: source.value, changed: false, to })
    let trouble: Failure | null = null
    const moved = await relocate(deps, folder.value, change, source.value, who, async work => {
      const acted = await work()
      // Before it is told as done: after a crash in between it is looked at again, and they go then.
      const leaves = emptiedByMove({ change })
      if (acted.kind !== 'done' || leaves.length === 0) return acted
      const away = await takeAwayEmpty(folder.value, leaves)
      trouble = away.trouble
      return { ...acted, emptied: away.gone }
    })
    if (!moved.ok || !trouble) return moved
    const told = await deps.record([{ type: 'trouble', by: who.agent, failure: trouble }], 'relaxed')
    return told.ok ? moved : told
  })
}
