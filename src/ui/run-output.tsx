import { createMemo, For, on, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
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

/**
 * The commands that run in a row of steps that is folded, by their places in the log: they are seen, and can be stopped, without
 * opening it. The steps are looked at as plain data: following each of them for as long as the page stands would cost more than they do.
 */
export function RunsInside(props: { places: readonly number[] }) {
  const desk = useDesk()
  const running = createMemo(
    on([() => desk.state.items, () => desk.state.lastSeq, () => props.places], ([all, , places]) => {
      const items = unwrap(all)
      return places.flatMap(at => (isRunning(items[at]) ? [all[at] as ToolItem] : []))
    }),
  )
  return <For each={running()}>{item => <RunOutput item={item} />}</For>
}

const isRunning = (item: Item | undefined) => item?.kind === 'tool' && item.tool === 'run' && item.status === 'running'
