import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import type { Changed, ChangeRequest } from '../ports/changes.ts'
import { closeConflicts } from './conflicts.ts'
import type { Desk } from './desk.ts'
import { pauseFor } from './ending.ts'
import type { Life } from './life.ts'
import { patiently } from './lost-folder.ts'
import { RESUMED } from './waits.ts'

/**
 * Makes an agent's change, journalled under `id`, exactly once: asked again after a reload it gives what it gave. Where its folder is
 * lost, or the disk or the browser's storage is full, the run pauses and it is tried again once the person has seen to it.
 */
export async function applyPatiently(
  desk: Desk,
  life: Life,
  id: string,
  request: ChangeRequest,
): Promise<Result<Changed>> {
  for (;;) {
    const done = await patiently(desk, life.agent, request.place.root, () => applyOnce(desk, life, id, request))
    if (done.ok || !life.alive || !isFull(done.failure)) return done
    const resumed = desk.waits.wait<void>(RESUMED)
    await pauseFor(desk, { ...done.failure, message: `${done.failure.message} ${THEN}` })
    // Where not even the pause can be written down, nobody would be asked.
    if (desk.state.status.kind !== 'paused') return done
    await resumed
  }
}

const THEN = 'Then press Resume: what could not be kept or written is tried again.'

/** Nothing that was to be changed may be skipped for these: what it was cannot be kept, or what it is to be has no room. */
const isFull = ({ kind }: Failure) => kind === 'disk-full' || kind === 'storage'

/** A call that took effect before gives its result again; one that failed may be tried anew under a new number. */
async function applyOnce(desk: Desk, life: Life, base: string, request: ChangeRequest): Promise<Result<Changed>> {
  const isKnown = (effect: string) => effect === base || effect.startsWith(`${base}#`)
  if (desk.state.changes.some(change => change.status === 'open' && isKnown(change.effect))) {
    const settled = await desk.settle()
    if (!settled.ok) return settled
  }
  const known = desk.state.changes.filter(change => isKnown(change.effect))
  const last = known.at(-1)
  if (last?.status === 'done' && last.version) {
    const end = 'to' in last.change ? last.change.to : last.change.path
    // Beside its own place where the person kept both versions.
    const to = end === request.place.path ? {} : { to: { root: last.change.root, path: end } }
    return ok({ effect: last.effect, version: last.version, changed: true, ...to })
  }
  if (last?.status === 'undone')
    return failed('conflict', 'The person has undone this change. Ask before doing it again.')
  if (last?.status === 'unknown' || last?.status === 'open')
    return failed(
      'conflict',
      'It is not known whether this change happened before the interruption. Look at the folder first.',
    )
  if (life.task && !['running', 'checking'].includes(desk.state.tasks[life.task]?.status ?? ''))
    return failed('not-allowed', 'This task is over: nothing more can be changed for it.')
  const effect = known.length === 0 ? base : `${base}#${known.length + 1}`
  const done = await desk.changes.apply(request, {
    agent: life.agent,
    effect,
    isAlive: () => life.alive,
    ...(life.task ? { task: life.task } : {}),
  })
  await closeConflicts(desk, effect)
  return done
}
