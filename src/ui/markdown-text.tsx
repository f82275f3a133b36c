import { type Component, createSignal, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Written } from './said.ts'

type Reader = Component<Written>

const [reader, setReader] = createSignal<Reader | null>(null)
let asked = false

/** Loaded with the first words that need it; where that fails, the plain words stay, and the next ones ask again. */
function load(): void {
  if (asked) return
  asked = true
  import('./markdown.tsx').then(
    module => setReader(() => module.default),
    () => {
      asked = false
    },
  )
}

/** Markdown as it was said, or, until its reader is loaded, the plain words. */
export function MarkdownText(props: Written) {
  load()
  return (
    <Show when={reader()} fallback={<div class="prose plain">{plain(props)}</div>}>
      {loaded => <Dynamic component={loaded()} {...props} />}
    </Show>
  )
}

function plain(written: Written): string {
  if ('text' in written) return written.text
  return written.pieces > 0 ? written.said.whole() : ''
}
