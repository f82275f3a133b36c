import { createMemo, createSignal, For, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { now } from '../page/timing.ts'
import type { SessionRow } from '../ports/log.ts'
import { FileChoice } from './file-choice.tsx'
import { Icon, Mark } from './icon.tsx'
import { dayOf } from './say.ts'
import { archived, pinned, shelve } from './session-shelf.ts'

/** A list of so few is looked through, not searched. */
const FEW = 7

const WORDS: Record<string, string> = {
  running: 'working',
  'needs-you': 'needs you',
  paused: 'paused',
  done: 'done',
  stopped: 'stopped',
  failed: 'failed',
  idle: 'not started',
}

/** The sessions of this browser, newest first. */
export function SessionList(props: {
  sessions: SessionRow[]
  current: string
  statusOf: (row: SessionRow) => string
  onOpen: (id: string) => void
  onNew: () => void
  onSettings: () => void
  onOpenSaved: (file: File) => void
  onStorage: () => void
  onNotices: () => void
}) {
  const [words, setWords] = createSignal('')
  const [away, setAway] = createSignal(false)
  const shown = createMemo(() => shelve(props.sessions, words(), away()))
  return (
    <nav class="sessions" aria-label="Sessions">
      <p class="brand">
        <Mark /> Deskhand
      </p>
      <button type="button" class="new-session" data-testid="new-session" onClick={props.onNew}>
        <Icon name="plus" /> New session
      </button>
      <button type="button" class="quiet only-narrow" popovertarget="session-sheet" data-testid="show-sessions">
        Sessions
      </button>
      <div id="session-sheet" class="session-sheet" popover>
        <Show when={props.sessions.length > FEW}>
          <input
            type="search"
            class="find-session"
            aria-label="Search the sessions"
            placeholder="Search the sessions"
            value={words()}
            onInput={event => setWords(event.currentTarget.value)}
          />
        </Show>
        <ul>
          <For each={shown()}>
            {row => (
              <li>
                <button
                  type="button"
                  class="session"
                  aria-current={row.id === props.current ? 'page' : undefined}
                  onClick={event => {
                    event.currentTarget.closest<HTMLElement>(':popover-open')?.hidePopover()
                    props.onOpen(row.id)
                  }}
                >
                  <span class={`dot ${props.statusOf(row)}`} aria-hidden="true" />
                  <span class="name">{showInvisible(row.title) || 'Untitled'}</span>
                  <small>
                    {dayOf(row.updatedAt, now())} · {WORDS[props.statusOf(row)] ?? props.statusOf(row)}
                  </small>
                </button>
                <span class="keep-it">
                  <button
                    type="button"
                    class="icon-button"
                    aria-label={`Pin ${row.title}`}
                    aria-pressed={pinned.has(row.id)}
                    title={pinned.has(row.id) ? 'Unpin' : 'Pin to the top'}
                    onClick={() => pinned.toggle(row.id)}
                  >
                    <Icon name="pin" />
                  </button>
                  <button
                    type="button"
                    class="icon-button"
                    aria-label={archived.has(row.id) ? `Bring back ${row.title}` : `Put away ${row.title}`}
                    title={archived.has(row.id) ? 'Bring back' : 'Put away'}
                    onClick={() => archived.toggle(row.id)}
                  >
                    <Icon name={archived.has(row.id) ? 'undo' : 'box'} />
                  </button>
                </span>
              </li>
            )}
          </For>
        </ul>
        <Show when={away() || props.sessions.some(row => archived.has(row.id))}>
          <button type="button" class="link put-away" aria-pressed={away()} onClick={() => setAway(!away())}>
            {away() ? 'Back to the sessions' : 'Put away'}
          </button>
        </Show>
        <Show when={props.sessions.length === 0}>
          <p class="faint none">Your sessions are kept here, in this browser only.</p>
        </Show>
        <FileChoice class="open-saved" accept=".html,.json" testId="open-saved" onChosen={props.onOpenSaved}>
          Open a saved session
        </FileChoice>
        <button type="button" class="link notices" data-testid="open-storage" onClick={props.onStorage}>
          What this browser keeps
        </button>
        <button type="button" class="link notices last" data-testid="open-notices" onClick={props.onNotices}>
          Third-party notices
        </button>
      </div>
      <button type="button" class="settings" data-testid="settings" onClick={props.onSettings}>
        <Icon name="gear" /> Settings
      </button>
    </nav>
  )
}
