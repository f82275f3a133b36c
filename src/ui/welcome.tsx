import { For, lazy, Show, Suspense } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import type { FolderDoors } from './folder-chips.tsx'
import { Icon } from './icon.tsx'

const KeptNotice = lazy(() => import('./kept-notice.tsx'))

/** What a first-time visitor reads: one sentence and two promises. */
export function Hero() {
  const desk = useDesk()
  return (
    <Show
      when={desk.folders()[0]}
      fallback={
        <header class="hero">
          <h2>An AI coworker for a folder on your computer, in this browser tab.</h2>
          <p class="lede">
            Say what you want done. It plans, asks what it must know, works on several things at once, writes the
            results into your folder, checks them, and tells you what it did.
          </p>
        </header>
      }
    >
      {home => (
        <header class="hero short">
          <h2>What should be done in “{showInvisible(home().name)}”?</h2>
        </header>
      )}
    </Show>
  )
}

/** Jobs every planner understands, as they would be typed. */
const JOBS = [
  'Summarise what is in this folder',
  'Collect the receipts into one table with totals per month and vendor',
  'Find duplicate files and move the extras to the trash',
  'Organise the files by kind',
]

/** The ways in: a folder of one's own, a folder to try, or, with a folder, something to ask for. */
export function Doors(props: { doors: FolderDoors }) {
  const desk = useDesk()
  return (
    <Show when={desk.folders().length === 0} fallback={<Jobs />}>
      <section class="doors" aria-label="Choose a folder">
        <Show when={desk.held()}>
          {text => (
            <p class="held" role="status">
              “{text()}” starts as soon as you choose a folder.{' '}
              <button type="button" class="small quiet" onClick={desk.unhold}>
                Take it back
              </button>
            </p>
          )}
        </Show>
        <Show
          when={props.doors.canPick}
          fallback={
            <p class="notice warn">
              This browser cannot let a page into a folder on your disk. Chrome, Edge and other Chromium browsers can.
              The practice folder works here too.
            </p>
          }
        >
          <button
            type="button"
            class="door primary"
            data-testid="pick-folder"
            onClick={() => props.doors.pick('readwrite')}
          >
            <Icon name="folder" />
            <strong>Pick a folder</strong>
            <span>Yours, on this computer. You can also drop one anywhere on this page.</span>
          </button>
        </Show>
        <button type="button" class="door" data-testid="practice" onClick={props.doors.practice}>
          <Icon name="flask" />
          <strong>Try the practice folder</strong>
          <span>About 40 made-up files in this browser’s own storage. Nothing is at stake.</span>
        </button>
      </section>
      <Promises />
    </Show>
  )
}

const Promises = () => (
  <section class="promises" aria-label="Two promises">
    <div>
      <h3>It cannot lose your work.</h3>
      <p>Before a file is changed, what was there is kept. Nothing is deleted, and everything can be undone.</p>
    </div>
    <div>
      <h3>It can show where your data went.</h3>
      <p>Every request that leaves this machine is listed, with its address and size. Without a key, none does.</p>
    </div>
  </section>
)

function Jobs() {
  const desk = useDesk()
  return (
    <>
      <ul class="jobs" aria-label="Suggestions">
        <For each={JOBS}>
          {job => (
            <li>
              <button
                type="button"
                class="choice"
                onClick={() => {
                  desk.setDraft(job)
                  document.querySelector<HTMLTextAreaElement>('[data-testid=request]')?.focus()
                }}
              >
                {job}
              </button>
            </li>
          )}
        </For>
      </ul>
      <Suspense>
        <KeptNotice />
      </Suspense>
    </>
  )
}
