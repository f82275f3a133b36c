import sandboxNames from 'virtual:deskhand-sandbox'
import * as Comlink from 'comlink'
import { createSignal } from 'solid-js'
import { render } from 'solid-js/web'
import { giveModel, saveSettings, settings, testConnection } from './client/model.ts'
import { kept, saved } from './client/session-files.ts'
import type { RootInfo } from './domain/event.ts'
import { failed, ok, type Result } from './domain/failure.ts'
import { SCRATCH } from './domain/place.ts'
import { onLaunched, sharedFolder, wasShared } from './page/brought-files.ts'
import { onPageDrop } from './page/drops.ts'
import { createKeptFolders } from './page/kept-folders.ts'
import { askToUse, canPickFolders, isInPlace, mayUse, pickFolder } from './page/pick-folder.ts'
import { serveSandboxFrames } from './page/sandbox-frame.ts'
import type { ServiceNews } from './page/service.ts'
import { sharedStorage, tabStorage } from './page/small-storage.ts'
import { stayHere } from './page/stay-here.ts'
import { after } from './page/timing.ts'
import type { DeskCommands, DeskNews, OpenedSession } from './ports/desk.ts'
import type { Previews } from './ports/preview.ts'
import { createHandles } from './store/handles.ts'
import { createSessions } from './store/sessions.ts'
import { storageFailure } from './store/storage-failure.ts'
import { App } from './ui/app.tsx'
import type { ChosenFolder, DeskClient, OpenDesk } from './ui/desk-client.ts'
import type { OfflinePart } from './ui/update-notice.tsx'

const sessions = createSessions()
const handles = createHandles()
const ofTab = tabStorage()
const ofBrowser = sharedStorage()

/** The name in this browser's small storage. */
const DRAFT = 'deskhand:draft'
const NOTHING_KEPT = failed(
  'storage',
  'The browser does not let Deskhand keep anything here. Allow this page to keep data in the browser’s settings, then reload it.',
)
const LOADED_AGAIN = 'deskhand:loaded-again'
/** The address of the installed app's shortcut. */
const NEW = '#new'

/* ---- the offline part ---- */

const [news, setNews] = createSignal<ServiceNews>({ kind: 'nothing' })
const [openedFiles, setOpenedFiles] = createSignal<readonly FileSystemHandle[]>([])
/** A log that takes this long has met trouble, and the offline part is not kept from starting by it. */
const PATIENCE = 5_000
let opened: () => void = () => undefined
const firstOpened = new Promise<void>(resolve => {
  opened = resolve
  after(PATIENCE, resolve)
})
// At a first visit it fetches the whole app, so it begins once the log is open. In development there is no build to keep.
const service = import.meta.env.PROD
  ? firstOpened
      .then(() => import('./page/service.ts'))
      .then(({ startService }) => startService(import.meta.url, setNews))
  : null
const keptFolders = createKeptFolders(
  folders => void service?.then(part => part.keep(folders)),
  now => void service?.then(part => part.running(now)),
)
let takeFolder: ((folder: Result<ChosenFolder>) => void) | null = null

const offlinePart: OfflinePart = {
  news,
  openedFiles: () => openedFiles().map(file => file.name),
  async chooseTheirFolder() {
    const picked = await pickFolder('readwrite', openedFiles()[0])
    if (picked.ok && !picked.value) return
    setOpenedFiles([])
    takeFolder?.(picked.ok ? ok(chosen(picked.value!, 'readwrite')) : picked)
  },
  update: () => void service?.then(part => part.update()),
  loadAgain() {
    if (ofTab.get(LOADED_AGAIN)) setNews({ kind: 'missing', why: 'This page was loaded past the service worker.' })
    else {
      ofTab.put(LOADED_AGAIN, 'yes')
      location.reload()
    }
  },
  running: keptFolders.running,
}
if (crossOriginIsolated) ofTab.remove(LOADED_AGAIN)
onLaunched(setOpenedFiles)
stayHere()

/* ---- folders ---- */

const chosen = (handle: FileSystemDirectoryHandle, access: RootInfo['access']): ChosenFolder => ({
  info: { id: slug(handle.name), name: handle.name, access, kind: 'folder' },
  handle,
})

const sharedRoot = (handle: FileSystemDirectoryHandle): ChosenFolder => ({
  info: { id: 'shared-files', name: 'Shared files', access: 'readwrite', kind: 'folder' },
  handle,
})

/** A name that paths can begin with: `Receipts 2026` is `receipts-2026`. */
function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return plain.length < 2 || plain === SCRATCH ? `folder-${plain}`.replace(/-$/, '') : plain
}

async function practiceFolder(): Promise<Result<ChosenFolder>> {
  try {
    const [{ fillPracticeFolder }, { createHandleFolder }] = await Promise.all([
      import('./folder/practice.ts'),
      import('./folder/handle-folder.ts'),
    ])
    const storage = await navigator.storage.getDirectory()
    const all = await storage.getDirectoryHandle('practice', { create: true })
    const handle = await all.getDirectoryHandle(crypto.randomUUID(), { create: true })
    const filled = await fillPracticeFolder(createHandleFolder(handle))
    if (!filled.ok) return filled
    return ok({ info: { id: 'practice', name: 'Practice folder', access: 'readwrite', kind: 'practice' }, handle })
  } catch (error) {
    return { ok: false, failure: storageFailure(error, 'making the practice folder') }
  }
}

/** The same folder keeps its id; another one of the same name gets a number. */
async function idFor(session: string, { info, handle }: ChosenFolder): Promise<Result<string>> {
  const known = await handles.list(session)
  if (!known.ok) return known
  for (const kept of known.value) if (await kept.handle.isSameEntry(handle)) return ok(kept.root)
  const taken = new Set(known.value.map(kept => kept.root))
  let id = info.id
  for (let number = 2; taken.has(id); number++) id = `${info.id}-${number}`
  return ok(id)
}

/* ---- sessions ---- */

async function open(id: string, hear: (news: DeskNews) => void, takeOver = false): Promise<Result<OpenDesk>> {
  // Without storage there is no log, and nothing is done that is not written down.
  if (ofBrowser.refused) return NOTHING_KEPT
  const worker = new Worker(new URL('./workers/desk.worker.ts', import.meta.url), { type: 'module', name: 'desk' })
  const desk = Comlink.wrap<DeskCommands>(worker)
  const news = new MessageChannel()
  news.port1.onmessage = ({ data }: MessageEvent<DeskNews>) => {
    hear(data)
    // Now there is something to lose. The browser decides by itself, and shows nothing.
    if (data.events.some(event => event.type === 'run.started')) void navigator.storage.persist()
  }
  const frames = new MessageChannel()
  const sandboxAt = new URL('sandbox/', document.baseURI).href
  const sandboxFrames = serveSandboxFrames(frames.port1, page => sandboxAt + (sandboxNames[page] ?? page))
  void desk.useSandbox(Comlink.transfer(frames.port2, [frames.port2]), sandboxAt, sandboxNames)
  const close = () => {
    sandboxFrames.close()
    keptFolders.forget(id)
    news.port1.close()
    worker.terminate()
  }
  // A worker that cannot start answers nothing at all.
  const broken = new Promise<Result<OpenedSession>>(resolve => {
    worker.onerror = event =>
      resolve(failed('bug', 'The desk could not start. Reload the page to try again.', { detail: event.message }))
  })
  const opened = await Promise.race([desk.open(id, Comlink.transfer(news.port2, [news.port2]), takeOver), broken])
  if (!opened.ok) {
    close()
    return opened
  }
  const { state, choice, watching } = opened.value
  // Another tab has the same blank sheet before it: take a new one.
  if (watching && id === ofBrowser.get(DRAFT)) {
    close()
    return open(newDraft(), hear)
  }
  // A blank sheet follows the settings; a session that has begun stays with the model it began with.
  const give = async () => {
    const given = watching ? ok(undefined) : await giveModel(desk, state.run === null ? choice : state.model)
    if (!given.ok) hear({ events: [], signals: [], failure: given.failure })
  }
  return ok({
    opened: opened.value,
    ready: give(),
    calls: desk,
    async addFolder(folder) {
      const root = await idFor(id, folder)
      if (!root.ok) return root
      const added = await desk.addRoot({ ...folder.info, id: root.value }, folder.handle)
      if (added.ok) keptFolders.add(id, root.value, folder.handle)
      return added.ok ? handles.put(id, root.value, folder.handle) : added
    },
    async placeOf(file) {
      const known = await handles.list(id)
      for (const { root, handle } of known.ok ? known.value : []) {
        const path = await handle.resolve(file)
        if (path) return { root, path: path.join('/') }
      }
      return null
    },
    copiesIn: async folder => (await import('./page/keep-worker.ts')).findCopies(folder.handle),
    bringBack: async (folder, ids) => (await import('./page/keep-worker.ts')).restoreCopies(folder.handle, ids),
    reconnect: (root, ask) => reconnect(desk, id, root, ask),
    useModel: chosenModel => giveModel(desk, chosenModel.choice),
    previewServer: url => sandboxFrames.preview(url),
    close,
  })
}

async function reconnect(
  desk: Comlink.Remote<DeskCommands>,
  session: string,
  root: RootInfo,
  ask: boolean,
): Promise<Result<void>> {
  const kept = await handles.get(session, root.id)
  if (!kept.ok && ask && kept.failure.kind === 'missing') return chooseAgain(desk, session, root)
  if (!kept.ok) return kept
  if (!(await mayUse(kept.value, root.access))) {
    if (!ask) return failed('permission-lost', `Reconnect the folder "${root.name}" to go on.`)
    const entered = await askToUse(kept.value, root.access)
    if (!entered.ok) return entered
  }
  if (!(await isInPlace(kept.value)))
    return ask
      ? chooseAgain(desk, session, root)
      : failed('permission-lost', `The folder "${root.name}" is no longer where it was.`)
  keptFolders.add(session, root.id, kept.value)
  return desk.reconnectRoot(root.id, kept.value)
}

/** The browser forgot the folder, as it may, or the folder was moved: the person shows it to us once more. */
async function chooseAgain(desk: Comlink.Remote<DeskCommands>, session: string, root: RootInfo): Promise<Result<void>> {
  const picked = await pickFolder(root.access)
  if (!picked.ok) return picked
  if (!picked.value) return failed('permission-lost', `The folder "${root.name}" is still not connected.`)
  const back = await desk.reconnectRoot(root.id, picked.value)
  if (back.ok) keptFolders.add(session, root.id, picked.value)
  return back.ok ? handles.put(session, root.id, picked.value) : back
}

function newDraft(): string {
  const id = crypto.randomUUID()
  ofBrowser.put(DRAFT, id)
  return id
}

/* ---- previews ---- */

let pool: Promise<Previews> | null = null
function previewPool(): Promise<Previews> {
  pool ??= import('./documents/preview/pool.ts').then(({ createPreviewPool }) =>
    createPreviewPool({
      preview: () =>
        new Worker(new URL('./workers/preview.worker.ts', import.meta.url), { type: 'module', name: 'preview' }),
      pdf: () =>
        new Worker(new URL('./workers/pdf.worker.ts', import.meta.url), { type: 'module', name: 'pdf preview' }),
    }),
  )
  return pool
}
const previews: Previews = {
  canOpen: true,
  open: async file => (await previewPool()).open(file),
  compare: async (before, after) => (await previewPool()).compare(before, after),
}

const client: DeskClient = {
  canPickFolders: canPickFolders(),
  newSession: newDraft,
  firstSession: () => {
    if (wasShared() || location.hash === NEW) return { id: newDraft(), draft: true }
    const named = /^#session=([\w-]+)$/.exec(location.hash)?.[1]
    return named ? { id: named, draft: false } : { id: ofBrowser.get(DRAFT) ?? newDraft(), draft: true }
  },
  showSession(id) {
    history.replaceState(null, '', id === null ? location.pathname + location.search : `#session=${id}`)
    if (id !== null && id === ofBrowser.get(DRAFT)) ofBrowser.remove(DRAFT)
  },
  async sessions() {
    const list = await sessions.list()
    return !list.ok && ofBrowser.refused ? NOTHING_KEPT : list
  },
  async open(...session) {
    const desk = await open(...session)
    opened()
    return desk
  },
  fork: async (session, seq, trial) => (await import('./store/fork.ts')).forkSession(session, seq, trial),
  async pickFolder(access) {
    const picked = await pickFolder(access)
    return picked.ok ? ok(picked.value && chosen(picked.value, access)) : picked
  },
  practiceFolder,
  onDrop(take) {
    takeFolder = take.folder
    if (wasShared()) void sharedFolder().then(shared => take.folder(shared.ok ? ok(sharedRoot(shared.value)) : shared))
    return onPageDrop({
      ...take,
      async folder(dropped) {
        if (!dropped.ok) return take.folder(dropped)
        const entered = await askToUse(dropped.value, 'readwrite')
        take.folder(entered.ok ? ok(chosen(dropped.value, 'readwrite')) : entered)
      },
    })
  },
  saved,
  previews,
  settings,
  saveSettings,
  kept,
  testConnection,
}

render(() => <App client={client} offlinePart={offlinePart} />, document.getElementById('app')!)
