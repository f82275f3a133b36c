import { createResource, For, Show, Suspense } from 'solid-js'
import type { BlobRef } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import { showInvisible } from '../domain/quote.ts'
import { type Source, sourcesOf } from '../domain/web.ts'
import { useDesk } from './context.ts'

/** The pages a message cites or has read, with their whole addresses; nothing of them is loaded before somebody clicks. */
export function Sources(props: { body: BlobRef }) {
  return (
    <Suspense>
      <List body={props.body} />
    </Suspense>
  )
}

function List(props: { body: BlobRef }) {
  const desk = useDesk()
  const [found] = createResource(
    () => props.body,
    async ref => {
      const bytes = await desk.bytes(ref, 'blob')
      return bytes.ok ? read(bytes.value) : bytes
    },
  )
  const sources = () => {
    const read = found()
    return read?.ok ? read.value : []
  }
  const trouble = () => {
    const read = found()
    return read && !read.ok ? read.failure.message : ''
  }
  return (
    <section class="sources" aria-label="Sources" data-testid="sources">
      <h4 class="overline">Sources</h4>
      <Show when={trouble()}>
        <p class="trouble">{trouble()}</p>
      </Show>
      <ol>
        <For each={sources()}>
          {source => (
            <li>
              {showInvisible(source.title)} <Address url={source.url} />
            </li>
          )}
        </For>
      </ol>
    </section>
  )
}

/** Only web addresses can be followed. */
const Address = (props: { url: string }) => (
  <Show when={/^https?:/i.test(props.url)} fallback={<span class="faint">{showInvisible(props.url)}</span>}>
    <a href={props.url} target="_blank" rel="noopener noreferrer">
      {showInvisible(props.url)}
    </a>
  </Show>
)

function read(bytes: Uint8Array): Result<Source[]> {
  try {
    return ok(sourcesOf(JSON.parse(new TextDecoder().decode(bytes))))
  } catch (error) {
    return failed('storage', 'The sources of this message cannot be read.', { detail: String(error) })
  }
}
