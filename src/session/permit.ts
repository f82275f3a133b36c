import { grantFor } from '../changes/grants.ts'
import type { ChangeOp } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import { showPlace } from '../domain/place.ts'
import type { Need } from '../domain/plan.ts'
import type { Changer } from '../ports/changes.ts'
import { type Desk, homeRoot } from './desk.ts'

type Answer = 'allowed' | 'allowed-for-session' | 'refused'

/**
 * Gives the id of a grant that covers the change, asking the person where there is none. A refusal pauses the run and is never
 * worked around. The same change asked for twice, as after a reload, is one question.
 */
export async function permit(desk: Desk, op: ChangeOp, bytes: number, who: Changer): Promise<Result<string>> {
  const known = grantFor(desk.state, op, homeRoot(desk))?.id
  if (known) return ok(known)
  if (isOwnFile(desk, op)) return give(desk, `grant-own-${desk.host.newId()}`, [needOf(desk, op, 'allowed')], 'plan')
  const id = `ask-${who.effect ?? desk.host.newId()}`
  if (desk.state.permissions[id]?.status !== 'pending') {
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
  const answer = await desk.waits.wait<Answer>(id)
  if (answer === 'refused')
    return failed(
      'not-allowed',
      `The person did not allow this change of "${showPlace(op, homeRoot(desk))}". Do not try it another way; ask, or leave it out.`,
    )
  return give(desk, `grant-${id}`, [needOf(desk, op, answer)], answer === 'allowed' ? 'answer' : 'session')
}

/** Writing again over what this session itself made needs no new leave. */
const isOwnFile = (desk: Desk, op: ChangeOp) =>
  op.op === 'overwrite' &&
  desk.state.changes.some(
    ({ change, status }) =>
      status === 'done' && change.op === 'create' && change.root === op.root && change.path === op.path,
  )

async function give(
  desk: Desk,
  id: string,
  needs: Need[],
  from: 'plan' | 'answer' | 'session',
): Promise<Result<string>> {
  const given = await desk.record([{ type: 'grant.given', by: 'person', grant: { id, needs, from } }])
  return given.ok ? ok(id) : given
}

/** One answer covers this one change; "for this session" covers its kind in the same folder and below. */
function needOf(desk: Desk, op: ChangeOp, answer: Answer): Need {
  const home = homeRoot(desk)
  const verb = op.op
  const paths = [
    showPlace(op, home),
    ...('to' in op && op.op === 'move' ? [showPlace({ root: op.root, path: op.to }, home)] : []),
  ]
  if (answer === 'allowed') return { verb, paths, most: 1 }
  return { verb, paths: [showPlace({ root: op.root, path: '**' }, home)], most: 100_000 }
}

/** The person's answer to a question of permission. */
export async function decide(desk: Desk, id: string, outcome: Answer): Promise<Result<void>> {
  const asked = desk.state.permissions[id]
  if (asked?.status !== 'pending') return failed('invalid', 'This question is no longer open.')
  const paused = outcome === 'refused' && desk.state.status.kind === 'running'
  const done = await desk.record(
    [
      { type: 'permission.ended', by: 'person', id, outcome },
      ...(paused ? [{ type: 'run.paused' as const, by: 'person' as const, why: 'refused' as const }] : []),
    ],
    'strict',
  )
  if (!done.ok) return done
  if (paused) for (const live of desk.live.values()) live.pause()
  desk.waits.settle(id, outcome)
  return ok(undefined)
}
