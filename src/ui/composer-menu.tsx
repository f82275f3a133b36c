import './style/session.css'
import { createEffect, createMemo, createResource, createSignal, For, on, onCleanup, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { Command } from './commands.ts'
import { useDesk } from './context.ts'

/** What the menu offers, and what happens when it is taken. */
interface Offer {
  name: string
  hint: string
  take(): void
}

export interface MenuHandle {
  /** Takes a key press; true where the menu used it. */
  key(event: KeyboardEvent): boolean
}

const MOST_FILES = 2000
const MOST_OFFERS = 8
export const MENU = 'composer-menu'

/** A menu over the request box: commands after `/`, files after `@`. */
export default function ComposerMenu(props: { commands: () => Command[]; handle: (menu: MenuHandle | null) => void }) {
  const desk = useDesk()
  const [at, setAt] = createSignal(0)
  const [away, setAway] = createSignal('')
  const home = () => desk.folders()[0]?.id
  const typed = () => /(?:^|\s)@([^\s@]*)$/.exec(desk.draft())
  const [files] = createResource(
    () => (typed() ? home() : undefined),
    async root => {
      const found = await desk.findFiles(root, MOST_FILES)
      return found.ok ? found.value.files.map(file => file.place.path) : []
    },
  )
  const offers = createMemo((): Offer[] => {
    const text = desk.draft()
    if (text === away()) return []
    const slash = /^\/(\S*)$/.exec(text)
    if (slash)
      return props
        .commands()
        .flatMap(command =>
          command.slash?.startsWith(slash[1]!.toLowerCase())
            ? [
                {
                  name: `/${command.slash}`,
                  hint: command.name,
                  take() {
                    desk.setDraft('')
                    command.run()
                  },
                },
              ]
            : [],
        )
        .slice(0, MOST_OFFERS * 2)
    const wanted = typed()?.[1]?.toLowerCase()
    if (wanted === undefined) return []
    return (files.latest ?? [])
      .filter(path => path.toLowerCase().includes(wanted))
      .slice(0, MOST_OFFERS)
      .map(path => ({
        name: showInvisible(path),
        hint: '',
        take: () => desk.setDraft(text.replace(/@[^\s@]*$/, `@${path} `)),
      }))
  })
  createEffect(on(offers, () => setAt(0)))

  props.handle({
    key(event) {
      const all = offers()
      // While the names of files are being looked for, what is typed is not yet meant as it stands.
      if (event.key === 'Enter' && !event.shiftKey && typed() && files.state === 'pending') {
        event.preventDefault()
        return true
      }
      if (all.length === 0) return false
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
        setAt((at() + (event.key === 'ArrowDown' ? 1 : -1) + all.length) % all.length)
      else if (event.key === 'Enter' || event.key === 'Tab') all[at()]?.take()
      else if (event.key === 'Escape') setAway(desk.draft())
      else return false
      event.preventDefault()
      return true
    },
  })

  // Once it is gone, no key may go to it.
  onCleanup(() => props.handle(null))

  return (
    <Show when={offers().length > 0}>
      <p class="visually-hidden" role="status">
        {offers()[at()]?.name} {offers()[at()]?.hint}
      </p>
      <div class="composer-menu" id={MENU} role="listbox" aria-label="Suggestions" data-testid="composer-menu">
        <For each={offers()}>
          {(offer, index) => (
            // The keyboard reaches it by the arrows, in the box below.
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              role="option"
              tabindex="-1"
              id={`${MENU}-${index()}`}
              aria-selected={at() === index()}
              onMouseDown={event => event.preventDefault()}
              onClick={() => offer.take()}
            >
              <b>{offer.name}</b> <span>{offer.hint}</span>
            </div>
          )}
        </For>
      </div>
    </Show>
  )
}
