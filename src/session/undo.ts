import type { EventDraft, UndoScope } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import type { ChangeState } from '../domain/state.ts'
import type { RedoReport, UndoReport } from '../ports/changes.ts'
import { type Desk, planTasks } from './desk.ts'

/**
 * Takes changes back. In a run that is paused, tasks whose work is gone no longer count as done, and the lead hears of it before it
 * takes another step.
 */
export async function undo(desk: Desk, scope: UndoScope): Promise<Result<UndoReport>> {
  const before = effects(desk, 'done')
  const undone = await desk.changes.undo(scope)
  if (!undone.ok || desk.state.status.kind !== 'paused') return undone
  const gone = desk.state.changes.filter(({ effect, status }) => status === 'undone' && before.has(effect))
  const tasks = planTasks(desk.state).filter(
    state => state.status === 'done' && gone.some(change => change.task === state.task.id),
  )
  const failure = failed('conflict', 'The person has undone its changes.').failure
  const told = await desk.record([
    ...tasks.map(
      ({ task }): EventDraft => ({ type: 'task.ended', by: 'person', task: task.id, outcome: 'skipped', failure }),
    ),
    ...tellLead(desk, `The person undid ${gone.length} of your changes while the run was paused.`),
  ])
  return told.ok ? undone : told
}

/** Does undone changes again; the lead of a paused run hears of it before it takes another step. */
export async function redo(desk: Desk, scope: UndoScope): Promise<Result<RedoReport>> {
  const redone = await desk.changes.redo(scope)
  if (!redone.ok || redone.value.redone === 0 || desk.state.status.kind !== 'paused') return redone
  const told = await desk.record(
    tellLead(desk, `The person did ${redone.value.redone} undone changes again while the run was paused.`),
  )
  return told.ok ? redone : told
}

const tellLead = (desk: Desk, text: string): EventDraft[] => [
  {
    type: 'steer.sent',
    by: 'desk',
    id: desk.host.newId(),
    to: LEAD,
    text: `(${text} Look at the folder again before you rely on it.)`,
  },
]

export async function keepBeside(desk: Desk, effect: string): Promise<Result<Place>> {
  const change = desk.state.changes.findLast(row => row.effect === effect)?.change
  const kept = await desk.changes.keepBeside(effect)
  if (!kept.ok) return kept
  return ok(kept.value.to ?? { root: change?.root ?? '', path: change?.path ?? '' })
}

const effects = (desk: Desk, status: ChangeState['status']) =>
  new Set(desk.state.changes.filter(change => change.status === status).map(change => change.effect))
