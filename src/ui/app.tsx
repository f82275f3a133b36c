import './style/index.css'
import {
  createEffect,
  createRoot,
  createSignal,
  getOwner,
  lazy,
  on,
  onCleanup,
  onMount,
  runWithOwner,
  Show,
  Suspense,
} from 'solid-js'
import type { Place } from '../domain/place.ts'
import type { SessionRow } from '../ports/log.ts'
import { commandsFor, matches, type PageActions } from './commands.ts'
import { DeskContext } from './context.ts'
import { createDesk, type Desk, type WaysOn } from './desk.ts'
import type { DeskClient, ModelSettings } from './desk-client.ts'
import { DeskView } from './desk-view.tsx'
import { focusRequest } from './go-on.ts'
import { needOf } from './needs.ts'
import { Palette } from './palette.tsx'
import { PreviewsContext } from './preview-context.ts'
import type { SavedFile } from './saved-sessions.ts'
import { SessionList } from './session-list.tsx'
import { type OfflinePart, UpdateNotice } from './update-notice.tsx'

const SettingsDialog = lazy(() => import('./settings-dialog.tsx'))
const ShareDialog = lazy(() => import('./share-dialog.tsx'))
const SharedView = lazy(() => import('./shared-view.tsx'))
const StorageDialog = lazy(() => import('./storage-dialog.tsx'))
const NoticesDialog = lazy(() => import('./notices-dialog.tsx'))
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx'))

/** The whole page. It alone knows the client: everything below sees a desk. */
export function App(props: { client: DeskClient; offlinePart: OfflinePart }) {
  const { client } = props
  const open = new Set<Desk>()
  const ends = new Map<Desk, () => void>()
  const deskWith = (id: string) => [...open].find(one => one.id() === id)
  const [desk, setDesk] = createSignal(deskOf(client.firstSession()))
  const [sessions, setSessions] = createSignal<SessionRow[]>([])
  const [settings, setSettings] = createSignal<ModelSettings | null>(null)
  const [hovering, setHovering] = createSignal<string | null>(null)
  const [saving, setSaving] = createSignal<Desk | null>(null)
  const [saved, setSaved] = createSignal<SavedFile | null>(null)
  const [notices, setNotices] = createSignal(false)
  const [palette, setPalette] = createSignal(false)
  const [shortcuts, setShortcuts] = createSignal(false)
  const [storage, setStorage] = createSignal(false)

  function deskOf(session: { id: string; draft: boolean }): Desk {
    const known = deskWith(session.id)
    if (known) return known
    // Each has a root of its own, not the page's: what follows it ends when it is put away, and then nothing keeps it.
    const [shown, within] = createRoot(end => {
      const made: Desk = createDesk(
        client,
        session,
        waysFrom(() => made),
      )
      ends.set(made, end)
      // Also of a session behind the one on the screen, as long as it works.
      createEffect(on(made.busy, busy => props.offlinePart.running(made.id(), busy), { defer: true }))
      return [made, getOwner()] as const
    }, null)
    open.add(shown)
    // Nothing on the first screen waits for them.
    void shown.opening.then(async () => {
      const { keepHabits } = await import('./habits.ts')
      if (open.has(shown)) runWithOwner(within, () => keepHabits(shown))
    })
    return shown
  }
  function putAway(shown: Desk) {
    open.delete(shown)
    ends.get(shown)?.()
    ends.delete(shown)
  }

  async function listSessions() {
    const list = await client.sessions()
    if (!list.ok) desk().tell(list.failure)
    // A session in which nothing was asked is a blank sheet, not a thing to come back to.
    else setSessions(list.value.filter(row => row.title !== '').toSorted((a, b) => b.updatedAt - a.updatedAt))
  }

  /** Another session comes on the screen. One that works goes on behind it; one that rests is put away. */
  function show(session: { id: string; draft: boolean }) {
    setSaved(null)
    const before = desk()
    if (before.id() === session.id) return
    setDesk(deskOf(session))
    if (!before.busy()) {
      putAway(before)
      before.close()
    }
    listSessions()
  }
  /** A session that is to be removed must be open nowhere. False where it is at work. */
  async function letGo(id: string): Promise<boolean> {
    const shown = deskWith(id)
    if (!shown) return true
    if (shown.busy()) return false
    if (shown === desk()) show({ id: client.newSession(), draft: true })
    putAway(shown)
    await shown.close()
    return true
  }
  /** From a session on the screen to another that comes out of it, or that it came out of. */
  function waysFrom(from: () => Desk): WaysOn {
    return {
      async forkAt(seq, words) {
        const forked = await client.fork(from().id(), seq, false)
        if (!forked.ok) return void from().tell(forked.failure)
        show({ id: forked.value, draft: false })
        desk().setDraft(words)
        focusRequest()
      },
      async tryOut(words) {
        const forked = await client.fork(from().id(), from().state.lastSeq, true)
        if (!forked.ok) return void from().tell(forked.failure)
        from().setDraft('')
        show({ id: forked.value, draft: false })
        const trial = desk()
        await trial.opening
        if (!(await trial.send(words))) trial.setDraft(words)
      },
      async applyTried(changes) {
        const id = from().state.trialOf?.session ?? ''
        const origin = deskOf({ id, draft: false })
        const opened = await origin.opening
        const done = opened.ok ? await opened.value.calls.applyTried(from().state.title, changes) : opened
        if (opened.ok && origin.state.title === '') await opened.value.calls.rename(from().state.title)
        if (origin !== desk() && !origin.busy()) {
          putAway(origin)
          await origin.close()
        }
        listSessions()
        return done
      },
      async leaveTrial(remove) {
        const trial = from()
        const origin = trial.state.trialOf?.session
        if (origin === undefined) return
        show({ id: origin, draft: false })
        if (!remove) return
        const gone = (await letGo(trial.id())) ? await (await client.kept()).remove(trial.id()) : null
        if (gone && !gone.ok) desk().tell(gone.failure)
        listSessions()
      },
    }
  }
  function retry() {
    const broken = desk()
    putAway(broken)
    setDesk(deskOf({ id: broken.id(), draft: false }))
  }
  const startNew = () => {
    if (desk().fresh()) return focusRequest()
    show({ id: client.newSession(), draft: true })
  }

  // A draft becomes a session with its first request: then it has an address and a place in the list.
  createEffect(
    on(
      [() => desk().blank(), () => desk().phase(), () => desk().state.title, () => desk().state.status.kind],
      ([blank]) => {
        if (desk().phase() !== 'open') return
        client.showSession(blank ? null : desk().id())
        if (!blank) listSessions()
      },
      { defer: true },
    ),
  )

  const statusOf = (row: SessionRow) => {
    const shown = deskWith(row.id)
    if (shown?.phase() !== 'open') return row.status
    return needOf(shown) ? 'needs-you' : shown.state.status.kind
  }

  onMount(async () => {
    onCleanup(
      client.onDrop({
        folder: folder => void desk().addFolder(folder),
        saved: openSaved,
        files: (files, target) => void desk().addFiles(files, placeUnder(target)),
        over: (hovering, target) => setHovering(hovering ? (placeUnder(target)?.path ?? '') : null),
      }),
    )
    const follow = () => show(client.firstSession())
    addEventListener('hashchange', follow)
    onCleanup(() => removeEventListener('hashchange', follow))
    const first = desk()
    const opened = await first.opening
    // The log is open: from here on a typed request is taken, and written down as soon as the desk is at work.
    if (opened.ok) performance.mark('deskhand:ready')
    await listSessions()
  })

  /** A saved session comes on the screen, in front of the one that is worked on. */
  async function openSaved(file: File) {
    const opened = await client.saved.open(file)
    if (opened.ok) setSaved(opened.value)
    else {
      setSaved(null)
      desk().tell(opened.failure)
    }
  }
  function fork(request: string) {
    setSaved(null)
    if (!desk().fresh()) show({ id: client.newSession(), draft: true })
    desk().setDraft(request)
  }

  const openSettings = async () => {
    const known = await client.settings()
    if (known.ok) setSettings(known.value)
    else desk().tell(known.failure)
  }
  /** The door that was gone through is not there any more: the person goes on where they write. */
  const enter = async (chosen: ReturnType<DeskClient['pickFolder']>) => {
    const shown = desk()
    await shown.addFolder(await chosen)
    if (shown.folders().length > 0) focusRequest()
  }
  const doors = {
    canPick: client.canPickFolders,
    pick: (access: 'read' | 'readwrite') => enter(client.pickFolder(access)),
    practice: () => enter(client.practiceFolder()),
  }

  const dropHint = () => {
    const home = desk().folders()[0]
    if (!home) return 'Drop the folder to work in it'
    const into = hovering() === '' ? home.name : hovering()
    return `Drop files to put them into “${into}”, or a folder to work in it too`
  }

  const page: PageActions = {
    startNew,
    settings: openSettings,
    saveSession: () => setSaving(desk()),
    notices: () => setNotices(true),
    shortcuts: () => setShortcuts(true),
    palette: () => setPalette(true),
  }
  const commands = () => commandsFor(desk(), page)
  const keys = (event: KeyboardEvent) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.defaultPrevented || (plain && event.key !== '?') || document.querySelector('dialog[open]')) return
    const command = commands().find(each => each.key && matches(event, each.key))
    if (!command) return
    event.preventDefault()
    command.run()
  }
  addEventListener('keydown', keys)
  onCleanup(() => removeEventListener('keydown', keys))

  return (
    <PreviewsContext.Provider value={client.previews}>
      <div class="page">
        <SessionList
          sessions={sessions()}
          current={desk().id()}
          statusOf={statusOf}
          onOpen={id => show({ id, draft: false })}
          onNew={startNew}
          onSettings={openSettings}
          onOpenSaved={openSaved}
          onStorage={() => setStorage(true)}
          onNotices={() => setNotices(true)}
        />
        <Show when={saved()} keyed>
          {file => (
            <Suspense>
              <SharedView file={file} onFork={fork} onClose={() => setSaved(null)} />
            </Suspense>
          )}
        </Show>
        <Show when={saved() === null && desk()} keyed>
          {shown => (
            <DeskContext.Provider value={shown}>
              <DeskView
                doors={doors}
                onChanged={listSessions}
                onSettings={openSettings}
                onRetry={retry}
                onSave={() => setSaving(shown)}
                commands={commands}
                onOpenSaved={openSaved}
              />
            </DeskContext.Provider>
          )}
        </Show>
        <Show when={saving()}>
          {shown => (
            <Suspense>
              <ShareDialog desk={shown()} saved={client.saved} onClose={() => setSaving(null)} />
            </Suspense>
          )}
        </Show>
        <Show when={storage()}>
          <Suspense>
            <StorageDialog
              client={client}
              desk={desk()}
              onRemove={letGo}
              onChanged={listSessions}
              onClose={() => setStorage(false)}
            />
          </Suspense>
        </Show>
        <Show when={notices()}>
          <Suspense>
            <NoticesDialog onClose={() => setNotices(false)} />
          </Suspense>
        </Show>
        <Show when={palette()}>
          <Palette
            commands={commands()}
            sessions={sessions()}
            onOpen={id => show({ id, draft: false })}
            onClose={() => setPalette(false)}
          />
        </Show>
        <Show when={shortcuts()}>
          <ShortcutsDialog commands={commands()} onClose={() => setShortcuts(false)} />
        </Show>
        <UpdateNotice
          part={props.offlinePart}
          atRest={desk().fresh() && desk().draft() === '' && desk().held() === null && settings() === null}
        />
        <Show when={settings()}>
          {known => (
            <Suspense>
              <SettingsDialog
                settings={known()}
                test={client.testConnection?.bind(client)}
                onSave={async chosen => {
                  const saved = await client.saveSettings(chosen)
                  if (saved.ok) await desk().useModel(chosen)
                  return saved
                }}
                onClose={() => setSettings(null)}
              />
            </Suspense>
          )}
        </Show>
        <Show when={hovering() !== null}>
          <div class="drop-here" aria-hidden="true">
            <p>{dropHint()}</p>
          </div>
        </Show>
      </div>
    </PreviewsContext.Provider>
  )
}

/** The folder of a session that an element on the page stands for: its tree in the panel. */
function placeUnder(target: Element | null): Place | undefined {
  const within = target?.closest<HTMLElement>('[data-into]')
  return within ? { root: within.dataset.root ?? '', path: within.dataset.into ?? '' } : undefined
}
