import { createMemo, createSignal, For, Show } from 'solid-js'
import { LEAD } from '../domain/event.ts'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'

/** Where the person writes: a request, or, while one runs, a message to whoever works on it. */
export function Composer() {
  const desk = useDesk()
  const [to, setTo] = createSignal(LEAD)
  let box!: HTMLTextAreaElement

  const helpers = createMemo(() =>
    Object.values(desk.state.agents).filter(
      agent => agent.id !== LEAD && (agent.status === 'working' || agent.status === 'waiting'),
    ),
  )
  const target = () => (desk.busy() && helpers().some(agent => agent.id === to()) ? to() : LEAD)
  const placeholder = () => {
    if (desk.busy()) return target() === LEAD ? 'Tell the lead something' : `Tell "${desk.taskOf(target())}" something`
    if (desk.blank() && desk.folders().length > 0) return 'Say it in your own words'
    if (desk.blank()) return 'What should be done? For example: put the totals of all receipts into one table'
    return 'Ask for more, or for a change'
  }

  const send = async () => {
    const text = desk.draft().trim()
    if (text === '' || !desk.usable()) return
    desk.setDraft('')
    // Words are never lost: what could not be sent goes back into the box, unless something new stands there.
    if (!(await desk.send(text, target())) && desk.draft() === '') desk.setDraft(text)
    box.focus()
  }

  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
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
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
          event.preventDefault()
          send()
        }}
        autofocus
      />
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
