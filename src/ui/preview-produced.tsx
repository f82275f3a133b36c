import './style/preview.css'
import { createMemo, createSignal, For, lazy, on, onMount, Show, Suspense } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { extensionOf, nameOf } from '../domain/place.ts'
import { showInvisible } from '../domain/quote.ts'
import type { ChangeState } from '../domain/state.ts'
import { useDesk } from './context.ts'
import { imageSource, usePreviews } from './preview-context.ts'
import { bytes, CHANGE_WORDS } from './say.ts'

const PreviewDialog = lazy(() => import('./preview-dialog.tsx'))

const MOST = 12

/** The files that came of the work, each to be looked at. */
export default function ProducedFiles(props: { grown: () => void }) {
  const desk = useDesk()
  const previews = usePreviews()
  onMount(() => requestAnimationFrame(props.grown))
  const [open, setOpen] = createSignal<ChangeState | null>(null)
  const files = createMemo(
    on(
      () => [desk.changes(), desk.state.lastSeq] as const,
      ([changes]) => {
        const newest = new Map<string, ChangeState>()
        for (const row of changes) {
          const { status, change } = unwrap(row)
          if (status === 'done' && !('to' in change)) newest.set(`${change.root}:${change.path}`, row)
        }
        return [...newest.values()]
      },
    ),
  )
  return (
    <Show when={previews?.canOpen && files().length > 0}>
      <ul class="produced" aria-label="Files that were made or changed" data-testid="produced">
        <For each={files().slice(0, MOST)}>
          {change => (
            <li>
              <button type="button" title="Look at it" onClick={() => setOpen(change)}>
                <span class="sheet-of" aria-hidden="true">
                  {extensionOf(change.change.path).slice(0, 4)}
                </span>
                <span class="name">{showInvisible(nameOf(change.change.path))}</span>
                <small>
                  {CHANGE_WORDS[change.change.op]} · {bytes(change.after.size)}
                </small>
              </button>
            </li>
          )}
        </For>
        <Show when={files().length > MOST}>
          <li class="faint">and {files().length - MOST} more under Changes</li>
        </Show>
      </ul>
      <Show when={open()} keyed>
        {change => (
          <Suspense>
            <PreviewDialog
              path={change.change.path}
              before={change.before ? imageSource(desk, change.change.path, change.before) : undefined}
              after={imageSource(desk, change.change.path, change.after)}
              onClose={() => setOpen(null)}
            />
          </Suspense>
        )}
      </Show>
    </Show>
  )
}
