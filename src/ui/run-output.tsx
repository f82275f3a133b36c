import { For, Show } from 'solid-js'
import type { EngineName } from '../domain/event.ts'
import { showInvisible } from '../domain/quote.ts'
import type { Item } from '../domain/state.ts'
import { useDesk } from './context.ts'

const ENGINES: Record<EngineName, string> = {
  embedded: 'Runs in the built-in engine, without a network.',
  webcontainer:
    'Runs in WebContainer, StackBlitz\u2019s runtime in this browser, which was given the files the command names.',
}

type ToolItem = Extract<Item, { kind: 'tool' }>

/** What a command prints while it runs, where it runs, and the way to stop it and nothing else. */
export function RunOutput(props: { item: ToolItem }) {
  const desk = useDesk()
  const runs = () => props.item.tool === 'run' && props.item.status === 'running'
  const live = () => desk.live[props.item.agent]
  return (
    <Show when={runs() && desk.state.status.kind === 'running'}>
      <section
        class="row run-output"
        data-testid="run-output"
        aria-label={`Command of ${desk.taskOf(props.item.agent)}`}
      >
        <Show when={live()?.engine}>
          {engine => (
            <p class="faint" data-testid="engine" data-engine={engine()}>
              {ENGINES[engine()]}
            </p>
          )}
        </Show>
        <Show when={live()?.progress}>{text => <pre tabindex="0">{showInvisible(text())}</pre>}</Show>
        <div class="actions">
          <Show when={live()?.server}>
            {url => (
              <button
                type="button"
                class="quiet"
                data-testid="open-preview"
                onClick={() => void desk.previewServer(url())}
              >
                Look at the server it started
              </button>
            )}
          </Show>
          <button
            type="button"
            class="quiet"
            data-testid="stop-command"
            onClick={() => void desk.call(calls => calls.stopCommand(props.item.agent))}
          >
            Stop this command
          </button>
        </div>
      </section>
    </Show>
  )
}

/** The commands that run in a row of steps that is folded: they are seen, and can be stopped, without opening it. */
export function RunsInside(props: { items: readonly Item[] }) {
  const running = () =>
    props.items.filter(
      (item): item is ToolItem => item.kind === 'tool' && item.tool === 'run' && item.status === 'running',
    )
  return <For each={running()}>{item => <RunOutput item={item} />}</For>
}
