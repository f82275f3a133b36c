import { createMemo, createResource, createSignal, For, lazy, on, Show, Suspense } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { LEAD } from '../domain/event.ts'
import { showInvisible } from '../domain/quote.ts'
import type { Item } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { RunOutput, RunsInside } from './run-output.tsx'
import type { Said } from './said.ts'
import { count, sayNotes, sayTask, timeOf } from './say.ts'
import { Sources } from './sources.tsx'

const ProducedFiles = lazy(() => import('./preview-produced.tsx'))

/** Told by a row that came to its height after it was drawn, so that who reads the newest goes on doing so. */
export const GROWN = 'deskhand-grown'

type Of<Kind extends Item['kind']> = Extract<Item, { kind: Kind }>

/** The time in the margin: the conversation is a ledger, and each line has its moment. */
export const When = (props: { at: number }) => (
  <time class="when" dateTime={new Date(props.at).toISOString()}>
    {timeOf(props.at)}
  </time>
)

export const RequestRow = (props: { item: Of<'request'> }) => (
  <article class="row request" aria-label="Your request">
    <When at={props.item.at} />
    <div class="bubble">{props.item.text}</div>
    <ForkHere seq={props.item.seq - 1} words={props.item.text} name="Ask it differently in a fork" />
  </article>
)

/** Goes on from this point in a session of its own. Out of sight until the row is pointed at or reached by keyboard. */
export function ForkHere(props: { seq: number; words?: string; name?: string }) {
  const desk = useDesk()
  const name = () => props.name ?? 'Fork from here'
  return (
    <Show when={desk.ways && (desk.phase() === 'open' || desk.phase() === 'watching')}>
      <button
        type="button"
        class="icon-button fork-here"
        aria-label={name()}
        title={`${name()}: a new session that begins at this point. Nothing in the folder is undone.`}
        data-testid="fork-here"
        onClick={() => void desk.ways?.forkAt(props.seq, props.words ?? '')}
      >
        <Icon name="fork" />
      </button>
    </Show>
  )
}

export function SteerRow(props: { item: Of<'steer'> }) {
  const desk = useDesk()
  return (
    <article class="row request" aria-label="Your message">
      <When at={props.item.at} />
      <div class="bubble">
        {props.item.text}
        <small class="receipt">
          To {props.item.to === LEAD ? 'the lead' : desk.taskOf(props.item.to)} ·{' '}
          {props.item.delivered ? 'taken in' : 'on its way, taken in at the next step'}
        </small>
      </div>
    </article>
  )
}

export const MessageRow = (props: { item: Of<'message'> }) => (
  <article class="row message" aria-label="Message">
    <When at={props.item.at} />
    <div class="said">
      <Reasoning text={props.item.thinking} />
      <Show when={props.item.text}>
        <MarkdownText text={props.item.text} />
      </Show>
      <Show when={props.item.sources}>
        <Sources body={props.item.body} />
      </Show>
    </div>
    <ForkHere seq={props.item.seq} />
  </article>
)

export const Reasoning = (props: { text: string }) => (
  <Show when={props.text}>
    <details class="reasoning">
      <summary>Reasoning</summary>
      <div class="prose plain">{props.text}</div>
    </details>
  </Show>
)

/** What is being thought at this moment: put together only for those who look. */
export function LiveReasoning(props: { said: Said; pieces: number }) {
  const [open, setOpen] = createSignal(false)
  return (
    <details class="reasoning" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>Reasoning</summary>
      <Show when={open() && props.pieces > 0}>
        <div class="prose plain">{props.pieces > 0 && props.said.whole()}</div>
      </Show>
    </details>
  )
}

/** What the lead says at the end: what was done, what was not, and how to take it back. */
export function ReportRow(props: { item: Of<'report'> }) {
  const desk = useDesk()
  const isLast = createMemo(
    on([() => desk.state.items, () => desk.state.lastSeq], ([all]) => {
      // Looked at as plain data: each report on the screen would else follow all that came after it.
      return unwrap(all).findLast(item => item.kind === 'report')?.seq === props.item.seq
    }),
  )
  const changed = desk.standing
  let card!: HTMLDivElement
  return (
    <article class="row report" aria-label="Report" data-testid="report">
      <When at={props.item.at} />
      <div class="card" ref={card}>
        <h3 class="overline">Report</h3>
        <MarkdownText text={props.item.text} />
        <Show when={props.item.open.length > 0}>
          <section class="open-points">
            <h4>Not done, or not certain</h4>
            <ul>
              <For each={props.item.open}>{text => <li>{text}</li>}</For>
            </ul>
          </section>
        </Show>
        <Show when={changed() > 0 && isLast()}>
          <Suspense>
            <ProducedFiles grown={() => card.dispatchEvent(new Event(GROWN, { bubbles: true }))} />
          </Suspense>
        </Show>
        <Show
          when={changed() > 0}
          fallback={<p class="faint">Nothing in your folder is changed by this session now.</p>}
        >
          <div class="actions">
            <span class="faint">{count(changed(), 'change')} in your folder.</span>
            <Show when={isLast() && desk.phase() === 'open'}>
              <button type="button" class="small" onClick={() => desk.look.showTab('changes')}>
                <Icon name="undo" /> Compare or undo
              </button>
            </Show>
          </div>
        </Show>
      </div>
      <ForkHere seq={props.item.seq} />
    </article>
  )
}

const MARKS = { running: '…', done: '✓', failed: '✕' }

/** A tool call: what it does in a sentence, what came of it, and its full result when opened. */
export function ToolRow(props: { item: Of<'tool'> }) {
  const desk = useDesk()
  const [open, setOpen] = createSignal(false)
  const [body] = createResource(
    () => (open() ? props.item.body : undefined),
    async ref => {
      const found = await desk.bytes(ref, 'blob')
      return found.ok ? readable(new TextDecoder().decode(found.value)) : found.failure.message
    },
  )
  return (
    <>
      <details class={`row tool ${props.item.status}`} onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <When at={props.item.at} />
          <span class="step">
            <span class="glyph" aria-hidden="true">
              {MARKS[props.item.status]}
            </span>
            <span class="words">
              <span class="what">{sayNotes(props.item.summary)}</span>{' '}
              <Show when={props.item.failure?.message ?? props.item.result}>
                {result => <span class="result">{sayNotes(result())}</span>}
              </Show>
            </span>
          </span>
        </summary>
        <div class="tool-detail">
          <p class="faint">
            Tool <code>{props.item.tool}</code>, call <code>{props.item.call}</code>
          </p>
          <Show when={props.item.body} fallback={<p class="faint">Its result is not there yet.</p>}>
            <pre tabindex="0">{body() ?? 'Reading the log…'}</pre>
          </Show>
        </div>
      </details>
      <RunOutput item={props.item} />
    </>
  )
}

const LONGEST_SHOWN = 20_000

function readable(text: string): string {
  const shown = showInvisible(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}\n…` : text)
  try {
    return JSON.stringify(JSON.parse(shown), null, 2).replaceAll('\\n', '\n')
  } catch {
    // Not JSON: a body is plain text as often, and is shown as it is.
    return shown
  }
}

export function NoticeRow(props: { item: Of<'notice'> }) {
  return (
    <div class={`row notice ${props.item.tone}`}>
      <When at={props.item.at} />
      <p>{showInvisible(props.item.text)}</p>
    </div>
  )
}

/** All that one helper did, by its places in the log, folded under the task it works on. */
export function HelperRow(props: { agent: string; places: readonly number[] }) {
  const desk = useDesk()
  const [open, setOpen] = createSignal(false)
  const agent = () => desk.state.agents[props.agent]
  const task = () => desk.state.tasks[agent()?.task ?? '']
  const items = createMemo(
    on([() => desk.state.items, () => props.places, open], ([all, places, isOpen]) =>
      isOpen ? places.flatMap(at => all[at] ?? []) : [],
    ),
  )
  const started = () => agent()?.startedAt ?? unwrap(desk.state.items)[props.places[0] ?? 0]?.at ?? 0
  const live = () => desk.live[props.agent]
  return (
    <>
      <details class="row helper" onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <When at={started()} />
          <span class="step">
            <span class={`dot ${task()?.status ?? agent()?.status ?? ''}`} aria-hidden="true" />
            <span class="words">
              <span class="what">{desk.taskOf(props.agent)}</span>{' '}
              <span class="result">
                {task() ? sayTask(task()!.status, desk.state.status) : ''} · {count(props.places.length, 'step')}
                <Show when={agent()?.now}>{now => <> · {sayNotes(now())}</>}</Show>
              </span>
            </span>
          </span>
        </summary>
        <Show when={open()}>
          <div class="helper-steps">
            <For each={items()}>{item => <ItemRow item={item} />}</For>
            <Show when={live()?.said ? live() : null}>
              {said => <MarkdownText said={said().text} pieces={said().said} />}
            </Show>
          </div>
        </Show>
      </details>
      <Show when={!open()}>
        <RunsInside places={props.places} />
      </Show>
    </>
  )
}

export function ItemRow(props: { item: Item }) {
  const { item } = props
  if (item.kind === 'message') return <MessageRow item={item} />
  if (item.kind === 'tool') return <ToolRow item={item} />
  if (item.kind === 'notice') return <NoticeRow item={item} />
  return null
}
