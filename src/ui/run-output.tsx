import { Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { Item } from '../domain/state.ts'
import { useDesk } from './context.ts'

/** What a command prints while it runs, and the way to stop it and nothing else. */
export function RunOutput(props: { item: Extract<Item, { kind: 'tool' }> }) {
  const desk = useDesk()
  const runs = () => props.item.tool === 'run' && props.item.status === 'running'
  const output = () => desk.live[props.item.agent]?.progress
  return (
    <Show when={runs() && desk.state.status.kind === 'running'}>
      <div class="row run-output" data-testid="run-output">
        <Show when={output()}>{text => <pre tabindex="0">{showInvisible(text())}</pre>}</Show>
        <button
          type="button"
          class="quiet"
          data-testid="stop-command"
          onClick={() => void desk.call(calls => calls.stopCommand(props.item.agent))}
        >
          Stop this command
        </button>
      </div>
    </Show>
  )
}
