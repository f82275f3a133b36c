import './style/session.css'
import { createEffect, For, type JSX, lazy, Match, on, Show, Suspense, Switch } from 'solid-js'
import { useDesk } from './context.ts'
import { Icon } from './icon.tsx'
import { TABS, type Tab } from './look.ts'
import { ProgressTab } from './progress-tab.tsx'

const ChangesTab = lazy(() => import('./changes-tab.tsx'))
const ActivityTab = lazy(() => import('./activity-tab.tsx'))
const FilesTab = lazy(() => import('./files-tab.tsx'))
const WhereTab = lazy(() => import('./where-tab.tsx'))

const HEADINGS: Record<Tab, string> = {
  progress: 'Progress',
  changes: 'Changes',
  files: 'Files',
  activity: 'The whole log',
  where: 'What was sent',
}

/** The right side: how far it is, what it changed, and everything that happened. */
export default function Panel() {
  const desk = useDesk()
  const { tab, setTab } = desk.look
  const done = () => desk.tasks().filter(task => task.status === 'done').length
  const label: Record<Tab, () => JSX.Element> = {
    progress: () => (
      <>
        Progress <Badge text={desk.tasks().length > 0 ? `${done()}/${desk.tasks().length}` : ''} />
      </>
    ),
    changes: () => (
      <>
        Changes <Badge text={desk.changes().length > 0 ? `${desk.changes().length}${desk.whole() ? '' : '+'}` : ''} />
      </>
    ),
    files: () => {
      const marked = () =>
        desk.folders().reduce((sum, root) => sum + desk.outside.within({ root: root.id, path: '' }), 0)
      return (
        <>
          Files <Badge text={marked() > 0 ? String(marked()) : ''} />
          <Show when={marked() > 0}>
            <span class="visually-hidden">changed outside</span>
          </Show>
        </>
      )
    },
    activity: () => <>Activity</>,
    where: () => <span title="Where data went">Sent</span>,
  }
  let aside!: HTMLElement
  let before: Element | null = null
  // As a sheet over the page it takes the focus, and gives it back.
  createEffect(
    on(
      desk.look.panel,
      open => {
        if (getComputedStyle(aside).position !== 'fixed') return
        if (open) {
          before = document.activeElement
          requestAnimationFrame(() => document.getElementById(`tab-${tab()}`)?.focus({ preventScroll: true }))
        } else if (before instanceof HTMLElement && aside.contains(document.activeElement)) before.focus()
      },
      { defer: true },
    ),
  )
  const keys = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = TABS[(TABS.indexOf(tab()) + step + TABS.length) % TABS.length]!
    setTab(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <aside
      ref={aside}
      class="panel"
      classList={{ open: desk.look.panel() }}
      aria-label="Progress, changes and activity"
      onKeyDown={event => event.key === 'Escape' && desk.look.setPanel(false)}
    >
      <div class="panel-head">
        <div class="tabs" role="tablist" aria-label="Views" onKeyDown={keys}>
          <For each={TABS}>
            {name => (
              <button
                type="button"
                role="tab"
                id={`tab-${name}`}
                aria-controls={`panel-${name}`}
                aria-selected={tab() === name}
                tabindex={tab() === name ? 0 : -1}
                data-testid={`tab-${name}`}
                onClick={() => setTab(name)}
              >
                {label[name]()}
              </button>
            )}
          </For>
        </div>
        <button
          type="button"
          class="icon-button panel-close"
          aria-label="Close progress, changes and activity"
          onClick={() => desk.look.setPanel(false)}
        >
          <Icon name="cross" />
        </button>
      </div>
      <div class="tab-panel" role="tabpanel" id={`panel-${tab()}`} aria-labelledby={`tab-${tab()}`} tabindex="0">
        <h2 class="visually-hidden">{HEADINGS[tab()]}</h2>
        <Switch>
          <Match when={tab() === 'progress'}>
            <ProgressTab />
          </Match>
          <Match when={tab() === 'changes'}>
            <Suspense>
              <ChangesTab />
            </Suspense>
          </Match>
          <Match when={tab() === 'files'}>
            <FilesTab />
          </Match>
          <Match when={tab() === 'activity'}>
            <ActivityTab />
          </Match>
          <Match when={tab() === 'where'}>
            <WhereTab />
          </Match>
        </Switch>
      </div>
    </aside>
  )
}

const Badge = (props: { text: string }) => <span class="badge">{props.text}</span>
