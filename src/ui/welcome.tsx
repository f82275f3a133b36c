import { createResource, For, lazy, Show, Suspense } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import { FileChoice } from './file-choice.tsx'
import type { FolderDoors } from './folder-chips.tsx'
import { focusRequest } from './go-on.ts'
import { Icon } from './icon.tsx'
import { suggestionsFor } from './suggestions.ts'

const KeptNotice = lazy(() => import('./kept-notice.tsx'))

/** What a first-time visitor reads: one sentence and two promises. */
export function Hero() {
  const desk = useDesk()
  return (
    <Show
      when={desk.folders()[0]}
      fallback={
        <header class="hero">
          <h1>An AI coworker for a folder on your computer, in this browser tab.</h1>
          <p class="lede">
            Say what you want done. It asks what it must know, makes a plan, works on several things at once, and puts
            checked results into your folder.
          </p>
        </header>
      }
    >
      {home => (
        <header class="hero short">
          <h1>What should be done in “{showInvisible(home().name)}”?</h1>
        </header>
      )}
    </Show>
  )
}

/** The ways in: a folder of one's own, a folder to try, or, with a folder, something to ask for. */
export function Doors(props: { doors: FolderDoors; onOpenSaved: (file: File) => void }) {
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
        <FileChoice class="door wide" accept=".html,.json" testId="door-saved" onChosen={props.onOpenSaved}>
          <Icon name="link" />
          <strong>Open a shared session</strong>
          <span>A file somebody saved with Deskhand. It is only shown: nothing in it is run or sent.</span>
        </FileChoice>
      </section>
      <Promises />
    </Show>
  )
}

const Promises = () => (
  <section class="promises" aria-label="Two promises">
    <div>
      <h2>It cannot lose your work.</h2>
      <p>Before a file is changed, what was there is kept. Nothing is deleted, and everything can be undone.</p>
    </div>
    <div>
      <h2>It can show where your data went.</h2>
      <p>Every request that leaves this machine is listed, with its address and size. Without a key, none does.</p>
    </div>
  </section>
)

/** More files than these are not looked at for it. */
const LOOKED_AT = 2000

function Jobs() {
  const desk = useDesk()
  const [jobs] = createResource(
    () => desk.folders()[0]?.id,
    async root => {
      const found = await desk.findFiles(root, LOOKED_AT)
      return suggestionsFor(found.ok ? found.value.files.map(file => file.place.path) : [])
    },
  )
  /** Where nothing is at stake and nothing leaves, a click is enough. It says what it understood before it begins. */
  const atOnce = () => desk.folders()[0]?.kind === 'practice' && desk.state.model.provider === 'builtin'
  return (
    <>
      <ul class="jobs" aria-label="Suggestions">
        <For each={jobs()}>
          {job => (
            <li>
              <button
                type="button"
                class="choice"
                onClick={() => {
                  if (atOnce()) void desk.send(job)
                  else desk.setDraft(job)
                  focusRequest()
                }}
              >
                {job} <Icon name="arrow" />
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
