import { For, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import { sayTask } from './say.ts'
import { Status } from './top-bar.tsx'

/** The session in a small window: its plan, and the hand on the brake. */
export function MiniDesk() {
  const desk = useDesk()
  return (
    <main class="mini" data-testid="mini">
      <h1>{showInvisible(desk.state.title) || 'Deskhand'}</h1>
      <Status />
      <ol>
        <For each={desk.tasks()}>
          {task => (
            <li>
              <span class={`dot ${task.status}`} aria-hidden="true" /> {showInvisible(task.task.title)}{' '}
              <small class="faint">{sayTask(task.status, desk.state.status)}</small>
            </li>
          )}
        </For>
      </ol>
      <Show when={desk.busy()}>
        <div class="actions">
          <Show
            when={desk.state.status.kind === 'paused'}
            fallback={
              <button type="button" onClick={desk.pause}>
                Pause
              </button>
            }
          >
            <button type="button" onClick={desk.resume}>
              Resume
            </button>
          </Show>
          <button type="button" class="stop" onClick={desk.stop}>
            Stop
          </button>
        </div>
      </Show>
    </main>
  )
}
