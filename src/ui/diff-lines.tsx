import { For, Show } from 'solid-js'
import type { LineChange } from '../ports/preview.ts'
import { DiffWords, Sign } from './diff-words.tsx'

/** Lines taken out and put in, each with its number, and what is between the places left out. */
export default function DiffLines(props: { lines: LineChange[] }) {
  const gap = (index: number) => {
    const [line, before] = [props.lines[index]!, props.lines[index - 1]]
    return line.fate === 'same' && (!before || (before.fate === 'same' && line.line > before.line + 1))
  }
  return (
    <section class="diff-scroll" tabindex="0" aria-label="Changed lines">
      <table class="diff-lines">
        <tbody>
          <For each={props.lines}>
            {(line, index) => (
              <>
                <Show when={gap(index()) && index() > 0}>
                  <tr class="gap">
                    <td colspan={3}>
                      <span aria-hidden="true">⋯</span>
                    </td>
                  </tr>
                </Show>
                <tr class={line.fate}>
                  <th scope="row">{line.line}</th>
                  <td>
                    <Sign fate={line.fate} />
                  </td>
                  <td class="line-text">
                    <DiffWords words={line.words} />
                  </td>
                </tr>
              </>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
