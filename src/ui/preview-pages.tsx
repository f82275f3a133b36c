import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import type { DrawnPage, LookView, OpenLook } from '../ports/preview.ts'

/** Pages of a pdf, each drawn in its worker when it comes near and let go when it is far. */
export default function PreviewPages(props: { file: OpenLook; first: Extract<LookView, { kind: 'pages' }> }) {
  const numbers = () => Array.from({ length: props.first.pages }, (_, i) => i + 1)
  return (
    <section class="paper-scroll" tabindex="0" aria-label="Pages" data-testid="pages">
      <ol class="pages">
        <For each={numbers()}>{number => <Page file={props.file} number={number} first={props.first} />}</For>
      </ol>
    </section>
  )
}

function Page(props: { file: OpenLook; number: number; first: { width: number; height: number; pages: number } }) {
  const [near, setNear] = createSignal(false)
  const [size, setSize] = createSignal({ width: props.first.width, height: props.first.height })
  const [text, setText] = createSignal('')
  const [why, setWhy] = createSignal('')
  const [drawn, setDrawn] = createSignal(false)
  let canvas!: HTMLCanvasElement
  let sheet!: HTMLDivElement
  const watch = new IntersectionObserver(entries => setNear(entries.some(entry => entry.isIntersecting)), {
    rootMargin: '800px',
  })
  onMount(() => watch.observe(sheet))
  onCleanup(() => watch.disconnect())

  createEffect(
    on(near, async isNear => {
      if (!isNear) {
        canvas.width = 0
        canvas.height = 0
        setDrawn(false)
        return
      }
      const wanted = Math.round(sheet.clientWidth * Math.min(2, devicePixelRatio))
      const drawn = await props.file.page(props.number, wanted || 800)
      if (!drawn.ok) return void setWhy(drawn.failure.message)
      put(drawn.value)
    }),
  )

  function put({ bitmap, width, height, text }: DrawnPage) {
    if (!near()) return bitmap.close()
    setSize({ width, height })
    setText(text)
    setDrawn(true)
    canvas.width = bitmap.width
    canvas.height = bitmap.height
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap)
  }

  return (
    <li>
      <p class="slide-number faint">
        Page {props.number} of {props.first.pages}
      </p>
      <div ref={sheet} class="page-sheet" style={{ 'aspect-ratio': `${size().width} / ${size().height}` }}>
        <canvas ref={canvas} data-drawn={drawn()} />
        <p class="visually-hidden">{text()}</p>
        <Show when={why()}>
          <p class="preview-note">{why()}</p>
        </Show>
      </div>
    </li>
  )
}
