import { createEffect, lazy, Match, onCleanup, onMount, Show, Suspense, Switch } from 'solid-js'
import { whenIdle } from '../page/timing.ts'
import { Announcer } from './announcer.tsx'
import type { Command } from './commands.ts'
import { Composer } from './composer.tsx'
import { useDesk } from './context.ts'
import { FolderChips, type FolderDoors } from './folder-chips.tsx'
import { Icon } from './icon.tsx'
import { count, sayPlanner } from './say.ts'
import { Doors, Hero } from './welcome.tsx'

// The first sight is a blank sheet. What a session at work needs comes while the person reads and types.
const parts = [
  () => import('./top-bar.tsx'),
  () => import('./stage.tsx'),
  () => import('./panel.tsx'),
  () => import('./permission.tsx'),
] as const
const TopBar = lazy(parts[0])
const Stage = lazy(parts[1])
const Panel = lazy(parts[2])
const PermissionDialog = lazy(parts[3])
const TrialBar = lazy(() => import('./trial-bar.tsx'))

/** One session. The request box stands in the same place in the tree throughout, so that nothing typed is ever lost. */
export function DeskView(props: {
  doors: FolderDoors
  onChanged: () => void
  onSettings: () => void
  onRetry: () => void
  onSave: () => void
  commands: () => Command[]
  onOpenSaved: (file: File) => void
}) {
  const desk = useDesk()

  onMount(async () => {
    let gone = false
    onCleanup(() => {
      gone = true
    })
    await desk.opening
    // A part that did not come is asked for again where it is first shown.
    whenIdle(() => !gone && void Promise.allSettled(parts.map(load => load())))
  })
  onCleanup(desk.outside.leave)
  createEffect(() => {
    const tasks = desk.tasks()
    const done = tasks.filter(task => task.status === 'done').length
    const count = desk.busy() && tasks.length > 0 ? `(${done}/${tasks.length}) ` : ''
    document.title = `${count}${desk.state.title || 'Deskhand'}`
  })

  return (
    <>
      <div class="desk" classList={{ fresh: desk.fresh(), paused: desk.state.status.kind === 'paused' }}>
        <Show when={!desk.fresh()}>
          <TopBar onRenamed={props.onChanged} onSave={props.onSave} />
        </Show>
        <main>
          <Switch fallback={<Stage />}>
            <Match when={desk.phase() === 'broken'}>
              <section class="not-open">
                <h2>This session could not be opened</h2>
                <button type="button" data-testid="retry" onClick={props.onRetry}>
                  Try again
                </button>
              </section>
            </Match>
            <Match when={desk.fresh()}>
              <Hero />
            </Match>
          </Switch>
          <div class="writing">
            <Notices onBack={props.onChanged} />
            <Composer commands={props.commands} />
            <Show when={desk.folders().length > 0}>
              <FolderChips doors={props.doors} />
            </Show>
          </div>
          <Show when={desk.fresh()}>
            <Doors doors={props.doors} onOpenSaved={props.onOpenSaved} />
          </Show>
        </main>
        <footer class="status-line">
          <span data-testid="planner">{sayPlanner(desk.state.model)}</span>{' '}
          <button type="button" class="link" onClick={props.onSettings}>
            {desk.state.model.provider === 'builtin' ? 'Connect Claude' : 'Change'}
          </button>
        </footer>
      </div>
      <Show when={!desk.fresh()}>
        <Panel />
        <PermissionDialog />
      </Show>
      <Announcer />
    </>
  )
}

/** What stands in the way right now, where the person is writing. */
function Notices(props: { onBack: () => void }) {
  const desk = useDesk()
  return (
    <>
      <Show when={desk.found()}>
        {found => (
          <p class="notice" role="status" data-testid="found-copies">
            <span>
              This folder holds {count(found().copies.length, 'session')} that this browser does not know:{' '}
              {found()
                .copies.slice(0, 3)
                .map(copy => `“${copy.title || 'Untitled'}”`)
                .join(', ')}
              {found().copies.length > 3 ? ' and others' : ''}. If they are yours, bring them back.
            </span>
            <button
              type="button"
              class="small"
              data-testid="bring-back"
              onClick={async () => (await desk.bringBack()) && props.onBack()}
            >
              Bring back
            </button>
            <button type="button" class="icon-button" aria-label="Leave them" onClick={desk.leaveCopies}>
              <Icon name="cross" />
            </button>
          </p>
        )}
      </Show>
      <Show when={desk.phase() === 'watching'}>
        <p class="notice warn" role="status" data-testid="watching">
          <span>
            {desk.watching() === 'newer'
              ? 'A newer Deskhand wrote this session. It can be looked at here; reload the page to get the newer one and go on.'
              : 'Another tab works on this session. You see here what it does.'}
          </span>
          <Show when={desk.watching() === 'other-tab'}>
            <button type="button" class="small" data-testid="take-over" onClick={desk.takeOver}>
              Work on it here
            </button>
          </Show>
        </p>
      </Show>
      <Show when={desk.state.trialOf}>
        <Suspense>
          <TrialBar />
        </Suspense>
      </Show>
      <Show when={desk.told()}>
        {told => (
          <p class="notice calm" role="status" data-testid="told">
            <span>{told().text}</span>
            <Show when={told().effects.length > 0}>
              <button type="button" class="small" data-testid="take-back" onClick={desk.takeBack}>
                Take back
              </button>
            </Show>
            <button type="button" class="icon-button" aria-label="Dismiss" onClick={desk.dismissTold}>
              <Icon name="cross" />
            </button>
          </p>
        )}
      </Show>
      <Show when={desk.trouble()}>
        {failure => (
          <p class="notice error" role="alert" data-testid="trouble">
            <span>{failure().message}</span>
            <button type="button" class="icon-button" aria-label="Dismiss" onClick={desk.dismissTrouble}>
              <Icon name="cross" />
            </button>
          </p>
        )}
      </Show>
    </>
  )
}
