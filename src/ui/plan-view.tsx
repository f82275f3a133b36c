import './style/session.css'
import { createSignal, For, lazy, Match, Show, Switch } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import { PlanBoard } from './plan-board.tsx'
import { PlanList } from './plan-list.tsx'
import { count } from './say.ts'
import { TaskForm } from './task-form.tsx'

const PlanGraph = lazy(() => import('./plan-graph.tsx'))

const SHAPES = { board: 'Board', graph: 'Graph', list: 'List' } as const

/** The plan with its live state, in three shapes. Each task opens to its sheet. */
export default function PlanView() {
  const desk = useDesk()
  const [shape, setShape] = createSignal<keyof typeof SHAPES>('board')
  const [adding, setAdding] = createSignal(false)
  const mayAdd = () =>
    desk.busy() &&
    desk.phase() === 'open' &&
    desk.state.plan?.run === desk.state.run &&
    // Its helpers work from orders of its own, not from a brief in words.
    desk.state.model.provider !== 'builtin'
  return (
    <section class="plan-view" aria-label="Plan" data-testid="plan-view">
      <Show
        when={desk.tasks().length > 0}
        fallback={<p class="empty">There is no plan yet. It stands here as soon as the lead has made one.</p>}
      >
        <header>
          <h2>{showInvisible(desk.state.plan?.goal ?? '')}</h2>
          <fieldset class="views">
            <legend class="visually-hidden">Show the plan as</legend>
            <For each={Object.entries(SHAPES) as [keyof typeof SHAPES, string][]}>
              {([name, words]) => (
                <button
                  type="button"
                  aria-pressed={shape() === name}
                  data-testid={`plan-as-${name}`}
                  onClick={() => setShape(name)}
                >
                  {words}
                </button>
              )}
            </For>
          </fieldset>
          <Show when={mayAdd() && !adding()}>
            <button type="button" class="small" data-testid="add-task" onClick={() => setAdding(true)}>
              Add a task
            </button>
          </Show>
        </header>
        <Show when={adding()}>
          <TaskForm close={() => setAdding(false)} />
        </Show>
        <Switch>
          <Match when={shape() === 'board'}>
            <PlanBoard />
          </Match>
          <Match when={shape() === 'graph'}>
            <PlanGraph />
          </Match>
          <Match when={shape() === 'list'}>
            <PlanList />
          </Match>
        </Switch>
        <p class="faint">{count(desk.tasks().length, 'task')}. Open one to see its agent at work.</p>
      </Show>
    </section>
  )
}
