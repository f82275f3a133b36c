import * as Comlink from 'comlink'
import type { RootInfo } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { SCRATCH } from '../domain/place.ts'
import { fencedFolder } from '../folder/fenced.ts'
import { createHandleFolder } from '../folder/handle-folder.ts'
import { sweepLeftovers } from '../folder/leftovers.ts'
import { keptMarks, type Marks } from '../folder/marks.ts'
import { observeFolder } from '../folder/observe.ts'
import { createOverlayFolder } from '../folder/overlay.ts'
import { triedChanges } from '../folder/tried.ts'
import { versionOf } from '../folder/version.ts'
import type { DeskCommands, DeskNews, TriedChange } from '../ports/desk.ts'
import type { Folder, FolderReads } from '../ports/folder.ts'
import type { LogReads } from '../ports/log.ts'
import type { HostedRuntime } from '../ports/sandbox.ts'
import type { Vault } from '../ports/vault.ts'
import { RUNTIME_ORIGIN } from '../ports/webcontainer.ts'
import { createAssets } from '../sandbox/embedded/assets.ts'
import { createEmbeddedSandbox } from '../sandbox/embedded/embedded.ts'
import type { OpenFrame } from '../sandbox/embedded/frame.ts'
import { Runtime } from '../sandbox/webcontainer/runtime.ts'
import { createWebContainerSandbox } from '../sandbox/webcontainer/webcontainer.ts'
import { lookBefore } from '../session/rows.ts'
import { openSession, type Session, type SessionDeps, sessionOf } from '../session/session.ts'
import { engineSetting, savedEngine } from '../store/engine-setting.ts'
import { createHost } from '../store/host.ts'
import { keepsBefore } from '../store/keep-setting.ts'
import { freeLeasesOf, stillOwns } from '../store/owner.ts'
import { putSetting } from '../store/settings.ts'
import { stored } from '../store/storage-failure.ts'
import { createVault } from '../store/vault.ts'
import type { OwnedLog } from './desk-log.ts'
import type { ScanCommands } from './scan-commands.ts'
import { announce } from './watch-session.ts'
import { createWorkerCrew } from './worker-crew.ts'

/** All of a desk's commands but opening it. */
export type EngineCommands = Omit<DeskCommands, 'open'>

interface Trial {
  base: FolderReads
  overlay: Folder
  marks: Marks
}

const host = createHost()
const scanWorker = new Worker(new URL('./scan.worker.ts', import.meta.url), { type: 'module', name: 'scan' })
const scan = Comlink.wrap<ScanCommands>(scanWorker)
let session: Session | null = null
let vault: Vault | null = null
/** Set instead of `session` where it can only be looked at. */
let looking: LogReads | null = null
let tellWatcher: (news: DeskNews) => void = () => undefined
/** Says whether this desk still is the session's owner: asked right before every effect on a folder. */
let mayWrite: () => Promise<Failure | null> = async () => notOpen.failure
const fenced = (folder: Folder) => fencedFolder(folder, () => mayWrite(), host.clock.now)
const folderOf = (handle: FileSystemDirectoryHandle) => fenced(createHandleFolder(handle))

/* ---- the sandbox: its frames are the page's, all else goes past the page ---- */

let tellPage: (message: unknown, transfer?: Transferable[]) => void = () => undefined
let frames = 0
const openFrame: OpenFrame = port => {
  const frame = ++frames
  tellPage({ kind: 'open', frame, port }, [port])
  return () => tellPage({ kind: 'close', frame })
}
const sandboxAssets = createAssets()

const runtime = new Runtime(port => {
  const frame = ++frames
  tellPage({ kind: 'open-runtime', frame, port }, [port])
  return () => tellPage({ kind: 'close-runtime', frame })
})
const hosted: HostedRuntime = {
  sandbox: createWebContainerSandbox(runtime),
  origin: RUNTIME_ORIGIN,
  choice: savedEngine,
  choose: choice => putSetting(engineSetting, choice),
  mayWork: () => navigator.onLine && self.crossOriginIsolated && runtime.mayWork(),
}

const scratchFolder = (id: string): Promise<Result<FileSystemDirectoryHandle>> =>
  stored('opening the scratch folder', async () => {
    const storage = await navigator.storage.getDirectory()
    const all = await storage.getDirectoryHandle('scratch', { create: true })
    return ok(await all.getDirectoryHandle(id, { create: true }))
  })

/** For a session that is only looked at. */
export async function watchWith(log: LogReads, publish: (news: DeskNews) => void): Promise<EngineCommands> {
  const opened = await createVault(log.session)
  if (opened.ok) vault = opened.value
  looking = log
  tellWatcher = publish
  return commands
}

/** Puts the session of this log to work. Resolves with what the person can command; a failure where it cannot be worked on. */
export async function workOn(
  { log, seq, choice, opened, silent }: OwnedLog,
  publish: (news: DeskNews) => void,
): Promise<Result<{ commands: EngineCommands; fence(): void }>> {
  const id = log.session
  const [images, scratch] = await Promise.all([createVault(id), scratchFolder(id)])
  if (!images.ok) return images
  if (!scratch.ok) return scratch
  // The other owner can start nothing more from here on; what it held when it fell silent is set free.
  await freeLeasesOf(silent)
  vault = images.value
  mayWrite = stillOwns(log)
  // Whoever reads it asks the same worker, after this.
  void scan.connect('scratch', scratch.value)
  const tellWatchers = announce(id)
  const deps: SessionDeps = {
    log,
    host,
    vault: images.value,
    crew: createWorkerCrew(scan, (agent, failure) => void session?.broke(agent, failure)),
    versionOf: (folder, path) => versionOf(folder, path, host.hashOf),
    scratch: folderOf(scratch.value),
    publish(news) {
      publish(news)
      tellWatchers(news)
    },
    keepsBefore,
    async sweep(root, folders) {
      // A try-out leaves nothing in the folder itself.
      const handle = root === SCRATCH ? scratch.value : trials.has(root) ? undefined : handles.get(root)
      return handle ? sweepLeftovers(handle, folders) : ok(0)
    },
    sandbox: createEmbeddedSandbox(openFrame, sandboxAssets),
    hosted,
  }
  const working = opened ? ok(await sessionOf(deps, opened)) : await openSession(deps, seq, choice)
  if (!working.ok) return working
  session = working.value
  return ok({ commands, fence: session.fence })
}

const notOpen = failed('invalid', 'The session is not open yet.')
const onlyLooking = failed('not-allowed', 'This session can only be looked at here.')

/** Calls the session's own command once it is open. */
const onSession =
  <Args extends unknown[], T>(call: (session: Session, ...args: Args) => Promise<Result<T>>) =>
  async (...args: Args): Promise<Result<T>> =>
    session ? call(session, ...args) : looking ? onlyLooking : notOpen

/** The session's folders as the browser gave them. */
const handles = new Map<string, FileSystemDirectoryHandle>()
/** Ways to stop watching the session's folders. */
const observing = new Map<string, () => void>()

async function connect(session: Session, info: RootInfo, handle: FileSystemDirectoryHandle): Promise<Result<void>> {
  const trial = session.state.trialOf ? await openTrial(session.state.id, info.id, handle) : null
  if (trial && !trial.ok) return trial
  if (trial) trials.set(info.id, trial.value)
  else await scan.connect(info.id, handle)
  observing.get(info.id)?.()
  observing.set(
    info.id,
    observeFolder(handle, changes => session.seenOutside(info.id, changes)),
  )
  handles.set(info.id, handle)
  return session.connect(info, trial ? fenced(trial.value.overlay) : folderOf(handle))
}

/** The folders of a try-out, each with the layer over it that takes the changes. */
const trials = new Map<string, Trial>()

/** What a try-out has changed lies in the browser's own storage, and so outlives the page. */
const openTrial = (id: string, root: string, handle: FileSystemDirectoryHandle): Promise<Result<Trial>> =>
  stored('opening the try-out', async () => {
    const storage = await navigator.storage.getDirectory()
    const own = await (await storage.getDirectoryHandle('trials', { create: true })).getDirectoryHandle(id, {
      create: true,
    })
    const layer = await own.getDirectoryHandle(root, { create: true })
    const [upper, kept] = await Promise.all([
      layer.getDirectoryHandle('files', { create: true }),
      layer.getDirectoryHandle('marks', { create: true }),
    ])
    const marks = await keptMarks(createHandleFolder(kept), host.hashOf, (path, mark) => scan.mark(root, path, mark))
    if (!marks.ok) return marks
    await scan.connect(root, handle, { upper, marks: marks.value.all })
    const base = createHandleFolder(handle)
    const overlay = createOverlayFolder(base, createHandleFolder(upper), marks.value, host.hashOf)
    return ok({ base, overlay, marks: marks.value })
  })

async function tried(): Promise<Result<TriedChange[]>> {
  const all: TriedChange[] = []
  for (const [root, trial] of trials) {
    const changes = await triedChanges(root, trial, host.hashOf)
    if (!changes.ok) return changes
    all.push(...changes.value)
  }
  return ok(all)
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

const commands: EngineCommands = {
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
  setBudget: onSession((session, tokens: number | null) => session.setBudget(tokens)),
  findFiles: onSession((session, root: string, limit: number) => session.findFiles(root, limit)),
  revokeGrant: onSession((session, grant: string) => session.revokeGrant(grant)),
  undo: onSession((session, scope) => session.undo(scope)),
  redo: onSession((session, scope) => session.redo(scope)),
  kept: onSession(session => session.kept()),
  restoreKept: onSession((session, files, how) => session.restoreKept(files, how)),
  removeKept: onSession((session, files) => session.removeKept(files)),
  tried: onSession(tried),
  applyTried: onSession((session, tryOut: string, changes) => session.applyTried(tryOut, changes)),
  bringIn: onSession((session, into, files) => session.bringIn(into, files)),
  keepBeside: onSession((session, effect: string) => session.keepBeside(effect)),
  keepCopy: onSession((session, on: boolean) => session.keepCopy(on)),
  rename: onSession((session, title: string) => session.rename(title)),
  blob: async ref => (looking ? looking.blob(ref) : onSession((open: Session) => open.blob(ref))()),
  image: async hash => (looking && vault ? vault.get(hash) : onSession(image)(hash)),
  earlier: async (item, change) =>
    looking
      ? lookBefore(looking, { item, change }, earlier => tellWatcher({ events: [], signals: [], earlier }))
      : onSession((open: Session) => open.earlier(item, change))(),
  events: async (from, to) =>
    looking ? looking.read(from, to) : onSession((open: Session) => open.events(from, to))(),
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
