import './style/session.css'
import { createMemo, For, onMount, Show } from 'solid-js'
import { bytesOf } from '../domain/base64.ts'
import { nameOf } from '../domain/place.ts'
import { showInvisible } from '../domain/quote.ts'
import type { SharedSession, TakenOut } from '../domain/share/session.ts'
import { saveFile } from '../page/save-file.ts'
import { DeskContext } from './context.ts'
import { Conversation } from './conversation.tsx'
import Panel from './panel.tsx'
import { Playback } from './playback.tsx'
import type { SavedFile } from './saved-sessions.ts'
import { bytes, count, sayPlanner, sayStatus } from './say.ts'
import { createSharedDesk } from './shared-desk.ts'
import { Timeline } from './timeline.tsx'

/** A saved session: everything to read, nothing to do but save its files and start anew from it. */
export default function SharedView(props: {
  file: SavedFile
  onFork?: (request: string) => void
  onClose?: () => void
}) {
  const session = () => props.file.session
  const { desk, show } = createSharedDesk(props.file.session)
  const request = createMemo(() => session().events.findLast(event => event.type === 'run.started'))
  let title!: HTMLHeadingElement
  onMount(() => title.focus())

  return (
    <DeskContext.Provider value={desk}>
      <div class="desk shared" data-testid="shared-session">
        <header class="shared-head">
          <div>
            <h1 ref={title} tabindex="-1">
              {showInvisible(session().title) || 'Saved session'}
            </h1>
            <p class="faint">
              Saved on {new Date(session().savedAt).toLocaleString()}. {sayStatus(desk.state.status)}.{' '}
              {sayPlanner(desk.state.model)}. Read only: nothing in it is sent, written or run.
            </p>
          </div>
          <div class="actions">
            <Show when={props.onFork && request()?.type === 'run.started'}>
              <button
                type="button"
                class="primary"
                data-testid="fork"
                onClick={() => {
                  const asked = request()
                  if (asked?.type === 'run.started') props.onFork?.(asked.text)
                }}
              >
                Do this in a folder of yours
              </button>
            </Show>
            <button
              type="button"
              class="shared-panel"
              aria-expanded={desk.look.panel()}
              onClick={() => desk.look.setPanel(!desk.look.panel())}
            >
              Details
            </button>
            <Show when={props.onClose}>
              <button type="button" data-testid="close-shared" onClick={props.onClose}>
                Close
              </button>
            </Show>
          </div>
          <Verdict file={props.file} />
          <Playback events={session().events} show={show} />
          <details class="shared-more">
            <summary>Who worked when</summary>
            <Timeline />
          </details>
          <Show when={session().files.length > 0}>
            <details class="shared-more">
              <summary>{count(session().files.length, 'file')} inside</summary>
              <Files session={session()} />
            </details>
          </Show>
        </header>
        <main>
          <Show when={desk.trouble()}>
            {failure => (
              <p class="notice error" role="alert" data-testid="trouble">
                {failure().message}
              </p>
            )}
          </Show>
          <Conversation />
        </main>
      </div>
      <Panel />
    </DeskContext.Provider>
  )
}

/** What was checked, and what came of it, in sentences. */
function Verdict(props: { file: SavedFile }) {
  const lines = () => sayChecks(props.file)
  return (
    <ul
      class="verdict"
      aria-label="What was checked"
      data-testid="verdict"
      data-sound={lines().every(line => line.good)}
    >
      <For each={lines()}>
        {line => (
          <li classList={{ good: line.good, bad: !line.good }}>
            <span class="glyph" aria-hidden="true">
              {line.good ? '✓' : '✕'}
            </span>{' '}
            {line.text}
          </li>
        )}
      </For>
      <Show when={sayTakenOut(props.file.session.takenOut)}>{text => <li>{text()}</li>}</Show>
    </ul>
  )
}

export function sayChecks({ checks, own }: SavedFile): { good: boolean; text: string }[] {
  const whole = checks.whole
    ? { good: true, text: 'Whole: the contents agree with the hash that was saved with them.' }
    : { good: false, text: 'Changed or damaged after it was saved: the contents do not agree with their hash.' }
  const viewer =
    checks.viewer === false
      ? [{ good: false, text: 'The page around the session was changed after it was saved.' }]
      : []
  const key = checks.fingerprint ?? ''
  const signature = {
    good: own
      ? { good: true, text: 'Signed by this Deskhand, and not edited since.' }
      : {
          good: true,
          text: `Signed with the key ${key}. If the sender's Deskhand shows the same key, nobody has edited it since.`,
        },
    bad: { good: false, text: `Edited after it was signed: the signature of the key ${key} does not agree.` },
    none: { good: false, text: 'Not signed: it cannot be told who saved it, or whether it was edited.' },
  }[checks.signature]
  return [whole, ...viewer, signature]
}

function sayTakenOut({ names, paths, contents, amounts }: TakenOut): string {
  const out = [
    ...(names > 0 ? [count(names, 'name')] : []),
    ...(paths ? ['names of files and folders'] : []),
    ...(contents ? ['contents of files'] : []),
    ...(amounts ? ['amounts'] : []),
  ]
  return out.length > 0 ? `Taken out before it was saved: ${out.join(', ')}.` : ''
}

function Files(props: { session: SharedSession }) {
  const contents = createMemo(() => new Map(props.session.images.map(({ hash, base64 }) => [hash, base64])))
  const sizeOf = (hash: string) => Math.floor(((contents().get(hash)?.length ?? 0) * 3) / 4)
  const save = (path: string, hash: string) =>
    // Never a type that a browser would open as a page of ours.
    saveFile(nameOf(path), new Blob([bytesOf(contents().get(hash) ?? '')], { type: 'application/octet-stream' }))
  return (
    <ul class="shared-files">
      <For each={props.session.files}>
        {file => (
          <li>
            <span>
              {showInvisible(file.path)} <small class="faint">{bytes(sizeOf(file.hash))}</small>
            </span>
            <button type="button" class="small" onClick={() => save(file.path, file.hash)}>
              Save
            </button>
          </li>
        )}
      </For>
    </ul>
  )
}
