import { createMemo, createSignal, For, Show } from 'solid-js'
import { estimate, priceOf } from '../domain/money.ts'
import { SCRATCH } from '../domain/place.ts'
import type { Need, Verb } from '../domain/plan.ts'
import { useDesk } from './context.ts'
import { goOnFrom, WRITING } from './go-on.ts'
import { Icon } from './icon.tsx'
import { PlanTask } from './plan-task.tsx'
import { prices, sayTokens } from './prices.ts'
import { When } from './rows.tsx'
import { count, REWRITING, sayNeed } from './say.ts'

/** The plan before and after it is approved: the goal, the tasks, and what it will be allowed to do. */
export function PlanCard(props: { id: string; at: number }) {
  const desk = useDesk()
  const plan = () => (desk.state.plan?.id === props.id ? desk.state.plan : undefined)
  const waits = () => plan()?.status === 'proposed'
  return (
    <article class="row" aria-label="Plan">
      <When at={props.at} />
      <Show when={plan()} fallback={<p class="faint">An earlier plan, replaced by a newer one below.</p>}>
        {shown => (
          <section
            class="card plan"
            classList={{ 'needs-you': waits() }}
            data-testid="plan"
            data-status={shown().status}
          >
            <header>
              <h3 class="overline">
                {waits() ? 'Plan for your approval' : shown().status === 'refused' ? 'Plan, refused' : 'Plan, approved'}
              </h3>
              <p class="goal">{shown().goal}</p>
            </header>
            <Show when={shown().assumptions.length > 0}>
              <details class="assumptions" open={waits()}>
                <summary>It assumes</summary>
                <ul>
                  <For each={shown().assumptions}>{text => <li>{text}</li>}</For>
                </ul>
              </details>
            </Show>
            <ol class="plan-tasks" aria-label="Tasks">
              <For each={desk.tasks()}>{(task, index) => <PlanTask task={task} number={index() + 1} />}</For>
            </ol>
            <Show when={waits()}>
              <Allowed />
              <Expected />
              <Decision id={props.id} />
            </Show>
          </section>
        )}
      </Show>
    </article>
  )
}

/** What approving the plan allows: exactly this, counted. */
function Allowed() {
  const desk = useDesk()
  const needs = createMemo(() =>
    together(desk.tasks().flatMap(({ task, status }) => (status === 'skipped' ? [] : task.needs))),
  )
  const searching = () => desk.tasks().filter(({ task, status }) => task.web && status !== 'skipped')
  return (
    <section class="allowed">
      <h4>
        <Icon name="shield" /> What you allow by approving
      </h4>
      <Show when={needs().length > 0} fallback={<p>Reading only. Nothing in your folder will be changed.</p>}>
        <ul>
          <For each={needs()}>{need => <li>{sayNeed(need)}</li>}</For>
        </ul>
        <Show when={needs().some(need => need.verb === 'overwrite')}>
          <p class="faint">{REWRITING}</p>
        </Show>
        <p class="faint">Anything else will be asked first. Every change can be undone, and nothing is ever deleted.</p>
      </Show>
      <Show when={searching().length > 0 && desk.state.model.provider === 'anthropic'}>
        <p data-testid="plan-web">
          Search the web and read web pages, through {desk.state.model.baseUrl}:{' '}
          {searching()
            .map(({ task }) => `"${task.title}"`)
            .join(', ')}
          . Every query and address is listed under Sent.
        </p>
      </Show>
    </section>
  )
}

/** What it may take, as a range: nobody knows beforehand. */
function Expected() {
  const desk = useDesk()
  const model = () => desk.state.model.helper ?? ''
  const expected = createMemo(() =>
    estimate(
      desk.tasks().flatMap(({ task, status }) => (status === 'planned' ? [task.weight ?? 1] : [])),
      priceOf(model(), prices()),
    ),
  )
  const range = ({ least, most }: { least: number; most: number }, say: (value: number) => string) =>
    `${say(least)} to ${say(most)}`
  return (
    <p class="expected" data-testid="plan-expected">
      <Show
        when={desk.state.model.provider === 'anthropic'}
        fallback="The built-in planner uses no tokens and costs nothing."
      >
        It will take about {range(expected().tokens, sayTokens)} tokens
        <Show when={expected().dollars} fallback={<>. The price of {model()} is not known; Settings can hold it.</>}>
          {dollars => <>, {range(dollars(), value => `$${value.toFixed(2)}`)}.</>}
        </Show>{' '}
        A guess from how many tasks there are.
      </Show>
    </p>
  )
}

/** Needs of the same kind read as one line. */
function together(needs: readonly Need[]): Need[] {
  const byVerb = new Map<Verb, Need>()
  for (const need of needs) {
    // What helpers put aside for each other is not in the person's folder.
    const paths = need.paths.filter(path => !path.startsWith(`${SCRATCH}:`))
    if (paths.length === 0) continue
    const known = byVerb.get(need.verb)
    byVerb.set(need.verb, {
      verb: need.verb,
      paths: [...new Set([...(known?.paths ?? []), ...paths])],
      most: (known?.most ?? 0) + need.most,
    })
  }
  return [...byVerb.values()]
}

function Decision(props: { id: string }) {
  const desk = useDesk()
  const [refusing, setRefusing] = createSignal(false)
  const [why, setWhy] = createSignal('')
  const open = () => desk.tasks().filter(task => task.status !== 'skipped').length
  return (
    <Show
      when={refusing()}
      fallback={
        <div class="actions">
          <button
            type="button"
            class="primary"
            data-testid="plan-approve"
            onClick={() => {
              goOnFrom(WRITING)
              void desk.call(calls => calls.approvePlan(props.id))
            }}
          >
            Approve and start {count(open(), 'task')}
          </button>
          <button type="button" class="quiet" data-testid="plan-refuse" onClick={() => setRefusing(true)}>
            Refuse
          </button>
        </div>
      }
    >
      <form
        class="refusal"
        onSubmit={event => {
          event.preventDefault()
          goOnFrom(WRITING)
          void desk.call(calls => calls.refusePlan(props.id, why().trim()))
        }}
      >
        <label>
          What should be different? <span class="faint">(may be left empty)</span>
          <input
            type="text"
            ref={input => queueMicrotask(() => input.focus())}
            value={why()}
            onInput={event => setWhy(event.currentTarget.value)}
          />
        </label>
        <div class="actions">
          <button type="submit" class="primary" data-testid="plan-refuse-send">
            Refuse the plan
          </button>
          <button type="button" class="quiet" onClick={() => setRefusing(false)}>
            Back to the plan
          </button>
        </div>
      </form>
    </Show>
  )
}
