import { render } from 'solid-js/web'
import { createDesks, NOTHING_KEPT } from './client/desk.ts'
import { firstSession, keepsNothing, newDraft, showSession } from './client/first-session.ts'
import { chooseFolder, onDrop, practiceFolder } from './client/folders.ts'
import { createOffline } from './client/offline.ts'
import { previews } from './client/previews.ts'
import { startFirst } from './client/start.ts'
import type { Result } from './domain/failure.ts'
import { isUnseen, loadLateLinks } from './page/late-links.ts'
import { canPickFolders } from './page/pick-folder.ts'
import { stayHere } from './page/stay-here.ts'
import { after, giveWay } from './page/timing.ts'
import { createSessions } from './store/sessions.ts'
import { App } from './ui/app.tsx'
import type { ChosenFolder, DeskClient } from './ui/desk-client.ts'

/** A desk that takes this long has met trouble, and the offline part is not kept from starting by it. */
const PATIENCE = 5_000

const sessions = createSessions()
let takeFolder: ((folder: Result<ChosenFolder>) => void) | null = null
const offline = createOffline(folder => takeFolder?.(folder))
function beginOffline() {
  loadLateLinks()
  // In development there is no build to keep.
  if (import.meta.env.PROD) void offline.begin(import.meta.url)
}

if (isUnseen()) loadLateLinks()

// The desk's worker needs this thread for a step of its start: it is given way to between the long tasks of the screen's own. The first of
// them is the first look at the small storage, for which the browser holds this thread up.
await giveWay()
const { first, desk } = startFirst()
after(PATIENCE, beginOffline)
const openDesk = createDesks(offline.keptFolders, desk && { id: first.id, desk }, beginOffline)
let unasked: typeof first | null = first

// What nobody needs before they save a session, look at the settings or clear up.
const model = () => import('./client/model.ts')
const saving = () => import('./client/session-files.ts')

const client: DeskClient = {
  canPickFolders: canPickFolders(),
  newSession: newDraft,
  firstSession() {
    const session = unasked ?? firstSession()
    unasked = null
    return session
  },
  showSession,
  async sessions() {
    const list = await sessions.list()
    return !list.ok && keepsNothing() ? NOTHING_KEPT : list
  },
  open: openDesk,
  fork: async (session, seq, trial) => (await import('./store/fork.ts')).forkSession(session, seq, trial),
  pickFolder: chooseFolder,
  practiceFolder,
  onDrop(take) {
    takeFolder = take.folder
    return onDrop(take)
  },
  saved: {
    fingerprint: async () => (await saving()).saved.fingerprint(),
    save: async (...session) => (await saving()).saved.save(...session),
    open: async file => (await saving()).saved.open(file),
  },
  previews,
  settings: async () => (await model()).settings(),
  saveSettings: async settings => (await model()).saveSettings(settings),
  testConnection: async settings => (await model()).testConnection(settings),
  kept: async () => (await saving()).kept(),
}

await giveWay()
stayHere()
render(() => <App client={client} offlinePart={offline.part} />, document.getElementById('app')!)
