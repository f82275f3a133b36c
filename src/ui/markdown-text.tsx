import { lazy, Suspense } from 'solid-js'

const Markdown = lazy(() => import('./markdown.tsx'))

/** Markdown as it was said, or, until its reader is loaded, the plain words. */
export function MarkdownText(props: { text: string }) {
  return (
    <Suspense fallback={<div class="prose plain">{props.text}</div>}>
      <Markdown text={props.text} />
    </Suspense>
  )
}
