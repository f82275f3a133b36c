import { createSignal, For } from 'solid-js'
import Markdown from './markdown.tsx'
import { MoreBelow } from './preview-more.tsx'

/** Markdown as it is meant, part by part. Pictures in it are named and not loaded. */
export default function PreviewMarkdown(props: { chunks: string[] }) {
  const [shown, setShown] = createSignal(1)
  return (
    <section class="paper-scroll" tabindex="0" aria-label="Document" data-testid="markdown">
      <div class="paper">
        <For each={props.chunks.slice(0, shown())}>{chunk => <Markdown text={chunk} />}</For>
        <MoreBelow more={shown() < props.chunks.length} onMore={() => void setShown(shown() + 1)} />
      </div>
    </section>
  )
}
