import * as Comlink from 'comlink'
import type { RootInfo } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import { createHandleFolder } from '../folder/handle-folder.ts'
import { versionOf } from '../folder/version.ts'
import type { DeskCommands, DeskNews, OpenedSession } from '../ports/desk.ts'
import type { Log, SessionRow } from '../ports/log.ts'
import type { Vault } from '../ports/vault.ts'
import { createAssets } from '../sandbox/embedded/assets.ts'
import { createEmbeddedSandbox } from '../sandbox/embedded/embedded.ts'
import type { OpenFrame } from '../sandbox/embedded/frame.ts'
import { openSession, type Session } from '../session/session.ts'
import { database } from '../store/database.ts'
import { createHost } from '../store/host.ts'
import { savedChoice } from '../store/model-setting.ts'
import { createSessions } from '../store/sessions.ts'
import { stored } from '../store/storage-failure.ts'
import { createVault } from '../store/vault.ts'
import type { ScanCommands } from './scan-commands.ts'
import { createWorkerCrew } from './worker-crew.ts'

const RECENT = 200
const host = createHost()
const sessions = createSessions()
// Opened while the page is still being drawn; whoever needs it asks again and hears of a failure.
void database().catch(() => undefined)
const scanWorker = new Worker(new URL('./scan.worker.ts', import.meta.url), { type: 'module', name: 'scan' })
const scan = Comlink.wrap<ScanCommands>(scanWorker)
let session: Session | null = null
let vault: Vault | null = null

/* ---- the sandbox: its frames are the page's, all else goes past the page ---- */

let tellPage: (message: unknown, transfer?: Transferable[]) => void = () => undefined
let frames = 0
const openFrame: OpenFrame = port => {
  const frame = ++frames
  tellPage({ kind: 'open', frame, port }, [port])
  return () => tellPage({ kind: 'close', frame })
}
const sandboxAssets = createAssets()

/** One session is worked on in one tab at a time: the lock is held until this worker ends. */
function holdSession(id: string): Promise<boolean> {
  return new Promise(resolve => {
    void navigator.locks.request(`deskhand:session:${id}`, { ifAvailable: true }, lock => {
      resolve(lock !== null)
      return lock ? new Promise(() => undefined) : undefined
    })
  })
}

const scratchFolder = (id: string): Promise<Result<FileSystemDirectoryHandle>> =>
  stored('opening the scratch folder', async () => {
    const storage = await navigator.storage.getDirectory()
    const all = await storage.getDirectoryHandle('scratch', { create: true })
    return ok(await all.getDirectoryHandle(id, { create: true }))
  })

async function openLog(id: string): Promise<Result<{ row: SessionRow; log: Log }>> {
  const rows = await sessions.list()
  if (!rows.ok) return rows
  const known = rows.value.find(each => each.id === id)
  const row = known ? ok(known) : await sessions.create(id, '')
  if (!row.ok) return row
  const log = await sessions.open(id)
  return log.ok ? ok({ row: row.value, log: log.value }) : log
}

/** Everything it needs is opened at once: the person may be typing already. */
const open: DeskCommands['open'] = async (id, newsPort): Promise<Result<OpenedSession>> => {
  if (!(await holdSession(id)))
    return failed('fenced', 'This session is open in another tab. Work on it there, or close that tab first.')
  const [logged, opened, scratch, saved] = await Promise.all([
    openLog(id),
    createVault(),
    scratchFolder(id),
    savedChoice(),
  ])
  if (!logged.ok) return logged
  if (!opened.ok) return opened
  if (!scratch.ok) return scratch
  if (!saved.ok) return saved
  const { row, log } = logged.value
  vault = opened.value
  // Whoever reads it asks the same worker, after this.
  void scan.connect('scratch', scratch.value)
  const publish = (news: DeskNews) => {
    newsPort.postMessage(news)
    if (news.failure?.kind === 'fenced') session?.fence()
  }
  const crew = createWorkerCrew(scan, (agent, failure) => void session?.broke(agent, failure))
  const result = await openSession(
    {
      log,
      host,
      vault,
      crew,
      versionOf: (folder, path) => versionOf(folder, path, host.hashOf),
      scratch: createHandleFolder(scratch.value),
      publish,
      sandbox: createEmbeddedSandbox(openFrame, sandboxAssets),
    },
    row.seq,
    saved.value,
  )
  if (!result.ok) return result
  session = result.value
  const { state } = session
  const recent = await log.read(Math.max(1, state.lastSeq - RECENT), state.lastSeq + 1)
  return ok({ row, state, recent: recent.ok ? recent.value : [], choice: saved.value, watching: false })
}

const notOpen = failed('invalid', 'The session is not open yet.')

/** Calls the session's own command once it is open. */
const onSession =
  <Args extends unknown[], T>(call: (session: Session, ...args: Args) => Promise<Result<T>>) =>
  async (...args: Args): Promise<Result<T>> =>
    session ? call(session, ...args) : notOpen

async function connect(session: Session, info: RootInfo, handle: FileSystemDirectoryHandle): Promise<Result<void>> {
  await scan.connect(info.id, handle)
  return session.connect(info, createHandleFolder(handle))
}

/** Out of the vault; or, as what we wrote is not kept twice, out of the folder while the file still is that. */
async function image(session: Session, hash: string): Promise<Result<Uint8Array>> {
  const kept = vault ? await vault.get(hash) : notOpen
  if (kept.ok) return kept
  const change = session.state.changes.findLast(row => row.after.hash === hash && !('to' in row.change))?.change
  const file = change ? await session.folders().get(change.root)?.open(change.path) : undefined
  const bytes = file?.ok ? await file.value.slice(0, file.value.size) : undefined
  if (bytes?.ok && (await host.hashOf(bytes.value)) === hash) return bytes
  return failed('missing', 'What was written there is not kept any more: the file was changed or moved since.')
}

const commands: DeskCommands = {
  open,
  addRoot: onSession(connect),
  reconnectRoot: onSession(async (session, root: string, handle: FileSystemDirectoryHandle) => {
    const info = session.state.roots.find(each => each.id === root)
    return info ? connect(session, info, handle) : failed('invalid', 'That folder does not belong to this session.')
  }),
  setModel: onSession((session, choice, lead, helper) => session.setModel(choice, lead, helper)),
  request: onSession((session, text: string) => session.request(text)),
  steer: onSession((session, to: string, text: string) => session.steer(to, text)),
  stopCommand: onSession((session, agent: string) => session.stopCommand(agent)),
  useSandbox(port, base, names) {
    tellPage = (message, transfer = []) => port.postMessage(message, transfer)
    sandboxAssets.lieAt(base, names)
  },
  pause: onSession(session => session.pause()),
  resume: onSession(session => session.resume()),
  stop: onSession(session => session.stop()),
  answer: onSession((session, id: string, answers: Record<string, string>) => session.answer(id, answers)),
  decline: onSession((session, id: string) => session.decline(id)),
  approvePlan: onSession((session, id: string) => session.approvePlan(id)),
  refusePlan: onSession((session, id: string, why: string) => session.refusePlan(id, why)),
  editTask: onSession((session, task) => session.editTask(task)),
  skipTask: onSession((session, id: string) => session.skipTask(id)),
  addTask: onSession((session, task) => session.addTask(task)),
  decide: onSession((session, id: string, outcome) => session.decide(id, outcome)),
  revokeGrant: onSession((session, grant: string) => session.revokeGrant(grant)),
  undo: onSession((session, scope) => session.undo(scope)),
  redo: onSession((session, scope) => session.redo(scope)),
  keepBeside: onSession((session, effect: string) => session.keepBeside(effect)),
  rename: onSession((session, title: string) => session.rename(title)),
  blob: onSession((session, ref: string) => session.blob(ref)),
  image: onSession(image),
  events: onSession((session, from: number, to: number) => session.events(from, to)),
  readFile: onSession(async (session, root: string, path: string, maxBytes: number) => {
    const folder = session.folders().get(root)
    if (!folder) return failed('permission-lost', 'The folder is not connected. Reconnect it first.')
    const file = await folder.open(path)
    if (!file.ok) return file
    if (file.value.size > maxBytes)
      return failed('too-large', `The file is larger than ${Math.round(maxBytes / 1024)} kB and is not shown.`)
    return file.value.slice(0, file.value.size)
  }),
}

Comlink.expose(commands)
