import { structuredPatch } from 'diff'
import { createResource, For, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import type { Desk } from './desk.ts'
import { bytes, count } from './say.ts'

/** More than this is not compared line by line on the screen. */
const MOST_BYTES = 300_000
const MOST_LINES = 400

/** Before and after of a text, line by line, out of the kept images. */
export default function FileDiff(props: { before: string | undefined; after: string }) {
  const desk = useDesk()
  const [lines] = createResource(
    () => ({ before: props.before, after: props.after }),
    hashes => compare(desk, hashes),
  )
  return (
    <Show when={lines()} fallback={<p class="faint">Comparing…</p>}>
      {shown => (
        <Show
          when={Array.isArray(shown()) && (shown() as string[])}
          fallback={<p class="faint">{shown() as string}</p>}
        >
          {list => (
            <pre class="diff" tabindex="0">
              <For each={list().slice(0, MOST_LINES)}>
                {line => (
                  <span class={line[0] === '+' ? 'added' : line[0] === '-' ? 'gone' : line[0] === '@' ? 'at' : ''}>
                    {line}
                    {'\n'}
                  </span>
                )}
              </For>
              <Show when={list().length > MOST_LINES}>
                <span class="at">{count(list().length - MOST_LINES, 'more line')}</span>
              </Show>
            </pre>
          )}
        </Show>
      )}
    </Show>
  )
}

async function compare(desk: Desk, hashes: { before: string | undefined; after: string }): Promise<string[] | string> {
  const before = hashes.before === undefined ? '' : await textOf(desk, hashes.before)
  const after = await textOf(desk, hashes.after)
  if (typeof before !== 'string') return before.why
  if (typeof after !== 'string') return after.why
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 })
  const lines = hunks.flatMap(hunk => [`@ line ${hunk.newStart}`, ...hunk.lines])
  return lines.length > 0 ? lines.map(showInvisible) : 'The text is the same.'
}

async function textOf(desk: Desk, hash: string): Promise<string | { why: string }> {
  const image = await desk.bytes(hash, 'image')
  if (!image.ok) return { why: image.failure.message }
  if (image.value.length > MOST_BYTES) return { why: `Too long to compare here (${bytes(image.value.length)}).` }
  if (image.value.includes(0)) return { why: 'Not a text, so it cannot be compared line by line.' }
  return new TextDecoder().decode(image.value)
}
