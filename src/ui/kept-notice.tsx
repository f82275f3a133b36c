import { createResource, createSignal, lazy, Show, Suspense } from 'solid-js'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { count } from './say.ts'

const KeptDialog = lazy(() => import('./kept-dialog.tsx'))

/** Says in a new session that the folder holds what an earlier one kept, as after the browser's data was cleared. */
export default function KeptNotice() {
  const desk = useDesk()
  const [kept] = createResource(
    () => (desk.phase() === 'open' ? desk.folders().length : undefined),
    () => desk.kept(),
  )
  const [looking, setLooking] = createSignal(false)
  return (
    <Show when={(kept() ?? []).length}>
      {files => (
        <p class="kept-notice">
          <button type="button" class="quiet small" data-testid="kept-open" onClick={() => setLooking(true)}>
            <Icon name="folder" /> {count(files(), 'file')} kept here before: trash and earlier versions
          </button>
          <Show when={looking()}>
            <Suspense>
              <KeptDialog onClose={() => setLooking(false)} />
            </Suspense>
          </Show>
        </p>
      )}
    </Show>
  )
}
