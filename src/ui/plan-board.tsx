import { createMemo, For } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { TaskState } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { lasting, sayNotes, sayTask } from './say.ts'

const COLUMNS: { name: string; holds: readonly TaskState['status'][] }[] = [
  { name: 'To come', holds: ['planned', 'interrupted'] },
  { name: 'At work', holds: ['running', 'checking'] },
  { name: 'Done', holds: ['done'] },
  { name: 'Not done', holds: ['failed', 'skipped'] },
]

/** Tasks in columns by how far they are. */
export function PlanBoard() {
  const desk = useDesk()
  return (
    <div class="board">
      <For each={COLUMNS}>
        {column => {
          const tasks = createMemo(() => desk.tasks().filter(task => column.holds.includes(task.status)))
          return (
            <section aria-label={column.name}>
              <h3 class="overline">
                {column.name} <span class="badge">{tasks().length}</span>
              </h3>
              <ul>
                <For each={tasks()}>
                  {task => (
                    <li>
                      <TaskButton task={task} />
                    </li>
                  )}
                </For>
              </ul>
            </section>
          )
        }}
      </For>
    </div>
  )
}

/** A task as a slip of paper that opens to its sheet. */
export function TaskButton(props: { task: TaskState }) {
  const desk = useDesk()
  const agent = () => desk.state.agents[props.task.agent ?? '']
  const line = () => {
    const { status, startedAt, endedAt, failure, attempt } = props.task
    if (failure && status === 'failed') return failure.message
    if (status === 'running' || status === 'checking') return agent()?.now || sayTask(status, desk.state.status)
    if (startedAt !== undefined && endedAt !== undefined)
      return `${sayTask(status, desk.state.status)}, ${lasting(endedAt - startedAt)}${attempt > 1 ? `, attempt ${attempt}` : ''}`
    return sayTask(status, desk.state.status)
  }
  return (
    <button
      type="button"
      class={`slip ${props.task.status}`}
      data-testid={`slip-${props.task.task.id}`}
      data-status={props.task.status}
      onClick={() => desk.look.openTask(props.task.task.id)}
    >
      <span class={`dot ${props.task.status}`} aria-hidden="true" />
      <span class="title">{showInvisible(props.task.task.title)}</span>
      <small>{sayNotes(line())}</small>
    </button>
  )
}
