import { type Component, createSignal, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'

type Reader = Component<{ text: string }>

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
export function MarkdownText(props: { text: string }) {
  load()
  return (
    <Show when={reader()} fallback={<div class="prose plain">{props.text}</div>}>
      {loaded => <Dynamic component={loaded()} text={props.text} />}
    </Show>
  )
}
