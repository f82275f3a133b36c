import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { sayCriterion } from '../domain/plan.ts'
import { showInvisible } from '../domain/quote.ts'
import type { TaskState } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { Paths } from './plan-task.tsx'
import { costOf, sayMoney } from './prices.ts'
import { ItemRow } from './rows.tsx'
import { count, lasting, sayAgent, sayNotes, sayTask } from './say.ts'
import { TaskActions } from './task-actions.tsx'
import { TaskForm, wordsOf } from './task-form.tsx'

/** Everything about one task: what it gets and makes, what it is held against and what was found, and all its agent did. */
export function TaskSheet() {
  const desk = useDesk()
  let dialog!: HTMLDialogElement
  const state = () => desk.state.tasks[desk.look.task() ?? '']
  createEffect(
    on(
      () => state() !== undefined,
      open => {
        if (open && !dialog.open) dialog.showModal()
        if (!open && dialog.open) dialog.close()
      },
    ),
  )
  return (
    <dialog
      ref={dialog}
      class="task-sheet"
      aria-labelledby="task-sheet-title"
      data-testid="task-sheet"
      onClose={() => desk.look.openTask(null)}
    >
      <Show when={state()}>{task => <Sheet state={task()} close={() => dialog.close()} />}</Show>
    </dialog>
  )
}

function Sheet(props: { state: TaskState; close: () => void }) {
  const desk = useDesk()
  const [editing, setEditing] = createSignal(false)
  const task = () => props.state.task
  const agent = () => desk.state.agents[props.state.agent ?? '']
  const took = () => {
    const { startedAt, endedAt } = props.state
    return startedAt === undefined ? '' : lasting((endedAt ?? desk.state.lastAt) - startedAt)
  }
  const after = () => task().dependsOn.map(id => desk.state.tasks[id]?.task.title ?? id)
  const items = createMemo(() =>
    desk.state.items.filter(item => 'agent' in item && item.agent === props.state.agent && props.state.agent),
  )
  const live = () => desk.live[props.state.agent ?? '']
  return (
    <>
      <header>
        <div>
          <p class={`state ${props.state.status}`} data-testid="task-sheet-state">
            <span class={`dot ${props.state.status}`} aria-hidden="true" />{' '}
            {sayTask(props.state.status, desk.state.status)}
            <Show when={took()}>{text => <> · {text()}</>}</Show>
            <Show when={props.state.attempt > 1}> · attempt {props.state.attempt}</Show>
          </p>
          <h2 id="task-sheet-title">{showInvisible(task().title)}</h2>
        </div>
        <button type="button" class="icon-button" aria-label="Close task" onClick={props.close}>
          <Icon name="cross" />
        </button>
      </header>
      <Show when={!editing()} fallback={<TaskForm task={task()} close={() => setEditing(false)} />}>
        <Show when={props.state.failure}>{failure => <p class="trouble">{failure().message}</p>}</Show>
        <p class="brief">{wordsOf(task().brief)}</p>
        <dl class="facts-list">
          <Paths name="Reads" paths={task().inputs} />
          <Paths name="Makes" paths={task().outputs} />
          <Show when={after().length > 0}>
            <dt>After</dt>
            <dd>
              <For each={after()}>{title => <p>{showInvisible(title)}</p>}</For>
            </dd>
          </Show>
          <Show when={agent()}>
            {one => (
              <>
                <dt>Agent</dt>
                <dd>
                  {sayAgent(one().status, desk.state.status)}, {one().model}, {count(one().turns, 'turn')},{' '}
                  {(
                    one().usage.input +
                    one().usage.cacheRead +
                    one().usage.cacheWrite +
                    one().usage.output
                  ).toLocaleString('en')}{' '}
                  tokens, {sayMoney(costOf(one()))}
                </dd>
              </>
            )}
          </Show>
        </dl>
        <section aria-label="Done when">
          <h3 class="overline">Done when</h3>
          <ul class="checks">
            <For each={task().criteria} fallback={<li class="faint">Its report is all that is asked for.</li>}>
              {(criterion, index) => {
                const check = () => props.state.checks[index()]
                return (
                  <li class={check() ? (check()!.ok ? 'ok' : 'not-ok') : ''}>
                    <span class="glyph" aria-hidden="true">
                      {check() ? (check()!.ok ? '✓' : '✕') : '·'}
                    </span>
                    <span>
                      <span class="visually-hidden">
                        {check() ? (check()!.ok ? 'Passed: ' : 'Failed: ') : 'Not checked yet: '}
                      </span>
                      {sayNotes(sayCriterion(criterion))}
                      <Show when={check()}>{found => <small>{sayNotes(found().evidence)}</small>}</Show>
                    </span>
                  </li>
                )
              }}
            </For>
          </ul>
        </section>
        <Show when={props.state.report}>
          {report => (
            <section aria-label="Report">
              <h3 class="overline">Report</h3>
              <MarkdownText text={report()} />
            </section>
          )}
        </Show>
        <TaskActions state={props.state} edit={() => setEditing(true)} />
        <section aria-label="What its agent did">
          <h3 class="overline">What its agent did</h3>
          <div class="stream" tabindex="0" role="log" aria-label="Steps of the agent">
            <For each={items()} fallback={<p class="faint">It has not begun.</p>}>
              {item => <ItemRow item={item} />}
            </For>
            <Show when={live()?.said ? live() : null}>
              {said => <MarkdownText said={said().text} pieces={said().said} />}
            </Show>
          </div>
        </section>
      </Show>
    </>
  )
}
