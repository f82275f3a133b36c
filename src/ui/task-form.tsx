import { For, Show } from 'solid-js'
import type { Task } from '../domain/plan.ts'
import { useDesk } from './context.ts'

/** A task as the person changes it, or, without one, a new one. */
export function TaskForm(props: { task?: Task; close: () => void }) {
  const desk = useDesk()
  const lines = (form: FormData, name: string) =>
    String(form.get(name) ?? '')
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '')
  const save = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const saved = props.task
      ? await desk.call(calls => calls.editTask(changed(props.task!, form, text, lines(form, 'outputs'))))
      : await desk.call(calls =>
          calls.addTask({
            title: text('title'),
            brief: text('brief'),
            inputs: lines(form, 'inputs'),
            outputs: lines(form, 'outputs'),
            dependsOn: form.getAll('after').map(String),
            mustHave: text('mustHave')
              .split(',')
              .map(word => word.trim())
              .filter(word => word !== ''),
          }),
        )
    if (saved) props.close()
  }
  return (
    <form class="task-form" aria-label={props.task ? `Edit ${props.task.title}` : 'Add a task'} onSubmit={save}>
      <label>
        Title
        <input type="text" name="title" required value={props.task?.title ?? ''} />
      </label>
      <label>
        Brief
        <textarea name="brief" rows="4" required={!props.task} value={wordsOf(props.task?.brief ?? '')} />
      </label>
      <Show when={!props.task}>
        <label>
          Reads, one file a line
          <textarea name="inputs" rows="2" />
        </label>
      </Show>
      <label>
        Makes, one file a line
        <textarea name="outputs" rows="2" value={props.task?.outputs.join('\n') ?? ''} />
      </label>
      <Show when={!props.task}>
        <label>
          What it makes must have, with commas between
          <input type="text" name="mustHave" placeholder="Columns of a table, or words that stand in it" />
        </label>
      </Show>
      <Show when={!props.task && desk.tasks().length > 0}>
        <label>
          Starts after
          <select name="after" multiple size="4">
            <For each={desk.tasks()}>{({ task }) => <option value={task.id}>{task.title}</option>}</For>
          </select>
        </label>
      </Show>
      <Show when={props.task?.web}>
        <label class="check">
          <input type="checkbox" name="web" checked /> May search the web and read web pages
        </label>
      </Show>
      <div class="actions">
        <button type="submit" class="small primary">
          {props.task ? 'Save task' : 'Add task'}
        </button>
        <button type="button" class="small quiet" onClick={props.close}>
          {props.task ? 'Leave as it was' : 'Add nothing'}
        </button>
      </div>
    </form>
  )
}

function changed(known: Task, form: FormData, text: (name: string) => string, outputs: string[]): Task {
  const task = { ...plainTask(known), title: text('title'), brief: text('brief') + orderOf(known.brief), outputs }
  const { web, ...rest } = task
  return { ...rest, ...(web && form.has('web') ? { web } : {}) }
}

/** The built-in planner ends a brief with an order for its own helper: not for people, and kept as it is. */
const ORDER = /\s*```job\n[\s\S]*?\n```\s*$/
const orderOf = (brief: string) => ORDER.exec(brief)?.[0] ?? ''
export const wordsOf = (brief: string) => brief.replace(ORDER, '')

/** A store's proxy cannot be sent to a worker. */
export const plainTask = (task: Task): Task => JSON.parse(JSON.stringify(task))
