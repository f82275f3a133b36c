import './style/session.css'
import { createResource, createSignal, onMount, Show } from 'solid-js'
import type { SessionEvent } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import { DeskContext } from './context.ts'
import { Conversation } from './conversation.tsx'
import type { Desk } from './desk.ts'
import { Icon } from './icon.tsx'
import { Playback } from './playback.tsx'
import { ProgressTab } from './progress-tab.tsx'
import { createReplayDesk } from './replay-desk.ts'

const PAGE = 2000
/** A longer session is not held in memory as a whole. */
const MOST_EVENTS = 20_000

/** A session of this browser, seen again from its log. */
export default function ReplayDialog(props: { desk: Desk; onClose: () => void }) {
  const [found] = createResource(() => readAll(props.desk))
  const [closing, setClosing] = createSignal(false)
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())
  const events = () => {
    const result = found()
    return result?.ok ? result.value : undefined
  }
  const trouble = () => {
    const result = found()
    return result && !result.ok ? result.failure.message : ''
  }
  return (
    <dialog
      ref={dialog}
      class="replay"
      aria-labelledby="replay-title"
      data-testid="replay-dialog"
      onClose={() => {
        setClosing(true)
        props.onClose()
      }}
    >
      <header>
        <h2 id="replay-title">Replay</h2>
        <button type="button" class="icon-button" aria-label="Close replay" onClick={() => dialog.close()}>
          <Icon name="cross" />
        </button>
      </header>
      <Show when={!closing() && events()} fallback={<p class="faint">{trouble() || 'Reading the log…'}</p>}>
        {list => <Replayed desk={props.desk} events={list()} />}
      </Show>
    </dialog>
  )
}

function Replayed(props: { desk: Desk; events: SessionEvent[] }) {
  const replay = createReplayDesk(props.desk.id(), props.events, {
    blob: ref => props.desk.bytes(ref, 'blob'),
    image: hash => props.desk.bytes(hash, 'image'),
  })
  return (
    <DeskContext.Provider value={replay.desk}>
      <Playback events={props.events} show={replay.show} />
      <div class="replayed">
        <Conversation />
        <aside class="replayed-progress" aria-label="Progress">
          <ProgressTab />
        </aside>
      </div>
    </DeskContext.Provider>
  )
}

async function readAll(desk: Desk): Promise<Result<SessionEvent[]>> {
  const last = desk.state.lastSeq
  if (last > MOST_EVENTS)
    return failed('too-large', 'This session is too long to be replayed here. Its log can be searched under Activity.')
  const events: SessionEvent[] = []
  while (events.length < last) {
    const page = await desk.readEvents(events.length + 1, Math.min(events.length + PAGE, last) + 1)
    if (!page.ok) return page
    if (page.value.length === 0) break
    events.push(...page.value)
  }
  return ok(events)
}
