import './style/session.css'
import { createSignal, lazy, Show } from 'solid-js'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { Timeline } from './timeline.tsx'

const Replay = lazy(() => import('./replay-dialog.tsx'))

/** The timeline in the middle of the screen, and the way to see it all again. */
export default function TimelineView() {
  const desk = useDesk()
  const [replaying, setReplaying] = createSignal(false)
  return (
    <section class="timeline-view" aria-label="Timeline" data-testid="timeline-view">
      <header>
        <h2>Who did what when</h2>
        <button
          type="button"
          class="small"
          data-testid="replay"
          disabled={desk.state.lastSeq === 0}
          onClick={() => setReplaying(true)}
        >
          <Icon name="play" /> Replay
        </button>
      </header>
      <Timeline />
      <Show when={replaying()}>
        <Replay desk={desk} onClose={() => setReplaying(false)} />
      </Show>
    </section>
  )
}
