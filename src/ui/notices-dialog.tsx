import './style/session.css'
import { createResource, For, onMount, Show } from 'solid-js'
import { count } from './say.ts'

/** Whose work is in Deskhand, and under which licence. Loaded only when somebody asks. */
export default function NoticesDialog(props: { onClose: () => void }) {
  const [known] = createResource(async () => (await import('virtual:deskhand-notices')).notices)
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())
  return (
    <dialog ref={dialog} class="notices-dialog" aria-labelledby="notices-title" onClose={props.onClose}>
      <header>
        <h2 id="notices-title">Third-party notices</h2>
        <button type="button" onClick={() => dialog.close()}>
          Close
        </button>
      </header>
      <Show when={known()} fallback={<p class="faint">Loading…</p>}>
        {list => (
          <>
            <p class="faint">Deskhand contains {count(list().length, 'package')} made by others.</p>
            <ul data-testid="notices">
              <For each={list()}>
                {notice => (
                  <li>
                    <details>
                      <summary>
                        {notice.name} {notice.version} <small class="faint">{notice.license}</small>
                      </summary>
                      <pre tabindex="0">{notice.text || `${notice.license}. The package has no text of its own.`}</pre>
                    </details>
                  </li>
                )}
              </For>
            </ul>
          </>
        )}
      </Show>
    </dialog>
  )
}
