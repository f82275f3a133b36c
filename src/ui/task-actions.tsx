import { Show } from 'solid-js'
import type { TaskState } from '../domain/state.ts'
import { longestPaths } from '../schedule/schedule.ts'
import { useDesk } from './context.ts'
import { plainTask } from './task-form.tsx'

/** What the person may do with a task now. Nothing is shown that would be refused. */
export function TaskActions(props: { state: TaskState; edit: () => void }) {
  const desk = useDesk()
  const task = () => props.state.task
  const mine = () => desk.phase() === 'open' && desk.busy()
  const waits = () => mine() && props.state.status === 'planned'
  const failed = () => mine() && props.state.status === 'failed'
  const interrupted = () => mine() && props.state.status === 'interrupted'
  /** Whoever holds up most is started first; this one is made to. */
  const first = () => {
    const most = Math.max(...longestPaths(desk.tasks()).values())
    return desk.call(calls => calls.editTask({ ...plainTask(task()), weight: Math.ceil(most) + 1 }))
  }
  const isFirst = () => desk.tasks().every(other => (other.task.weight ?? 1) <= (task().weight ?? 1))
  const others = () => desk.tasks().filter(other => other.status === 'planned').length > 1
  return (
    <Show when={waits() || failed() || interrupted()}>
      <div class="actions">
        <Show when={waits()}>
          <button type="button" class="small" onClick={props.edit}>
            Edit task
          </button>
          <Show when={others() && !(isFirst() && task().weight !== undefined)}>
            <button type="button" class="small" data-testid="task-first" onClick={first}>
              Do it before the others
            </button>
          </Show>
        </Show>
        <Show when={failed()}>
          <button
            type="button"
            class="small primary"
            data-testid="task-retry"
            onClick={() => desk.call(calls => calls.editTask(plainTask(task())))}
          >
            Try it again
          </button>
        </Show>
        <button
          type="button"
          class="small quiet"
          data-testid="task-skip"
          onClick={() => desk.call(calls => calls.skipTask(task().id))}
        >
          Skip task
        </button>
      </div>
    </Show>
  )
}
