import { createMemo, createSignal, lazy, Show, Suspense } from 'solid-js'
import type { ChangeState } from '../domain/state.ts'
import { useDesk } from './context.ts'
import FileDiff from './file-diff.tsx'
import { Icon } from './icon.tsx'
import FilePreview from './preview.tsx'
import { imageSource, usePreviews } from './preview-context.ts'

const PreviewDialog = lazy(() => import('./preview-dialog.tsx'))

/** A change, opened: a new file as it looks, a changed one by what is different; both large on request. */
export default function PreviewChange(props: { change: ChangeState }) {
  const desk = useDesk()
  const previews = usePreviews()
  const [large, setLarge] = createSignal(false)
  const path = () => props.change.change.path
  const before = createMemo(() => (props.change.before ? imageSource(desk, path(), props.change.before) : undefined))
  const after = createMemo(() => imageSource(desk, path(), props.change.after))
  return (
    <div class="change-view">
      <Show when={previews?.canOpen}>
        <button type="button" class="small" data-testid="open-preview" onClick={() => setLarge(true)}>
          <Icon name="panel" /> Look at the file
        </button>
      </Show>
      <Show
        when={before() === undefined && previews?.canOpen}
        fallback={<FileDiff before={before()} after={after()} />}
      >
        <div class="preview-inline">
          <FilePreview source={after()} />
        </div>
      </Show>
      <Show when={large()}>
        <Suspense>
          <PreviewDialog path={path()} before={before()} after={after()} onClose={() => setLarge(false)} />
        </Suspense>
      </Show>
    </div>
  )
}
