import { createSignal, For, onCleanup, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { LEAD } from '../domain/event.ts'
import { sayCriterion } from '../domain/plan.ts'
import { showInvisible } from '../domain/quote.ts'
import type { AgentState, ChangeState, TaskState } from '../domain/state.ts'
import { every, now } from '../page/timing.ts'
import { useDesk } from './context.ts'
import { focusRequest } from './go-on.ts'
import { Icon } from './icon.tsx'
import { AskedSoFar, Needs } from './inbox.tsx'
import { needOf } from './needs.ts'
import { count, lasting, sayAgent, sayGrant, sayNotes, sayTask } from './say.ts'
import { Spending } from './spending.tsx'
import { WhileAway } from './while-away.tsx'

/** Each task with its agent, live: what it does now, how long, what was checked and found. */
export function ProgressTab() {
  const desk = useDesk()
  const [time, setTime] = createSignal(now())
  onCleanup(every(1000, () => setTime(now())))
  const clock = () => (desk.state.status.kind === 'running' ? time() : Math.max(desk.state.lastAt, 0))
  const ended = () => desk.tasks().filter(task => ['done', 'failed', 'skipped'].includes(task.status)).length
  const lead = () => desk.state.agents[LEAD]
  /** Whom the lead waits for: its last step stands open meanwhile, but nothing is done in it. */
  const waits = () => {
    if (needOf(desk)) return 'Waits for you'
    if (!desk.tasks().some(task => task.status === 'running' || task.status === 'checking')) return null
    if (lead()?.status !== 'working') return null
    return desk.state.status.kind === 'paused' ? 'Paused' : 'Waits for the tasks'
  }
  return (
    <>
      <Needs />
      <Show when={desk.proof()}>
        {text => (
          <p class="proof" role="status">
            {text()}
          </p>
        )}
      </Show>
      <Show when={desk.tasks().length > 0}>
        <div class="overall">
          <progress max={desk.tasks().length} value={ended()} aria-label="Tasks that have ended" />
          <p class="faint">
            {ended()} of {count(desk.tasks().length, 'task')} ended
          </p>
        </div>
      </Show>
      <Show
        when={lead()}
        fallback={<p class="empty">When work begins, each task and agent shows here what it is doing.</p>}
      >
        {agent => (
          <section class="agent lead" aria-label="Lead">
            <header>
              <span class={`dot ${needOf(desk) ? 'needs-you' : agent().status}`} aria-hidden="true" />
              <strong>Lead</strong>
              <span class="state">{waits() ?? sayAgent(agent().status, desk.state.status)}</span>
            </header>
            <AgentNow agent={agent()} time={clock()} still={waits() !== null} />
          </section>
        )}
      </Show>
      <ol class="tasks" aria-label="Tasks and agents">
        <For each={desk.tasks()}>{task => <TaskCard task={task} time={clock()} />}</For>
      </ol>
      <AskedSoFar />
      <Show when={desk.state.grants.length > 0}>
        <Granted />
      </Show>
      <Spending />
      <WhileAway />
    </>
  )
}

function TaskCard(props: { task: TaskState; time: number }) {
  const desk = useDesk()
  const agent = () => desk.state.agents[props.task.agent ?? '']
  const active = () => props.task.status === 'running' || props.task.status === 'checking'
  const took = () => {
    const { startedAt, endedAt } = props.task
    return startedAt === undefined ? '' : lasting((endedAt ?? props.time) - startedAt)
  }
  const own = (status: ChangeState['status']) =>
    desk.changes().filter(change => unwrap(change).task === props.task.task.id && change.status === status).length
  const undoable = () => own('done') + own('unknown')
  const writeTo = (agent: string) => {
    desk.look.setTo(agent)
    desk.look.setPanel(false)
    requestAnimationFrame(focusRequest)
  }
  const passed = () => props.task.checks.filter(check => check.ok).length
  return (
    <li
      class={`task-card ${props.task.status}`}
      data-testid={`task-${props.task.task.id}`}
      data-status={props.task.status}
    >
      <header>
        <span class={`dot ${props.task.status}`} aria-hidden="true" />
        <strong>
          <button type="button" class="plain" onClick={() => desk.look.openTask(props.task.task.id)}>
            {showInvisible(props.task.task.title)}
          </button>
        </strong>
        <span class="state">{sayTask(props.task.status, desk.state.status)}</span>
      </header>
      <p class="meta">
        <Show when={took()}>{text => <span>{text()}</span>}</Show>
        <Show when={props.task.attempt > 1}>
          <span>attempt {props.task.attempt}</span>
        </Show>
        <Show when={props.task.checks.length > 0}>
          <span>
            {passed()} of {props.task.checks.length} checks passed
          </span>
        </Show>
      </p>
      <Show when={active() && agent()}>{one => <AgentNow agent={one()} time={props.time} />}</Show>
      <Show when={props.task.failure}>{failure => <p class="trouble">{sayNotes(failure().message)}</p>}</Show>
      <Show when={props.task.checks.length > 0 || props.task.report}>
        <details>
          <summary>Evidence</summary>
          <ul class="checks">
            <For each={props.task.checks}>
              {check => (
                <li class={check.ok ? 'ok' : 'not-ok'}>
                  <span class="glyph" aria-hidden="true">
                    {check.ok ? '✓' : '✕'}
                  </span>
                  <span>
                    <span class="visually-hidden">{check.ok ? 'Passed: ' : 'Failed: '}</span>
                    {sayNotes(sayCriterion(check.criterion))}
                    <small>{sayNotes(check.evidence)}</small>
                  </span>
                </li>
              )}
            </For>
          </ul>
          <Show when={props.task.report}>{report => <p class="report">{report()}</p>}</Show>
        </details>
      </Show>
      <Show when={!desk.busy() && desk.phase() === 'open' && undoable() > 0}>
        <button
          type="button"
          class="small quiet undo-task"
          aria-label={`Undo what "${props.task.task.title}" changed`}
          onClick={() => desk.undo({ kind: 'task', task: props.task.task.id })}
        >
          <Icon name="undo" /> Undo {count(undoable(), 'change')}
        </button>
      </Show>
      <Show when={!desk.busy() && desk.phase() === 'open' && own('undone') > 0}>
        <button
          type="button"
          class="small quiet undo-task"
          aria-label={`Do again what "${props.task.task.title}" changed`}
          onClick={() => desk.redo({ kind: 'task', task: props.task.task.id })}
        >
          <Icon name="redo" /> Redo {count(own('undone'), 'change')}
        </button>
      </Show>
      <Show when={active() && desk.phase() === 'open' && props.task.agent}>
        {id => (
          <button
            type="button"
            class="small quiet undo-task"
            aria-label={`Write to ${showInvisible(props.task.task.title)}`}
            onClick={() => writeTo(id())}
          >
            <Icon name="pencil" /> Write to it
          </button>
        )}
      </Show>
    </li>
  )
}

function AgentNow(props: { agent: AgentState; time: number; still?: boolean }) {
  const desk = useDesk()
  const live = () => desk.live[props.agent.id]
  // The lead is heard in the conversation; of a helper, its last words are enough here.
  const saidLately = () => {
    const speaking = live()
    if (!speaking?.said) return ''
    return props.agent.id === LEAD ? 'Writing to you' : speaking.text.end(160).replace(/[*_`#]/g, '')
  }
  const tokens = () => props.agent.usage.input + props.agent.usage.cacheRead + props.agent.usage.output
  return (
    <div class="agent-now">
      <Show when={props.agent.waiting}>
        {waiting => (
          <p class="waiting">
            {waiting().why.message}{' '}
            {waiting().until === 0
              ? 'Waiting for a free connection.'
              : `Next try in ${lasting(waiting().until - props.time)}.`}
          </p>
        )}
      </Show>
      <Show when={!props.still && (live()?.progress || saidLately() || props.agent.now)}>
        {text => <p class="now">{sayNotes(text())}</p>}
      </Show>
      <Show when={tokens() > 0}>
        <p class="meta">
          <span>{count(props.agent.turns, 'turn')}</span>
          <span>{tokens().toLocaleString('en')} tokens</span>
        </p>
      </Show>
    </div>
  )
}

/** What is allowed at this moment, and the way to take it back. */
function Granted() {
  const desk = useDesk()
  const from = { plan: 'By the plan', answer: 'By one answer', session: 'For this session' }
  return (
    <details class="granted">
      <summary>What is allowed ({desk.state.grants.length})</summary>
      <ul>
        <For each={desk.state.grants}>
          {grant => (
            <li>
              <span>
                <small class="faint">{from[grant.from]}</small>
                <For each={sayGrant(grant)}>{words => <span class="need">{words}</span>}</For>
              </span>
              <button type="button" class="small quiet" onClick={() => desk.call(calls => calls.revokeGrant(grant.id))}>
                Take back
              </button>
            </li>
          )}
        </For>
      </ul>
    </details>
  )
}
