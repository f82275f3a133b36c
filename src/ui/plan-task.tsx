import { createSignal, For, Show } from 'solid-js'
import { sayCriterion } from '../domain/plan.ts'
import type { TaskState } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { sayNotes, sayTask } from './say.ts'
import { TaskForm, wordsOf } from './task-form.tsx'

/** One task of the plan, in a line that opens to what it gets, makes, and is held against. */
export function PlanTask(props: { task: TaskState; number: number }) {
  const desk = useDesk()
  const [editing, setEditing] = createSignal(false)
  const task = () => props.task.task
  const canEdit = () => props.task.status === 'planned' && desk.phase() === 'open' && desk.busy()
  const numberOf = (id: string) => (desk.state.plan?.tasks.indexOf(id) ?? -1) + 1
  return (
    <li class={`plan-task ${props.task.status}`} data-testid={`plan-task-${task().id}`} data-status={props.task.status}>
      <details>
        <summary>
          <span class="number" aria-hidden="true">
            {props.number}
          </span>
          <span class="title">{task().title}</span>
          <span class="facts">
            <Show
              when={props.task.status === 'planned'}
              fallback={
                <span class={`state ${props.task.status}`}>{sayTask(props.task.status, desk.state.status)}</span>
              }
            >
              <Show when={task().dependsOn.length > 0} fallback={canEdit() ? 'starts at once' : ''}>
                after {task().dependsOn.map(numberOf).join(', ')}
              </Show>
            </Show>
          </span>
        </summary>
        <Show when={!editing()} fallback={<TaskForm task={task()} close={() => setEditing(false)} />}>
          <div class="plan-task-body">
            <p class="brief">{wordsOf(task().brief)}</p>
            <dl class="facts-list">
              <Paths name="Reads" paths={task().inputs} />
              <Paths name="Makes" paths={task().outputs} />
              <Show when={task().web}>
                <dt>Web</dt>
                <dd>May search the web and read web pages</dd>
              </Show>
              <Show when={task().criteria.length > 0}>
                <dt>Done when</dt>
                <dd>
                  <ul>
                    <For each={task().criteria}>{criterion => <li>{sayNotes(sayCriterion(criterion))}</li>}</For>
                  </ul>
                </dd>
              </Show>
            </dl>
            <Show when={canEdit()}>
              <div class="actions">
                <button type="button" class="small" onClick={() => setEditing(true)}>
                  Edit task
                </button>
                <button type="button" class="small quiet" onClick={() => desk.call(calls => calls.skipTask(task().id))}>
                  Skip task
                </button>
                <button type="button" class="small quiet" onClick={() => desk.look.openTask(task().id)}>
                  Open task
                </button>
              </div>
            </Show>
          </div>
        </Show>
      </details>
    </li>
  )
}

export const Paths = (props: { name: string; paths: string[] }) => (
  <Show when={props.paths.length > 0}>
    <dt>{props.name}</dt>
    <dd class="paths">
      <For each={props.paths}>{path => <code>{sayNotes(path)}</code>}</For>
    </dd>
  </Show>
)
