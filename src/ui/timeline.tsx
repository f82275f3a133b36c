import { createMemo, createSignal, For, on, Show } from 'solid-js'
import { LEAD } from '../domain/event.ts'
import { showInvisible } from '../domain/quote.ts'
import { applyToTimeline, coarse, emptyTimeline, type Stretch, stretchAt, timeSpent } from '../domain/timeline.ts'
import { useDesk } from './context.ts'
import { lasting, secondOf, timeOf } from './say.ts'
import { readWholeLog } from './whole-log.ts'

/** Narrower bars than this share of the whole are drawn together. */
const FINEST = 1 / 400
const KIND_WORDS: Record<Stretch['kind'], string> = { thinking: 'Thinking', doing: 'Doing', waiting: 'Waiting' }
const KINDS = Object.keys(KIND_WORDS) as Stretch['kind'][]

/** Who did what when, working and waiting apart; afterwards any moment of it can be looked at. */
export function Timeline() {
  const desk = useDesk()
  const timeline = emptyTimeline()
  const { read, trouble } = readWholeLog(desk, events => {
    for (const event of events) applyToTimeline(timeline, event)
  })
  const [at, setAt] = createSignal<number | null>(null)
  const name = (agent: string) => (agent === LEAD ? 'Lead' : showInvisible(desk.taskOf(agent)))
  const span = createMemo(
    on([read, () => desk.state.lastAt], () => {
      const from = Math.min(...[...timeline.agents.values()].map(each => each[0]?.from ?? Infinity))
      return { from, to: Math.max(from + 1, desk.state.lastAt) }
    }),
  )
  const rows = createMemo(
    on(span, ({ from, to }) =>
      [...timeline.agents].map(([agent, stretches]) => {
        const spent = timeSpent(stretches, to)
        return {
          agent,
          words: `${lasting(spent.working)} working, ${lasting(spent.waiting)} waiting, from ${timeOf(stretches[0]?.from ?? from)}`,
          bars: coarse(stretches, (to - from) * FINEST, to).map(({ kind, from: start, to: end }) => ({
            kind,
            start: `${((start - from) / (to - from)) * 100}%`,
            width: `${(((end ?? to) - start) / (to - from)) * 100}%`,
          })),
        }
      }),
    ),
  )
  const cursor = () => {
    const moment = at()
    return moment === null ? null : `${((moment - span().from) / (span().to - span().from)) * 100}%`
  }
  const then = (agent: string, moment: number) => stretchAt(timeline.agents.get(agent) ?? [], moment)?.what
  return (
    <Show when={rows().length > 0} fallback={<p class="empty">{trouble() || 'No agent has worked yet.'}</p>}>
      <ul class="legend" aria-label="What the colours mean">
        <For each={KINDS}>
          {kind => (
            <li>
              <span class={`bar ${kind}`} aria-hidden="true" /> {KIND_WORDS[kind]}
            </li>
          )}
        </For>
      </ul>
      <ol class="timeline" aria-label="Timeline of agents" data-testid="timeline">
        <For each={rows()}>
          {row => (
            <li>
              <span class="who">{name(row.agent)}</span>
              <span class="track" aria-hidden="true">
                <For each={row.bars}>
                  {bar => (
                    <span
                      class={`bar ${bar.kind}`}
                      style={{ 'inset-inline-start': bar.start, 'inline-size': bar.width }}
                    />
                  )}
                </For>
                <Show when={cursor()}>{left => <span class="cursor" style={{ 'inset-inline-start': left() }} />}</Show>
              </span>
              <small>{row.words}</small>
            </li>
          )}
        </For>
      </ol>
      <label class="scrub">
        Look at a moment
        <input
          type="range"
          data-testid="scrub"
          min={span().from}
          max={span().to}
          value={at() ?? span().to}
          aria-valuetext={secondOf(at() ?? span().to)}
          onInput={event => setAt(event.currentTarget.valueAsNumber)}
        />
      </label>
      <Show when={at()}>
        {moment => (
          <section class="then" aria-live="polite" aria-label="What was done then" data-testid="then">
            <h3 class="overline">At {secondOf(moment())}</h3>
            <ul>
              <For each={rows().filter(row => then(row.agent, moment()))} fallback={<li>Nobody was at work.</li>}>
                {row => (
                  <li>
                    <b>{name(row.agent)}</b> {showInvisible(then(row.agent, moment()) ?? '')}
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </Show>
    </Show>
  )
}
