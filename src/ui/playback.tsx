import { createEffect, createMemo, createSignal, For, on, onCleanup } from 'solid-js'
import type { SessionEvent } from '../domain/event.ts'
import { after } from '../page/timing.ts'
import { Icon } from './icon.tsx'
import { secondOf } from './say.ts'

const SPEEDS = [1, 4, 16, 64] as const
/** Nobody wants to wait through a night: longer gaps are cut to this, before the speed is counted in. */
const LONGEST_GAP = 4_000

/** Plays a log again at any speed, and goes to any place in it. `show` is told how many events are to be seen. */
export function Playback(props: { events: readonly SessionEvent[]; show: (seen: number) => void }) {
  const [seen, setSeen] = createSignal(props.events.length)
  const [playing, setPlaying] = createSignal(false)
  const [speed, setSpeed] = createSignal<number>(4)
  const event = createMemo(() => props.events[Math.max(0, seen() - 1)])

  createEffect(on(seen, count => props.show(count), { defer: true }))
  createEffect(() => {
    if (!playing()) return
    const next = props.events[seen()]
    if (!next) return void setPlaying(false)
    const gap = Math.min(LONGEST_GAP, next.at - (event()?.at ?? next.at)) / speed()
    onCleanup(after(gap, () => setSeen(reach(seen(), speed()))))
  })
  /** Events that lie closer than a painted frame are shown together. */
  const reach = (from: number, times: number) => {
    const until = (props.events[from]?.at ?? 0) + 16 * times
    let to = from + 1
    while (to < props.events.length && props.events[to]!.at <= until) to++
    return to
  }
  const toggle = () => {
    if (!playing() && seen() >= props.events.length) setSeen(1)
    setPlaying(!playing())
  }

  return (
    <fieldset class="playback">
      <legend class="visually-hidden">Replay</legend>
      <button type="button" class="small primary" data-testid="play" onClick={toggle}>
        <Icon name={playing() ? 'pause' : 'play'} /> {playing() ? 'Hold' : 'Play'}
      </button>
      <input
        type="range"
        aria-label="Place in the session"
        data-testid="place"
        min="1"
        max={props.events.length}
        value={seen()}
        aria-valuetext={`Event ${seen()} of ${props.events.length}, ${secondOf(event()?.at ?? 0)}`}
        onInput={input => {
          setPlaying(false)
          setSeen(input.currentTarget.valueAsNumber)
        }}
      />
      <output>
        {seen()} of {props.events.length}, {secondOf(event()?.at ?? 0)}
      </output>
      <label>
        Speed
        <select value={speed()} onChange={input => setSpeed(Number(input.currentTarget.value))}>
          <For each={SPEEDS}>{times => <option value={times}>{times} times</option>}</For>
        </select>
      </label>
    </fieldset>
  )
}
