import * as Comlink from 'comlink'
import { render } from 'solid-js/web'
import type { ModelChoice, RootInfo } from './domain/event.ts'
import { failed, ok, type Result, unexpected } from './domain/failure.ts'
import { SCRATCH } from './domain/place.ts'
import { parseBaseUrl } from './model/anthropic/endpoint.ts'
import { onFolderDrop } from './page/drop-folder.ts'
import { askToUse, canPickFolders, mayUse, pickFolder } from './page/pick-folder.ts'
import type { AgentCommands, DeskCommands, DeskNews, OpenedSession } from './ports/desk.ts'
import type { ModelSetup } from './ports/model.ts'
import { createHandles } from './store/handles.ts'
import { forgetKey, getKey, putKey } from './store/key.ts'
import { createSessions } from './store/sessions.ts'
import { getSetting, putSetting, type Setting } from './store/settings.ts'
import { App } from './ui/app.tsx'
import type { ChosenFolder, DeskClient, ModelSettings, OpenDesk } from './ui/desk-client.ts'
import agentUrl from './workers/agent.worker.ts?worker&url'

const sessions = createSessions()
const handles = createHandles()

const BUILTIN: ModelChoice = { provider: 'builtin' }
const ANTHROPIC = 'https://api.anthropic.com'
/** The names in this tab's and this browser's small storage. */
const DRAFT = 'deskhand:draft'
const TAB_KEY = 'deskhand:key:'

/* ---- the model ---- */

const modelSetting: Setting<ModelChoice> = { name: 'model', is: isChoice }

const isText = (value: unknown) => value === undefined || typeof value === 'string'

function isChoice(value: unknown): value is ModelChoice {
  if (typeof value !== 'object' || value === null) return false
  const { provider, baseUrl, lead, helper } = value as Record<string, unknown>
  return (provider === 'builtin' || provider === 'anthropic') && [baseUrl, lead, helper].every(isText)
}

const endpointOf = (choice: ModelChoice) => new URL(choice.baseUrl ?? ANTHROPIC).origin

async function savedChoice(): Promise<ModelChoice> {
  const saved = await getSetting(modelSetting)
  return (saved.ok && saved.value) || BUILTIN
}

async function keyFor(choice: ModelChoice): Promise<Result<string | null>> {
  const endpoint = endpointOf(choice)
  const inTab = sessionStorage.getItem(TAB_KEY + endpoint)
  return inTab ? ok(inTab) : getKey(endpoint)
}

/** Claude models have a large window and think; of others we assume what small machines manage. */
function setupOf(choice: ModelChoice, model: string, key: string | null): ModelSetup {
  if (choice.provider === 'builtin') return { provider: 'builtin' }
  const claude = /claude/i.test(model)
  return {
    provider: 'anthropic',
    baseUrl: choice.baseUrl ?? ANTHROPIC,
    key,
    model,
    window: claude ? 200_000 : 32_000,
    maxTokens: claude ? 32_000 : 8_000,
    thinking: claude,
  }
}

async function giveModel(desk: Comlink.Remote<DeskCommands>, choice: ModelChoice): Promise<Result<void>> {
  const key = choice.provider === 'anthropic' ? await keyFor(choice) : ok(null)
  if (!key.ok) return key
  const lead = setupOf(choice, choice.lead ?? 'claude-opus-5-5', key.value)
  const helper = setupOf(choice, choice.helper ?? 'claude-sonnet-5-5', key.value)
  return desk.setModel(choice, lead, helper)
}

async function settings(): Promise<Result<ModelSettings>> {
  const choice = await savedChoice()
  const stored = await getKey(endpointOf(choice))
  if (!stored.ok) return stored
  const inTab = sessionStorage.getItem(TAB_KEY + endpointOf(choice)) !== null
  return ok({ choice, keepKey: stored.value === null ? 'tab' : 'stored', hasKey: inTab || stored.value !== null })
}

async function saveSettings({ choice, key, keepKey }: ModelSettings): Promise<Result<void>> {
  const endpoint = parseBaseUrl(choice.baseUrl ?? ANTHROPIC)
  if (!endpoint.ok) return endpoint
  if (choice.provider === 'anthropic' && key) {
    const { origin } = endpoint.value
    // A key lives in one place only.
    if (keepKey === 'tab') sessionStorage.setItem(TAB_KEY + origin, key)
    else sessionStorage.removeItem(TAB_KEY + origin)
    const kept = await (keepKey === 'tab' ? forgetKey(origin) : putKey(origin, key))
    if (!kept.ok) return kept
  }
  return putSetting(modelSetting, choice.provider === 'anthropic' ? { ...choice, baseUrl: endpoint.value.url } : choice)
}

/** Asks the endpoint for its models, from the only kind of worker that can reach it. */
async function testConnection({ choice, key }: ModelSettings): Promise<Result<{ models: string[] }>> {
  const endpoint = parseBaseUrl(choice.baseUrl ?? ANTHROPIC)
  if (!endpoint.ok) return endpoint
  const known = key ? ok(key) : await keyFor(choice)
  if (!known.ok) return known
  const address = `${agentUrl}${agentUrl.includes('?') ? '&' : '?'}to=${encodeURIComponent(endpoint.value.origin)}`
  const worker = new Worker(address, { type: 'module', name: 'endpoint test' })
  try {
    const offered = await Comlink.wrap<AgentCommands>(worker).models(endpoint.value.url, known.value)
    return offered.ok ? ok({ models: offered.value }) : offered
  } finally {
    worker.terminate()
  }
}

/* ---- folders ---- */

const chosen = (handle: FileSystemDirectoryHandle, access: RootInfo['access']): ChosenFolder => ({
  info: { id: slug(handle.name), name: handle.name, access, kind: 'folder' },
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
    return { ok: false, failure: unexpected(error, 'making the practice folder') }
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

async function open(id: string, hear: (news: DeskNews) => void): Promise<Result<OpenDesk>> {
  const worker = new Worker(new URL('./workers/desk.worker.ts', import.meta.url), { type: 'module', name: 'desk' })
  const desk = Comlink.wrap<DeskCommands>(worker)
  const news = new MessageChannel()
  news.port1.onmessage = ({ data }: MessageEvent<DeskNews>) => hear(data)
  const close = () => {
    news.port1.close()
    worker.terminate()
  }
  // A worker that cannot start answers nothing at all.
  const broken = new Promise<Result<OpenedSession>>(resolve => {
    worker.onerror = event =>
      resolve(failed('bug', 'The desk could not start. Reload the page to try again.', { detail: event.message }))
  })
  // The worker loads meanwhile.
  const choice = await savedChoice()
  const opened = await Promise.race([desk.open(id, choice, Comlink.transfer(news.port2, [news.port2])), broken])
  if (!opened.ok) {
    close()
    // Another tab has the same blank sheet before it: take a new one.
    if (opened.failure.kind === 'fenced' && id === localStorage.getItem(DRAFT)) return open(newDraft(), hear)
    return opened
  }
  const { state } = opened.value
  // A blank sheet follows the settings; a session that has begun stays with the model it began with.
  const given = await giveModel(desk, state.run === null ? choice : state.model)
  if (!given.ok) hear({ events: [], signals: [], failure: given.failure })
  return ok({
    opened: opened.value,
    calls: desk,
    async addFolder(folder) {
      const root = await idFor(id, folder)
      if (!root.ok) return root
      const added = await desk.addRoot({ ...folder.info, id: root.value }, folder.handle)
      return added.ok ? handles.put(id, root.value, folder.handle) : added
    },
    reconnect: (root, ask) => reconnect(desk, id, root, ask),
    useModel: chosenModel => giveModel(desk, chosenModel.choice),
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
  return desk.reconnectRoot(root.id, kept.value)
}

/** The browser forgot the folder, as it may: the person shows it to us once more. */
async function chooseAgain(desk: Comlink.Remote<DeskCommands>, session: string, root: RootInfo): Promise<Result<void>> {
  const picked = await pickFolder(root.access)
  if (!picked.ok) return picked
  if (!picked.value) return failed('permission-lost', `The folder "${root.name}" is still not connected.`)
  const back = await desk.reconnectRoot(root.id, picked.value)
  return back.ok ? handles.put(session, root.id, picked.value) : back
}

function newDraft(): string {
  const id = crypto.randomUUID()
  localStorage.setItem(DRAFT, id)
  return id
}

const client: DeskClient = {
  canPickFolders: canPickFolders(),
  newSession: newDraft,
  firstSession: () => {
    const named = /^#session=([\w-]+)$/.exec(location.hash)?.[1]
    return named ? { id: named, draft: false } : { id: localStorage.getItem(DRAFT) ?? newDraft(), draft: true }
  },
  showSession(id) {
    history.replaceState(null, '', id === null ? location.pathname + location.search : `#session=${id}`)
    if (id !== null && id === localStorage.getItem(DRAFT)) localStorage.removeItem(DRAFT)
  },
  sessions: sessions.list,
  open,
  async pickFolder(access) {
    const picked = await pickFolder(access)
    return picked.ok ? ok(picked.value && chosen(picked.value, access)) : picked
  },
  practiceFolder,
  onFolderDrop: (take, over) =>
    onFolderDrop(async dropped => {
      if (!dropped.ok) return take(dropped)
      const entered = await askToUse(dropped.value, 'readwrite')
      take(entered.ok ? ok(chosen(dropped.value, 'readwrite')) : entered)
    }, over),
  settings,
  saveSettings,
  testConnection,
}

render(() => <App client={client} />, document.getElementById('app')!)
