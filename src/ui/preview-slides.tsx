import { createSignal, For, Show } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { OpenLook, SlideLook } from '../ports/preview.ts'
import { Pieces } from './preview-flow.tsx'
import { MoreBelow } from './preview-more.tsx'
import { Picture } from './preview-picture.tsx'

const AT_ONCE = 8

/** Slides one below the other: their words and pictures, and what the speaker says to them. */
export default function PreviewSlides(props: { file: OpenLook; slides: number }) {
  const [slides, setSlides] = createSignal<SlideLook[]>([])
  const more = async () => {
    const next = await props.file.slides(slides().length, AT_ONCE)
    if (next.ok) setSlides(known => [...known, ...next.value])
  }
  return (
    <section class="paper-scroll" tabindex="0" aria-label="Slides" data-testid="slides">
      <ol class="slides">
        <For each={slides()}>{slide => <Slide slide={slide} of={props.slides} />}</For>
      </ol>
      <MoreBelow more={slides().length < props.slides} onMore={more} />
    </section>
  )
}

function Slide(props: { slide: SlideLook; of: number }) {
  const body = () => props.slide.pieces.filter(piece => piece.kind !== 'note' && !isTitle(piece, props.slide.title))
  const notes = () => props.slide.pieces.filter(piece => piece.kind === 'note')
  return (
    <li class="slide" classList={{ 'is-hidden': props.slide.hidden }}>
      <p class="slide-number faint">
        Slide {props.slide.number} of {props.of}
        <Show when={props.slide.hidden}>, hidden when it is shown</Show>
      </p>
      <div class="slide-face prose">
        <Show when={props.slide.title}>{title => <h3>{showInvisible(title())}</h3>}</Show>
        <Pieces pieces={body()} pictures={[]} />
        <Show when={props.slide.pictures.length > 0}>
          <div class="slide-pictures">
            <For each={props.slide.pictures}>{picture => <Picture picture={picture} />}</For>
          </div>
        </Show>
      </div>
      <Show when={notes().length > 0}>
        <div class="slide-notes">
          <Pieces pieces={notes()} pictures={[]} />
        </div>
      </Show>
    </li>
  )
}

const isTitle = (piece: SlideLook['pieces'][number], title: string) =>
  piece.kind === 'heading' && piece.level === 1 && piece.text === title
