import './style/preview.css'
import { createEffect, createSignal, For, lazy, Match, on, onCleanup, Show, Suspense, Switch } from 'solid-js'
import type { Result } from '../domain/failure.ts'
import { ok } from '../domain/failure.ts'
import { showInvisible } from '../domain/quote.ts'
import type { Comparison, NamedBytes, Previews } from '../ports/preview.ts'
import { type FileSource, MOST_BYTES, usePreviews } from './preview-context.ts'
import { bytes, count } from './say.ts'

const DiffSheets = lazy(() => import('./diff-sheets.tsx'))
const DiffGroups = lazy(() => import('./diff-groups.tsx'))
const DiffLines = lazy(() => import('./diff-lines.tsx'))

type Shown = { kind: 'comparing' } | { kind: 'failed'; why: string } | { kind: 'compared'; comparison: Comparison }

/** What changed between two versions of a file, told in what it is made of: cells, paragraphs, slides, pages or lines. */
export default function FileDiff(props: { before: FileSource | undefined; after: FileSource }) {
  const previews = usePreviews()
  const [shown, setShown] = createSignal<Shown>({ kind: 'comparing' })
  createEffect(
    on(
      () => [props.before, props.after] as const,
      ([before, after]) => {
        let stale = false
        onCleanup(() => {
          stale = true
        })
        setShown({ kind: 'comparing' })
        void compare(previews, before, after).then(result => !stale && setShown(result))
      },
    ),
  )
  const comparison = () => {
    const now = shown()
    return now.kind === 'compared' ? now.comparison : undefined
  }
  return (
    <div class="file-diff" data-testid="diff" data-state={shown().kind}>
      <Switch>
        <Match when={shown().kind === 'comparing'}>
          <p class="faint" role="status">
            Comparing…
          </p>
        </Match>
        <Match when={shown().kind === 'failed'}>
          <p class="faint" role="status">
            {(shown() as Extract<Shown, { kind: 'failed' }>).why}
          </p>
        </Match>
        <Match when={comparison()}>{known => <Compared comparison={known()} />}</Match>
      </Switch>
    </div>
  )
}

function Compared(props: { comparison: Comparison }) {
  const as = <Kind extends Comparison['kind']>(kind: Kind) =>
    props.comparison.kind === kind ? (props.comparison as Extract<Comparison, { kind: Kind }>) : undefined
  const more = () => ('more' in props.comparison ? props.comparison.more : 0)
  return (
    <>
      <p class="diff-summary" role="status" data-testid="diff-summary">
        {props.comparison.summary}
      </p>
      <For each={props.comparison.notices}>{notice => <p class="faint">{showInvisible(notice)}</p>}</For>
      <Suspense>
        <Switch>
          <Match when={as('sheets')}>{known => <DiffSheets sheets={known().sheets} />}</Match>
          <Match when={as('groups')}>{known => <DiffGroups groups={known().groups} />}</Match>
          <Match when={as('lines')}>{known => <DiffLines lines={known().lines} />}</Match>
        </Switch>
      </Suspense>
      <Show when={more() > 0}>
        <p class="faint">{count(more(), 'more change')} not listed here.</p>
      </Show>
    </>
  )
}

async function compare(previews: Previews | null, before: FileSource | undefined, after: FileSource): Promise<Shown> {
  if (!previews) return { kind: 'failed', why: 'Files can be compared in Deskhand itself, not here.' }
  const [old, now] = await Promise.all([before ? load(before) : ok(null), load(after)])
  if (!old.ok) return { kind: 'failed', why: old.failure.message }
  if (!now.ok) return { kind: 'failed', why: now.failure.message }
  const compared = await previews.compare(old.value, now.value)
  return compared.ok
    ? { kind: 'compared', comparison: compared.value }
    : { kind: 'failed', why: compared.failure.message }
}

async function load(source: FileSource): Promise<Result<NamedBytes>> {
  if (source.size !== undefined && source.size > MOST_BYTES)
    return {
      ok: false,
      failure: { kind: 'too-large', message: `Too large to compare here (${bytes(source.size)}).` },
    }
  const content = await source.bytes()
  return content.ok ? ok({ name: source.name, bytes: content.value }) : content
}
