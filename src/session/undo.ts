import type { EventDraft, UndoScope } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { UndoReport } from '../ports/changes.ts'
import { type Desk, planTasks } from './desk.ts'

/**
 * Takes changes back. In a run that is paused, tasks whose work is gone no longer count as done, and the lead hears of it before it
 * takes another step.
 */
export async function undo(desk: Desk, scope: UndoScope): Promise<Result<UndoReport>> {
  const before = desk.state.changes.filter(change => change.status === 'done').map(change => change.effect)
  const undone = await desk.changes.undo(scope)
  if (!undone.ok || desk.state.status.kind !== 'paused') return undone
  const gone = desk.state.changes.filter(({ effect, status }) => status === 'undone' && before.includes(effect))
  const tasks = planTasks(desk.state).filter(
    state => state.status === 'done' && gone.some(change => change.task === state.task.id),
  )
  const failure = failed('conflict', 'The person has undone its changes.').failure
  const text = `(The person undid ${gone.length} of your changes while the run was paused. Look at the folder again before you rely on it.)`
  const told = await desk.record([
    ...tasks.map(
      ({ task }): EventDraft => ({ type: 'task.ended', by: 'person', task: task.id, outcome: 'skipped', failure }),
    ),
    { type: 'steer.sent', by: 'desk', id: desk.host.newId(), to: LEAD, text },
  ])
  return told.ok ? ok(undone.value) : told
}
