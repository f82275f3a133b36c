import { createSignal, For, Show } from 'solid-js'
import { sayCriterion, type Task } from '../domain/plan.ts'
import { showInvisible } from '../domain/quote.ts'
import type { TaskState } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { TASK_WORDS } from './say.ts'

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
              fallback={<span class={`state ${props.task.status}`}>{TASK_WORDS[props.task.status]}</span>}
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
                    <For each={task().criteria}>{criterion => <li>{showInvisible(sayCriterion(criterion))}</li>}</For>
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
              </div>
            </Show>
          </div>
        </Show>
      </details>
    </li>
  )
}

const Paths = (props: { name: string; paths: string[] }) => (
  <Show when={props.paths.length > 0}>
    <dt>{props.name}</dt>
    <dd class="paths">
      <For each={props.paths}>{path => <code>{showInvisible(path)}</code>}</For>
    </dd>
  </Show>
)

function TaskForm(props: { task: Task; close: () => void }) {
  const desk = useDesk()
  const save = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const outputs = text('outputs')
      .split('\n')
      .map(line => line.trim())
    const task = { ...plain(props.task), title: text('title'), brief: text('brief') + orderOf(props.task.brief) }
    const { web, ...rest } = task
    const spec = { ...rest, outputs: outputs.filter(line => line !== ''), ...(web && form.has('web') ? { web } : {}) }
    const saved = await desk.call(calls => calls.editTask(spec))
    if (saved) props.close()
  }
  return (
    <form class="task-form" aria-label={`Edit ${props.task.title}`} onSubmit={save}>
      <label>
        Title
        <input type="text" name="title" required value={props.task.title} />
      </label>
      <label>
        Brief
        <textarea name="brief" rows="4" value={wordsOf(props.task.brief)} />
      </label>
      <label>
        Makes, one file a line
        <textarea name="outputs" rows="2" value={props.task.outputs.join('\n')} />
      </label>
      <Show when={props.task.web}>
        <label class="check">
          <input type="checkbox" name="web" checked /> May search the web and read web pages
        </label>
      </Show>
      <div class="actions">
        <button type="submit" class="small primary">
          Save task
        </button>
        <button type="button" class="small quiet" onClick={props.close}>
          Leave as it was
        </button>
      </div>
    </form>
  )
}

/** The built-in planner ends a brief with an order for its own helper: not for people, and kept as it is. */
const ORDER = /\s*```job\n[\s\S]*?\n```\s*$/
const orderOf = (brief: string) => ORDER.exec(brief)?.[0] ?? ''
const wordsOf = (brief: string) => brief.replace(ORDER, '')

/** A store's proxy cannot be sent to a worker. */
const plain = (task: Task): Task => JSON.parse(JSON.stringify(task))
