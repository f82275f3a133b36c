import { For, Show } from 'solid-js'
import { now } from '../page/timing.ts'
import type { SessionRow } from '../ports/log.ts'
import { Icon, Mark } from './icon.tsx'
import { dayOf } from './say.ts'

const WORDS: Record<string, string> = {
  running: 'working',
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
  onNotices: () => void
}) {
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
        <ul>
          <For each={props.sessions}>
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
                  <span class="name">{row.title || 'Untitled'}</span>
                  <small>
                    {dayOf(row.updatedAt, now())} · {WORDS[props.statusOf(row)] ?? props.statusOf(row)}
                  </small>
                </button>
              </li>
            )}
          </For>
        </ul>
        <Show when={props.sessions.length === 0}>
          <p class="faint none">Your sessions are kept here, in this browser only.</p>
        </Show>
        <label class="open-saved">
          Open a saved session
          <input
            type="file"
            class="visually-hidden"
            accept=".html,.json"
            data-testid="open-saved"
            onChange={event => {
              const file = event.currentTarget.files?.[0]
              if (file) props.onOpenSaved(file)
              event.currentTarget.value = ''
            }}
          />
        </label>
        <button type="button" class="link notices" data-testid="open-notices" onClick={props.onNotices}>
          Third-party notices
        </button>
      </div>
      <button type="button" class="settings" data-testid="settings" onClick={props.onSettings}>
        <Icon name="gear" /> Settings
      </button>
    </nav>
  )
}
