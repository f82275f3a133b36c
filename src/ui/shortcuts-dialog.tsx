import './style/session.css'
import { For, onMount } from 'solid-js'
import { type Command, sayKey } from './commands.ts'
import { Icon } from './icon.tsx'

const WRITING: [string, string][] = [
  ['Enter', 'Send'],
  ['Shift Enter', 'A new line'],
  ['Alt Enter', 'Queue it until the work is done'],
  ['↑', 'An earlier request, in an empty box'],
  ['/', 'A command, at the start of the box'],
  ['@', 'Name a file'],
]

/** Every shortcut, and what it does right now. */
export default function ShortcutsDialog(props: { commands: Command[]; onClose: () => void }) {
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())
  const withKeys = () => props.commands.filter(command => command.key)
  return (
    <dialog
      ref={dialog}
      class="shortcuts"
      aria-labelledby="shortcuts-title"
      data-testid="shortcuts"
      onClose={props.onClose}
    >
      <header>
        <h2 id="shortcuts-title">Keyboard shortcuts</h2>
        <button type="button" class="icon-button" aria-label="Close shortcuts" onClick={() => dialog.close()}>
          <Icon name="cross" />
        </button>
      </header>
      <dl>
        <For each={withKeys()}>
          {command => (
            <div>
              <dt>
                <kbd>{sayKey(command.key!)}</kbd>
              </dt>
              <dd>{command.name}</dd>
            </div>
          )}
        </For>
      </dl>
      <h3 class="overline">While writing</h3>
      <dl>
        <For each={WRITING}>
          {([key, words]) => (
            <div>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{words}</dd>
            </div>
          )}
        </For>
      </dl>
    </dialog>
  )
}
