import './style/preview.css'
import { createEffect, createSignal, For, lazy, Match, on, onCleanup, Show, Suspense, Switch } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import type { HiddenText } from '../ports/documents.ts'
import type { LookView, OpenLook, Previews } from '../ports/preview.ts'
import { type FileSource, MOST_BYTES, usePreviews } from './preview-context.ts'
import { bytes, count } from './say.ts'

const PreviewGrid = lazy(() => import('./preview-grid.tsx'))
const PreviewFlow = lazy(() => import('./preview-flow.tsx'))
const PreviewSlides = lazy(() => import('./preview-slides.tsx'))
const PreviewPages = lazy(() => import('./preview-pages.tsx'))
const PreviewMarkdown = lazy(() => import('./preview-markdown.tsx'))
const PreviewHtml = lazy(() => import('./preview-html.tsx'))
const PreviewPicture = lazy(() => import('./preview-picture.tsx'))
const PreviewCode = lazy(() => import('./preview-code.tsx'))

type Shown = { kind: 'reading' } | { kind: 'failed'; why: string } | { kind: 'open'; file: OpenLook }

/**
 * A file as a person knows it: a grid, pages, slides, text. It is read in a worker that lives as long as this does; nothing in it is
 * run, and nothing is loaded for it. Where it cannot be shown, a sentence says why.
 */
export default function FilePreview(props: { source: FileSource }) {
  const previews = usePreviews()
  const [shown, setShown] = createSignal<Shown>({ kind: 'reading' })
  const [asText, setAsText] = createSignal(false)

  createEffect(
    on(
      () => props.source,
      source => {
        let closed = false
        let file: OpenLook | null = null
        onCleanup(() => {
          closed = true
          file?.close()
        })
        setShown({ kind: 'reading' })
        setAsText(false)
        void openSource(previews, source).then(result => {
          if (result.kind === 'open') file = result.file
          if (closed) file?.close()
          else setShown(result)
        })
      },
    ),
  )
  const file = () => {
    const now = shown()
    return now.kind === 'open' ? now.file : undefined
  }

  return (
    <div class="preview" data-testid="preview" data-state={shown().kind}>
      <Switch>
        <Match when={shown().kind === 'reading'}>
          <p class="preview-note faint" role="status">
            Reading {showInvisible(props.source.name)}…
          </p>
        </Match>
        <Match when={shown().kind === 'failed'}>
          <p class="preview-note" role="status" data-testid="preview-failure">
            {(shown() as Extract<Shown, { kind: 'failed' }>).why}
          </p>
        </Match>
        <Match when={file()}>
          {open => (
            <>
              <Beside
                file={open()}
                asText={asText()}
                onText={open().look.lines.count > 0 && open().look.view.kind !== 'code' ? setAsText : undefined}
              />
              <Suspense fallback={<p class="preview-note faint">Drawing…</p>}>
                <Show when={!asText()} fallback={<PreviewCode file={open()} />}>
                  <View file={open()} name={showInvisible(props.source.name)} />
                </Show>
              </Suspense>
            </>
          )}
        </Match>
      </Switch>
    </div>
  )
}

async function openSource(previews: Previews | null, source: FileSource): Promise<Shown> {
  if (!previews?.canOpen)
    return { kind: 'failed', why: 'Files can be looked at in Deskhand itself, not in a saved page.' }
  const tooLarge = (size: number): Shown => ({
    kind: 'failed',
    why: `The file has ${bytes(size)}. Files of more than ${bytes(MOST_BYTES)} are not shown here; open it with its own program.`,
  })
  if (source.size !== undefined && source.size > MOST_BYTES) return tooLarge(source.size)
  const content = await source.bytes()
  if (!content.ok) return { kind: 'failed', why: content.failure.message }
  if (content.value.length > MOST_BYTES) return tooLarge(content.value.length)
  if (content.value.length === 0) return { kind: 'failed', why: 'The file is empty.' }
  const opened = await previews.open({ name: source.name, bytes: content.value })
  return opened.ok ? { kind: 'open', file: opened.value } : { kind: 'failed', why: opened.failure.message }
}

/** What is to be known beside what is seen: notices, hidden text, and the other way to look at it. */
function Beside(props: { file: OpenLook; asText: boolean; onText: ((on: boolean) => void) | undefined }) {
  const look = () => props.file.look
  return (
    <Show when={look().notices.length > 0 || look().hidden.length > 0 || props.onText}>
      <div class="preview-beside">
        <Show when={look().hidden.length > 0}>
          <HiddenNotice hidden={look().hidden} />
        </Show>
        <For each={look().notices}>{notice => <p class="faint">{showInvisible(notice)}</p>}</For>
        <Show when={props.onText}>
          {onText => (
            <button type="button" class="small" aria-pressed={props.asText} onClick={() => onText()(!props.asText)}>
              As text
            </button>
          )}
        </Show>
      </div>
    </Show>
  )
}

const MOST_HIDDEN = 50

function HiddenNotice(props: { hidden: HiddenText[] }) {
  return (
    <details class="hidden-text" data-testid="hidden-text">
      <summary>Hidden text in {count(props.hidden.length, 'place')}, which nobody sees who opens the file</summary>
      <ul>
        <For each={props.hidden.slice(0, MOST_HIDDEN)}>
          {each => (
            <li>
              <b>{showInvisible(each.at)}</b> <span class="faint">{each.why}:</span> {showInvisible(each.text)}
            </li>
          )}
        </For>
        <Show when={props.hidden.length > MOST_HIDDEN}>
          <li class="faint">and {props.hidden.length - MOST_HIDDEN} more</li>
        </Show>
      </ul>
    </details>
  )
}

function View(props: { file: OpenLook; name: string }) {
  const as = <Kind extends LookView['kind']>(kind: Kind) => {
    const { view } = props.file.look
    return view.kind === kind ? (view as Extract<LookView, { kind: Kind }>) : undefined
  }
  return (
    <Switch fallback={<PreviewCode file={props.file} />}>
      <Match when={as('grid')}>{view => <PreviewGrid file={props.file} sheets={view().sheets} />}</Match>
      <Match when={as('flow')}>
        {view => <PreviewFlow file={props.file} pieces={view().pieces} pictures={view().pictures} />}
      </Match>
      <Match when={as('slides')}>{view => <PreviewSlides file={props.file} slides={view().slides} />}</Match>
      <Match when={as('pages')}>{view => <PreviewPages file={props.file} first={view()} />}</Match>
      <Match when={as('markdown')}>{view => <PreviewMarkdown chunks={view().chunks} />}</Match>
      <Match when={as('html')}>{view => <PreviewHtml html={view().html} name={props.name} />}</Match>
      <Match when={as('picture')}>
        {view => (
          <PreviewPicture bytes={view().bytes} type={view().type} name={props.name} about={props.file.look.about} />
        )}
      </Match>
    </Switch>
  )
}
