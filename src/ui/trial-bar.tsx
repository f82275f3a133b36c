import './style/session.css'
import { createSignal, lazy, Show, Suspense } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'

const TrialDialog = lazy(() => import('./trial-dialog.tsx'))

/** Stands over the request box of a try-out, so that nobody takes its files for those on the disk. */
export default function TrialBar() {
  const desk = useDesk()
  const [open, setOpen] = createSignal(false)
  return (
    <>
      <p class="notice calm trial-bar" data-testid="trial-bar">
        <span>
          A try-out{desk.state.trialOf?.title ? ` of “${showInvisible(desk.state.trialOf.title)}”` : ''}: agents work on
          a copy. Nothing in the folder is changed.
        </span>
        <Show when={desk.ways && desk.phase() === 'open'}>
          <button
            type="button"
            class="small primary"
            data-testid="look-at-trial"
            disabled={desk.state.status.kind === 'running'}
            onClick={() => setOpen(true)}
          >
            Look at what would change
          </button>
        </Show>
      </p>
      <Show when={open()}>
        <Suspense>
          <TrialDialog onClose={() => setOpen(false)} />
        </Suspense>
      </Show>
    </>
  )
}
