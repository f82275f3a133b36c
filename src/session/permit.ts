import { grantFor } from '../changes/grants.ts'
import type { Actor, ChangeOp, Grant } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import { samePlace, showPlace } from '../domain/place.ts'
import type { Need } from '../domain/plan.ts'
import type { Changer } from '../ports/changes.ts'
import { type Desk, homeRoot, planTasks } from './desk.ts'
import { OVER } from './life.ts'

type Answer = 'allowed' | 'allowed-for-session' | 'refused'

/**
 * Gives the id of a grant that covers the change, asking the person where there is none. A refusal pauses the run and is never
 * worked around. The same change asked for again, as after a reload, has the same answer.
 */
export async function permit(desk: Desk, op: ChangeOp, bytes: number, who: Changer): Promise<Result<string>> {
  const known = grantFor(desk.state, op, homeRoot(desk))?.id
  if (known && !belongsToAnother(desk, op, who)) return ok(known)
  if (await isOwnFile(desk, op))
    return give(desk, `grant-own-${desk.host.newId()}`, needOf(desk, op, 'allowed'), 'plan', 'desk')
  const id = `ask-${who.effect ?? desk.host.newId()}`
  const before = desk.state.permissions[id]
  if (!before) {
    const asked = await desk.record(
      [
        {
          type: 'permission.asked',
          by: who.agent,
          agent: who.agent,
          id,
          op,
          bytes,
          ...(who.task ? { task: who.task } : {}),
        },
      ],
      'strict',
    )
    if (!asked.ok) return asked
  }
  if (who.isAlive?.() === false) {
    await desk.record([{ type: 'permission.ended', by: 'desk', id, outcome: 'refused' }])
    return OVER
  }
  const answer = before && before.status !== 'pending' ? before.status : await desk.waits.wait<Answer>(id)
  if (who.isAlive?.() === false) return OVER
  if (answer === 'refused')
    return failed(
      'not-allowed',
      `The person did not allow this change of "${showPlace(op, homeRoot(desk))}". Do not try it another way; ask, or leave it out.`,
    )
  return give(desk, `grant-${id}`, needOf(desk, op, answer), answer === 'allowed' ? 'answer' : 'session', 'person')
}

/** A plan's grant is for all of its tasks, but what one task is to write is not for another to touch. */
function belongsToAnother(desk: Desk, op: ChangeOp, who: Changer): boolean {
  if (!who.task || (op.op !== 'create' && op.op !== 'overwrite')) return false
  const shown = showPlace(op, homeRoot(desk))
  return planTasks(desk.state).some(({ task }) => task.id !== who.task && task.outputs.includes(shown))
}

/** Writing again over what this session itself made, and nobody has touched since, needs no new leave. */
async function isOwnFile(desk: Desk, op: ChangeOp): Promise<boolean> {
  if (op.op !== 'overwrite') return false
  const made = desk.state.changes.filter(({ change, status }) => status === 'done' && samePlace(change, op))
  if (made[0]?.change.op !== 'create') return false
  const now = await desk.versionNow(op)
  return now.ok && now.value !== null && now.value.hash === made.at(-1)?.after.hash
}

async function give(desk: Desk, id: string, need: Need, from: Grant['from'], by: Actor): Promise<Result<string>> {
  const given = await desk.record([{ type: 'grant.given', by, grant: { id, needs: [need], from } }])
  return given.ok ? ok(id) : given
}

/** One answer covers this one change; "for this session" covers its kind in the same folder and below. */
function needOf(desk: Desk, op: ChangeOp, answer: Answer): Need {
  const home = homeRoot(desk)
  const paths = [showPlace(op, home), ...(op.op === 'move' ? [showPlace({ root: op.root, path: op.to }, home)] : [])]
  if (answer === 'allowed') return { verb: op.op, paths, most: 1 }
  // Named as well: a pattern does not cover the last copy of some bytes.
  return { verb: op.op, paths: [...paths, showPlace({ root: op.root, path: '**' }, home)], most: 100_000 }
}

/** The person's answer to a question of permission. */
export async function decide(desk: Desk, id: string, outcome: Answer): Promise<Result<void>> {
  const asked = desk.state.permissions[id]
  if (asked?.status !== 'pending') return failed('invalid', 'This question is no longer open.')
  const paused = outcome === 'refused' && desk.state.status.kind === 'running'
  if (paused) for (const working of desk.live.values()) working.pause()
  const done = await desk.record(
    [
      { type: 'permission.ended', by: 'person', id, outcome },
      ...(paused ? [{ type: 'run.paused' as const, by: 'person' as const, why: 'refused' as const }] : []),
    ],
    'strict',
  )
  if (!done.ok) return done
  desk.waits.settle(id, outcome)
  return ok(undefined)
}
