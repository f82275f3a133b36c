import { For, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { CodeLine, OpenLook } from '../ports/preview.ts'
import { createRowStore, createRowWindow } from './preview-window.ts'

/** As in the style sheet. */
const LINE_HEIGHT = 20

/** A text line by line, coloured where its language is known. Only the lines in view are there. */
export default function PreviewCode(props: { file: OpenLook }) {
  const lines = () => props.file.look.lines
  const view = createRowWindow(LINE_HEIGHT, () => lines().count)
  const line = createRowStore<CodeLine>(async (from, count) => {
    const found = await props.file.lines(from, count)
    return found.ok ? found.value : []
  }, view.range)
  return (
    <section
      class="code-scroll"
      ref={box => view.watch(box)}
      tabindex="0"
      aria-label="Text of the file"
      data-testid="code"
    >
      <div
        class="code-lines"
        style={{ 'block-size': `${lines().count * LINE_HEIGHT}px`, 'min-inline-size': `${lines().widest + 9}ch` }}
      >
        <For each={view.numbers()}>
          {number => (
            <div class="code-line" style={{ translate: `0 ${number * LINE_HEIGHT}px` }}>
              <span class="line-number" aria-hidden="true">
                {number + 1}
              </span>
              <Show when={line(number)}>
                {runs => (
                  <For each={runs()}>
                    {run => <span class={run.kind ? `tok-${run.kind}` : undefined}>{showInvisible(run.text)}</span>}
                  </For>
                )}
              </Show>
            </div>
          )}
        </For>
      </div>
    </section>
  )
}
