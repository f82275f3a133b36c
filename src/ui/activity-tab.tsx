import { createMemo, createSignal, For, Show } from 'solid-js'
import type { EventType } from '../domain/event.ts'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import { count, timeOf } from './say.ts'
import { sayEvent } from './say-event.ts'

const KINDS: Record<string, (type: EventType) => boolean> = {
  Everything: () => true,
  'Files and undo': type => type.startsWith('file.') || type.startsWith('undo.'),
  'Plan and tasks': type => type.startsWith('plan.') || type.startsWith('task.'),
  'Tool calls': type => type.startsWith('tool.'),
  'Requests that left': type => type.startsWith('request.'),
  'Questions and permissions': type => /^(question|permission|grant)\./.test(type),
}

/** Lines drawn at once; the rest is reached by the filter or by asking for older ones. */
const SHOWN = 300

/** The whole log in sentences, newest first. */
export function ActivityTab() {
  const desk = useDesk()
  const [words, setWords] = createSignal('')
  const [kind, setKind] = createSignal('Everything')
  const lines = createMemo(() => {
    const wanted = words().trim().toLowerCase()
    const fits = KINDS[kind()] ?? KINDS.Everything!
    return desk
      .events()
      .filter(event => fits(event.type))
      .map(event => ({ event, text: sayEvent(event, desk.state), who: whoIs(event.by, desk.taskOf) }))
      .filter(line => wanted === '' || `${line.who} ${line.text}`.toLowerCase().includes(wanted))
      .toReversed()
  })
  const hasOlder = () => (desk.events()[0]?.seq ?? 1) > 1
  return (
    <>
      <div class="filters">
        <input
          type="search"
          aria-label="Search the log"
          placeholder="Search the log"
          value={words()}
          onInput={event => setWords(event.currentTarget.value)}
        />
        <select aria-label="Show" value={kind()} onChange={event => setKind(event.currentTarget.value)}>
          <For each={Object.keys(KINDS)}>{name => <option>{name}</option>}</For>
        </select>
      </div>
      <ol class="log" aria-label="Log">
        <For each={lines().slice(0, SHOWN)}>
          {line => (
            <li>
              <time dateTime={new Date(line.event.at).toISOString()}>{timeOf(line.event.at)}</time>
              <span>
                <b>{line.who}</b> {showInvisible(line.text)}
              </span>
            </li>
          )}
        </For>
      </ol>
      <Show when={lines().length > SHOWN}>
        <p class="faint">{count(lines().length - SHOWN, 'older line')} not shown. Search to narrow the list.</p>
      </Show>
      <Show when={hasOlder()}>
        <button type="button" class="small" onClick={desk.loadOlder}>
          Load older
        </button>
      </Show>
    </>
  )
}

const whoIs = (by: string, taskOf: (agent: string) => string) =>
  by === 'person' ? 'You' : by === 'desk' ? 'Desk' : taskOf(by)
