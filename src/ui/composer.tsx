import { createEffect, createMemo, createSignal, For, lazy, on, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { LEAD } from '../domain/event.ts'
import { chooseFiles } from '../page/drops.ts'
import type { Command } from './commands.ts'
import type { MenuHandle } from './composer-menu.tsx'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { keepDraft, rememberRequest, requestHistory } from './kept-words.ts'

const ComposerMenu = lazy(() => import('./composer-menu.tsx'))

/** Where the person writes: a request, or, while one runs, a message to whoever works on it, or what comes after it. */
export function Composer(props: { commands: () => Command[] }) {
  const desk = useDesk()
  const { to, setTo } = desk.look
  /** Which of the earlier requests stands in the box: 0 for none, 1 for the last. */
  const [earlier, setEarlier] = createSignal(0)
  let box!: HTMLTextAreaElement
  let menu: MenuHandle | null = null
  /** An Enter that was pressed before the menu had come. */
  let early: KeyboardEvent | null = null

  const helpers = createMemo(
    on([() => desk.state.agents, () => desk.state.lastSeq], ([all]) =>
      // Looked at as plain data: in a long session most of them are at rest.
      Object.values(unwrap(all)).filter(
        agent => agent.id !== LEAD && (agent.status === 'working' || agent.status === 'waiting'),
      ),
    ),
  )
  const target = () => (desk.busy() && helpers().some(agent => agent.id === to()) ? to() : LEAD)
  const placeholder = () => {
    if (desk.busy()) return target() === LEAD ? 'Tell it something' : `Tell “${desk.taskOf(target())}” something`
    if (desk.blank() && desk.folders().length > 0) return 'Say it in your own words'
    if (desk.blank()) return 'What should be done? For example: put all receipts into one table'
    return 'What comes next?'
  }
  createEffect(
    on(
      desk.draft,
      text => {
        early = null
        keepDraft(desk.id(), text)
      },
      { defer: true },
    ),
  )
  const wantsMenu = createMemo(() => /^\/\S*$|(^|\s)@\S*$/.test(desk.draft()))

  const send = async () => {
    const text = desk.draft().trim()
    if (text === '' || !desk.usable()) return
    desk.setDraft('')
    setEarlier(0)
    rememberRequest(text)
    // Words are never lost: what could not be sent goes back into the box, unless something new stands there.
    if (!(await desk.send(text, target())) && desk.draft() === '') desk.setDraft(text)
    box.focus()
  }
  /** A try-out goes on as what it is; anything else can be tried first. */
  const mayTry = () =>
    desk.ways !== undefined &&
    desk.phase() === 'open' &&
    !desk.busy() &&
    desk.folders().some(root => root.access === 'readwrite') &&
    !desk.state.trialOf &&
    desk.draft().trim() !== ''
  const queue = () => {
    const text = desk.draft().trim()
    if (text === '') return
    desk.setDraft('')
    desk.queue(text)
  }
  /** Up and down in an empty box, or in one that holds an earlier request as it was. */
  const goBack = (step: 1 | -1): boolean => {
    const history = requestHistory()
    const shown = earlier() === 0 ? '' : (history[earlier() - 1] ?? '')
    const next = earlier() + step
    if (desk.draft() !== shown || next < 0 || next > history.length) return false
    setEarlier(next)
    desk.setDraft(next === 0 ? '' : history[next - 1]!)
    return true
  }
  const keys = (event: KeyboardEvent) => {
    if (event.isComposing || menu?.key(event)) return
    if ((event.key === 'ArrowUp' && goBack(1)) || (event.key === 'ArrowDown' && goBack(-1)))
      return event.preventDefault()
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    // A command must not be sent as words because its menu is still on its way. Who presses again means the words.
    if (wantsMenu() && !menu && !early) early = event
    else if (event.altKey && desk.busy()) queue()
    else send()
  }

  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <Show when={desk.queued().length > 0}>
        <ol class="queued" aria-label="Sent when this is done">
          <For each={desk.queued()}>
            {(text, index) => (
              <li>
                <span>{text}</span>
                <button
                  type="button"
                  class="icon-button"
                  aria-label={`Take back: ${text}`}
                  onClick={() => desk.unqueue(index())}
                >
                  <Icon name="cross" />
                </button>
              </li>
            )}
          </For>
        </ol>
      </Show>
      <Show when={desk.busy() && helpers().length > 0}>
        <label class="to">
          To
          <select value={target()} onChange={event => setTo(event.currentTarget.value)} data-testid="steer-to">
            <option value={LEAD}>the lead</option>
            <For each={helpers()}>{agent => <option value={agent.id}>{desk.taskOf(agent.id)}</option>}</For>
          </select>
        </label>
      </Show>
      <textarea
        ref={box}
        data-testid="request"
        aria-label={desk.busy() ? 'Message' : 'Request'}
        rows="1"
        placeholder={placeholder()}
        value={desk.draft()}
        onInput={event => desk.setDraft(event.currentTarget.value)}
        onKeyDown={keys}
        autofocus
      />
      <Show when={wantsMenu()}>
        <ComposerMenu
          commands={props.commands}
          handle={shown => {
            menu = shown
            const pressed = early
            early = null
            if (shown && pressed && !shown.key(pressed)) keys(pressed)
          }}
        />
      </Show>
      <Show when={desk.folders().length > 0 && desk.phase() === 'open'}>
        <button
          type="button"
          class="quiet attach"
          data-testid="add-files"
          aria-label="Add files to the folder and name them here"
          title="Add files to the folder and name them here"
          onClick={async () => desk.addFiles(await chooseFiles())}
        >
          <Icon name="clip" />
        </button>
      </Show>
      <Show when={desk.busy() && desk.draft().trim() !== ''}>
        <button
          type="button"
          class="quiet later"
          data-testid="queue"
          title="Send it as a new request when this is done (Alt Enter)"
          onClick={queue}
        >
          Later
        </button>
      </Show>
      <Show when={mayTry()}>
        <button
          type="button"
          class="quiet later"
          data-testid="try-out"
          title="Agents work on a copy. You see what would change, and apply what you like."
          onClick={() => void desk.ways?.tryOut(desk.draft().trim())}
        >
          Try first
        </button>
      </Show>
      <button
        type="submit"
        class="primary send"
        data-testid="send"
        aria-label={desk.busy() ? 'Send message' : 'Send request'}
        disabled={desk.draft().trim() === '' || !desk.usable()}
      >
        <Icon name="send" />
      </button>
    </form>
  )
}
