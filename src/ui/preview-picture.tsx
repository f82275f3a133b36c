import { createMemo, createSignal, onCleanup, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { DocumentPicture } from '../ports/documents.ts'
import { bytes as sayBytes } from './say.ts'

/** A picture of its own. An svg is shown as a picture too: in one, nothing runs and nothing loads. */
export default function PreviewPicture(props: {
  bytes: Uint8Array
  type: string
  name: string
  about: Record<string, string>
}) {
  const [broken, setBroken] = createSignal(false)
  const address = createAddress(() => ({ bytes: props.bytes, type: props.type }))
  const size = () => (props.about.width ? `${props.about.width} × ${props.about.height} pixels, ` : '')
  return (
    <figure class="picture-view" data-testid="picture">
      <Show
        when={!broken()}
        fallback={<p class="preview-note">The picture is damaged, or of a kind that cannot be shown here.</p>}
      >
        <img src={address()} alt={props.name} onError={() => setBroken(true)} />
      </Show>
      <figcaption class="faint">
        {size()}
        {sayBytes(props.bytes.length)}
      </figcaption>
    </figure>
  )
}

/** A picture in a document. */
export function Picture(props: { picture: DocumentPicture }) {
  const address = createAddress(() => props.picture)
  return (
    <img
      class="in-document"
      src={address()}
      width={props.picture.width}
      height={props.picture.height}
      alt={`From ${showInvisible(props.picture.at)}`}
      loading="lazy"
    />
  )
}

/** An address for bytes that lives as long as what shows them. */
function createAddress(picture: () => { bytes: Uint8Array; type: string }) {
  return createMemo(() => {
    const { bytes, type } = picture()
    const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }))
    onCleanup(() => URL.revokeObjectURL(address))
    return address
  })
}
