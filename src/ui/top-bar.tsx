import './style/session.css'
import { createSignal, For, Show } from 'solid-js'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { VIEW_WORDS, VIEWS } from './look.ts'
import { needOf } from './needs.ts'
import { sayStatus } from './say.ts'

/** The session's name and state, and the three ways to take hold of it. */
export default function TopBar(props: { onRenamed: () => void; onSave: () => void }) {
  const desk = useDesk()
  const [naming, setNaming] = createSignal(false)
  let pencil: HTMLButtonElement | undefined
  /** By a key the focus goes back to where it came from; a click has taken it elsewhere already. */
  const leave = (byKey: boolean) => {
    setNaming(false)
    if (byKey) pencil?.focus()
  }
  const rename = async (title: string, byKey: boolean) => {
    leave(byKey)
    if (title.trim() === '' || title.trim() === desk.state.title) return
    if (await desk.call(calls => calls.rename(title.trim()))) props.onRenamed()
  }
  return (
    <header class="top-bar">
      <div class="session-head">
        <Show
          when={naming()}
          fallback={
            <h1 class="session-title">
              <span>{desk.state.title || 'New session'}</span>
              <Show when={!desk.blank() && desk.phase() === 'open'}>
                <button
                  type="button"
                  ref={pencil}
                  class="icon-button"
                  aria-label="Rename session"
                  onClick={() => setNaming(true)}
                >
                  <Icon name="pencil" />
                </button>
              </Show>
            </h1>
          }
        >
          <input
            type="text"
            class="session-title"
            aria-label="Session name"
            value={desk.state.title}
            ref={input =>
              queueMicrotask(() => {
                input.focus()
                input.select()
              })
            }
            // It also loses the focus as it goes away, by either key.
            onBlur={event => naming() && rename(event.currentTarget.value, false)}
            onKeyDown={event => {
              if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
              // Or the same press would go on to the button that has the focus then.
              event.preventDefault()
              if (event.key === 'Enter') rename(event.currentTarget.value, true)
              else leave(true)
            }}
          />
        </Show>
        <Status />
      </div>
      <Views />
      <Controls />
      <Show when={!desk.blank() && desk.phase() !== 'broken'}>
        <button
          type="button"
          class="icon-button save-session"
          aria-label="Save session"
          title="Save session as a file"
          data-testid="save-session"
          onClick={props.onSave}
        >
          <Icon name="save" />
        </button>
      </Show>
      <button
        type="button"
        class="icon-button panel-toggle"
        aria-label="Progress, changes and activity"
        aria-expanded={desk.look.panel()}
        onClick={() => desk.look.setPanel(!desk.look.panel())}
      >
        <Icon name="panel" />
      </button>
    </header>
  )
}

/** What the middle of the screen shows. */
function Views() {
  const desk = useDesk()
  return (
    <Show when={desk.state.plan || Object.keys(desk.state.agents).length > 0}>
      <fieldset class="views">
        <legend class="visually-hidden">Show in the middle</legend>
        <For each={VIEWS}>
          {view => (
            <button
              type="button"
              aria-pressed={desk.look.view() === view}
              data-testid={`view-${view}`}
              onClick={() => desk.look.setView(view)}
            >
              {VIEW_WORDS[view]}
            </button>
          )}
        </For>
      </fieldset>
    </Show>
  )
}

export function Status() {
  const desk = useDesk()
  const needed = () => needOf(desk)
  const kind = () => (needed() ? 'needs-you' : desk.state.status.kind)
  return (
    <p class={`status ${kind()}`} data-testid="status" data-status={desk.state.status.kind}>
      <span class={`dot ${kind()}`} aria-hidden="true" />
      {desk.phase() === 'opening'
        ? 'Opening'
        : desk.phase() === 'broken'
          ? 'Not open'
          : (needed() ?? sayStatus(desk.state.status))}
    </p>
  )
}

/** Pause, go on, stop: always in reach, and each there only when it does something. */
function Controls() {
  const desk = useDesk()
  const kind = () => desk.state.status.kind
  return (
    <Show when={desk.busy() && desk.phase() === 'open'}>
      <div class="controls">
        <Show
          when={kind() === 'paused'}
          fallback={
            <button type="button" data-testid="pause" onClick={desk.pause}>
              <Icon name="pause" /> Pause
            </button>
          }
        >
          <button type="button" class="primary" data-testid="resume" onClick={desk.resume}>
            <Icon name="play" /> Resume
          </button>
        </Show>
        <button type="button" class="stop" data-testid="stop" onClick={desk.stop}>
          <Icon name="stop" /> Stop
        </button>
      </div>
    </Show>
  )
}
