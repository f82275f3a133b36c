import type { ChangeOp, Conflict, Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { type Place, samePlace } from '../domain/place.ts'
import type { Changed, ChangeRequest, Changer } from '../ports/changes.ts'
import { asideFor, isOurs, putAside } from './aside.ts'
import { type ChangesDeps, say } from './deps.ts'
import { missingFolders } from './folders.ts'
import { readAndKeep, remembering } from './image.ts'
import { withLeases } from './lease.ts'
import { changedSince, differsFromSeen, lookAt } from './look.ts'
import { noTwin } from './names.ts'
import { settlePlaces } from './settle.ts'
import { type Acted, conflictEvent, takeSteps } from './six-steps.ts'
import { changeableFolder } from './target.ts'

type WriteRequest = Extract<ChangeRequest, { kind: 'write' }>

/** What was met where somebody outside this session changed the file since it was seen. Nothing is written down of it yet. */
export interface Met {
  conflict: Conflict
  failure: Failure
}

/** Creates or replaces one file. Equal bytes are not written again, and leave no event. */
export async function write(deps: ChangesDeps, request: WriteRequest, who: Changer): Promise<Result<Changed>> {
  const tried = await tryWrite(deps, request, who)
  return 'conflict' in tried ? tellConflict(deps, tried.conflict.change, tried.failure, who) : tried
}

/** The same; where somebody outside changed the file, it only says so. */
export const tryWrite = (deps: ChangesDeps, request: WriteRequest, who: Changer): Promise<Result<Changed> | Met> =>
  withLeases(deps, [request.place], () => writeHeld(deps, request, who))

/** Writes down that a file was left alone, and is the failure. */
export async function tellConflict(
  deps: ChangesDeps,
  change: ChangeOp,
  failure: Failure,
  who: Changer,
): Promise<Result<never>> {
  const told = await deps.record([conflictEvent(change, failure, who)], 'relaxed')
  return told.ok ? { ok: false, failure } : told
}

async function writeHeld(deps: ChangesDeps, request: WriteRequest, who: Changer): Promise<Result<Changed> | Met> {
  const { place, bytes } = request
  const { root, path } = place
  const shown = say(deps, place)
  const fence = deps.mayGoOn(who)
  if (fence) return { ok: false, failure: fence }
  const target = changeableFolder(deps, place)
  if (!target.ok) return target
  const folder = target.value
  const settled = await settlePlaces(deps, [place])
  if (!settled.ok) return settled

  const reading = remembering(folder, deps.host.clock.now)
  const looked = await lookAt(deps, reading.folder, path)
  if (!looked.ok) return looked
  const before = looked.value
  const after = { size: bytes.length, hash: await deps.host.hashOf(bytes) }
  if (before?.hash === after.hash) return ok({ effect: '', version: before, changed: false })

  const change: ChangeOp = { op: before ? 'overwrite' : 'create', root, path }
  const conflict = differsFromSeen(request.seen, before, shown)
  if (conflict && request.seen !== 'not-looked' && !isOwnDoing(deps, place, before))
    return { conflict: { change, theirs: before, ours: after }, failure: conflict }
  if (conflict) return tellConflict(deps, change, conflict, who)
  const asidePath = before ? await asideFor(deps, folder, place, before) : ok(null)
  if (!asidePath.ok) return asidePath
  const missing = before
    ? asidePath.value === null
      ? ok([])
      : await missingFolders(folder, asidePath.value)
    : await missingFolders(folder, path)
  if (!missing.ok) return missing
  const free = before ? ok(undefined) : await noTwin(folder, path)
  if (!free.ok) return free

  let image: Uint8Array | null = null
  async function keep(): Promise<Failure | null> {
    if (!before) return null
    const kept = await readAndKeep(deps, folder, path, before, shown, reading.fresh())
    if (kept.ok && asidePath.ok && asidePath.value !== null) image = kept.value
    return kept.ok ? null : kept.failure
  }

  const stillSo = () => changedSince(folder, path, before, shown)

  /** Written, read back, compared. Stop and other people's edits still count until just before the end. */
  async function act(): Promise<Acted> {
    let abandoned: Failure | null = null
    const written = await folder.write(path, bytes, async () => {
      abandoned = (await stillSo()) ?? deps.mayGoOn(who)
      return abandoned
    })
    if (abandoned) return { kind: 'not-begun', failure: abandoned }
    if (!written.ok) return { kind: 'look', failure: written.failure }
    const now = await lookAt(deps, folder, path)
    if (!now.ok) return { kind: 'look', failure: now.failure }
    if (now.value?.hash === after.hash) return { kind: 'done', version: now.value }
    return {
      kind: 'look',
      failure: failed('conflict', `${shown} was written, but does not read back as it should.`).failure,
    }
  }

  return takeSteps(
    deps,
    {
      folder,
      change,
      before,
      after,
      missing: missing.value,
      keep,
      ...(before && asidePath.value !== null
        ? { aside: { path: asidePath.value, put: () => putAside(deps, folder, asidePath.value, image, before.hash) } }
        : {}),
      stillSo,
      act,
    },
    who,
  )
}

/** Whether another change of this session made the file what it is, or took it away: then the agent has only to look again. */
const isOwnDoing = (deps: ChangesDeps, place: Place, now: Version | null) =>
  now
    ? isOurs(deps, place, now)
    : deps.state().changes.some(({ change, status }) => status === 'done' && 'to' in change && samePlace(change, place))
