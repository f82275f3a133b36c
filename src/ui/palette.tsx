import { createMemo, createSignal, createUniqueId, For, on, onMount, Show } from 'solid-js'
import type { SessionRow } from '../ports/log.ts'
import { type Command, sayKey } from './commands.ts'

/**
 * Everything that can be done, and every session, by typing a part of its name. It is there at once, and its list changes only
 * with what is typed: whoever types fast gets what they typed, and what is pointed at stays where it is.
 */
export function Palette(props: {
  commands: Command[]
  sessions: SessionRow[]
  onOpen: (id: string) => void
  onClose: () => void
}) {
  const [words, setWords] = createSignal('')
  const [at, setAt] = createSignal(0)
  const [gone, setGone] = createSignal('')
  const list = createUniqueId()
  let dialog!: HTMLDialogElement
  onMount(() => dialog.showModal())

  const all = (): Command[] => [
    ...props.commands,
    ...props.sessions.map(row => ({ name: `Open: ${row.title}`, run: () => props.onOpen(row.id) })),
  ]
  const found = createMemo(
    on([words, gone], ([typed]) => {
      const wanted = typed.trim().toLowerCase().split(/\s+/)
      return all()
        .filter(({ name }) => wanted.every(word => name.toLowerCase().includes(word)))
        .slice(0, 60)
    }),
  )
  const run = (command: Command | undefined) => {
    if (!command) return
    // A run may have ended since the list was drawn.
    if (!all().some(each => each.name === command.name)) {
      setGone(command.name)
      setAt(0)
      return
    }
    dialog.close()
    command.run()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((at() + step + found().length) % Math.max(1, found().length))
      document.getElementById(`${list}-${at()}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      run(found()[at()])
    }
  }
  return (
    <dialog ref={dialog} class="palette" aria-label="All commands" data-testid="palette" onClose={props.onClose}>
      <input
        type="text"
        role="combobox"
        aria-label="Command or session"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found().length > 0 ? `${list}-${at()}` : undefined}
        aria-autocomplete="list"
        placeholder="What do you want to do?"
        autofocus
        value={words()}
        onInput={event => {
          setWords(event.currentTarget.value)
          setGone('')
          setAt(0)
        }}
        onKeyDown={keys}
      />
      <div id={list} role="listbox" aria-label="Commands">
        <For each={found()}>
          {(command, index) => (
            // The keyboard reaches it by the arrows, in the box above.
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              id={`${list}-${index()}`}
              role="option"
              tabindex="-1"
              aria-selected={at() === index()}
              onClick={() => run(command)}
            >
              <span>{command.name}</span>
              <Show when={command.key}>{key => <kbd>{sayKey(key())}</kbd>}</Show>
            </div>
          )}
        </For>
      </div>
      <Show when={gone() !== '' || found().length === 0}>
        <p class="faint" role="status">
          {gone() === '' ? 'Nothing is called that.' : `“${gone()}” can no longer be done.`}
        </p>
      </Show>
    </dialog>
  )
}
