import { createChanges } from '../changes/changes.ts'
import type { ChangesDeps } from '../changes/deps.ts'
import { settleOpenChanges } from '../changes/settle.ts'
import type { AgentId, EventDraft, ModelChoice, OutsideChange, RootInfo } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { SCRATCH } from '../domain/place.ts'
import type { SessionState } from '../domain/state.ts'
import { type Changes, PERSON } from '../ports/changes.ts'
import type { Crew } from '../ports/crew.ts'
import type { DeskCommands, DeskNews } from '../ports/desk.ts'
import type { Folder, VersionOf } from '../ports/folder.ts'
import type { Host } from '../ports/host.ts'
import type { Log } from '../ports/log.ts'
import type { HostedRuntime, Sandbox } from '../ports/sandbox.ts'
import type { Vault } from '../ports/vault.ts'
import { createAgentDesk } from './agent-desk.ts'
import { agentBroke, type DeskFor } from './agents.ts'
import { applyTried } from './apply-tried.ts'
import { bringIn } from './bring-in.ts'
import { decideConflict } from './conflicts.ts'
import { pause, request, resume, steer, stop } from './control.ts'
import { createFolderCopy } from './copy/folder-copy.ts'
import { addTask, answer, approvePlan, editTask, refusePlan, skipTask } from './decisions.ts'
import type { Desk } from './desk.ts'
import { endNow, everyone } from './ending.ts'
import { foldersOfLeftovers } from './leftovers.ts'
import { type OpenedState, openState } from './opening.ts'
import { createOutside } from './outside.ts'
import { decide, permit } from './permit.ts'
import { createPlanRun } from './plan-run.ts'
import { createRecord } from './record.ts'
import { createRows, type SessionRows } from './rows.ts'
import { createCommands } from './run-command.ts'
import { keepBeside, redo, undo } from './undo.ts'
import { createWaits } from './waits.ts'

export interface SessionDeps {
  log: Log
  host: Host
  vault: Vault
  crew: Crew
  versionOf: VersionOf
  /** The session's scratch folder. */
  scratch: Folder
  publish(news: DeskNews): void
  /** Whether what is overwritten is kept in the person's folder as well; yes where nobody says. */
  keepsBefore?(): Promise<boolean>
  /** Takes away the unfinished new files that a crash of ours left right inside these folders; gives how many. Absent where none are. */
  sweep?(root: string, folders: readonly string[]): Promise<Result<number>>
  /** Where agents' commands run; absent where there are none. */
  sandbox?: Sandbox
  /** The runtime of others beside it; absent where there is none. */
  hosted?: HostedRuntime
}

/** The commands a page has, less those that carry what only a page or a worker can hold. */
export interface Session
  extends Omit<DeskCommands, 'open' | 'addRoot' | 'reconnectRoot' | 'image' | 'readFile' | 'useSandbox' | 'tried'> {
  readonly state: SessionState
  /** Connects one of the session's folders, new or known, and settles what an interruption left open in it. */
  connect(info: RootInfo, folder: Folder): Promise<Result<void>>
  folders(): ReadonlyMap<string, Folder>
  /** Something changed files of that folder; our own changes are told apart here. */
  seenOutside(root: string, changes: readonly OutsideChange[]): void
  /** Another tab took over: nothing may be changed from here any more. */
  fence(): void
  /** An agent's worker failed as such. */
  broke(agent: AgentId, failure: Failure): Promise<void>
}

/**
 * A session, opened from its log. What it knows is a fold of the log; all it holds beside are the agents that live right now.
 * Opening an interrupted session writes down that it was interrupted, and starts nothing by itself.
 */
export async function openSession(deps: SessionDeps, seq: number, choice: ModelChoice): Promise<Result<Session>> {
  const opened = await openState(deps.log, seq, choice)
  return opened.ok ? ok(await sessionOf(deps, opened.value)) : opened
}

/** The session whose state was opened already. What that wrote down is told here. */
export async function sessionOf(deps: SessionDeps, opened: OpenedState): Promise<Session> {
  const folders = new Map<string, Folder>([[SCRATCH, deps.scratch]])
  const desk = createDesk(deps, opened, folders)
  if (opened.told.length > 0) desk.publish({ events: opened.told, signals: [] })
  await desk.sweep(SCRATCH)
  return commandsOf(desk, folders)
}

interface OpenDesk extends Desk {
  changesDeps: ChangesDeps
  /** Before what a crash left open is settled: a folder made for nothing can be taken away only when it is empty. */
  sweep(root: string): Promise<void>
  deskFor: DeskFor
  rows: SessionRows
  copy: ReturnType<typeof createFolderCopy>
  outside: ReturnType<typeof createOutside>
}

function createDesk(deps: SessionDeps, { state, pages, kept }: OpenedState, folders: Map<string, Folder>): OpenDesk {
  const { log, host, crew } = deps
  const publish = (news: DeskNews) => {
    deps.publish(news)
    copy.saw(news.events)
    outside.saw(news.events)
  }
  const rows = createRows(log, state, pages)
  const record = createRecord(log, state, publish, kept, rows)
  const changesDeps: ChangesDeps = {
    session: log.session,
    folders: () => folders,
    roots: () => state.roots,
    vault: deps.vault,
    host,
    versionOf: deps.versionOf,
    decide: (conflict, who) => decideConflict(desk, conflict, who),
    keepsBefore: async () => (await deps.keepsBefore?.()) ?? true,
    record,
    state: () => state,
    permit: (op, bytes, who) => permit(desk, op, bytes, who),
    mayGoOn: who =>
      (desk.fenced && who.agent !== PERSON.agent) || who.isAlive?.() === false
        ? failed('stopped', 'The run was stopped: nothing more is changed.').failure
        : null,
  }
  const changes: Changes = createChanges(changesDeps)
  const deskFor: DeskFor = life => createAgentDesk(desk, life, plans)
  const desk: OpenDesk = {
    id: log.session,
    log,
    host,
    state,
    record,
    changes,
    crew,
    waits: createWaits(),
    get commands() {
      return commands
    },
    live: new Map(),
    outdated: new Set(),
    folders: () => folders,
    publish,
    // The built-in planner needs nothing from the page; an endpoint needs its key, which only the page can give.
    setups:
      state.model.provider === 'builtin' ? { lead: { provider: 'builtin' }, helper: { provider: 'builtin' } } : null,
    fenced: false,
    stopping: null,
    pump: () => plans.pump(),
    settle: () => settleOpenChanges(changesDeps),
    versionNow: ({ root, path }) => {
      const folder = folders.get(root)
      return folder ? deps.versionOf(folder, path) : Promise.resolve(ok(null))
    },
    changesDeps,
    async sweep(root) {
      const folders = foldersOfLeftovers(desk, root)
      const swept = folders.length > 0 ? await deps.sweep?.(root, folders) : undefined
      if (swept && !swept.ok) await record([{ type: 'trouble', by: 'desk', failure: swept.failure }], 'relaxed')
    },
    deskFor,
    rows,
    get copy() {
      return copy
    },
    get outside() {
      return outside
    },
  }
  const copy = createFolderCopy(desk, deps.vault)
  const outside = createOutside(desk)
  const plans = createPlanRun(desk, deskFor)
  const commands = createCommands(desk, deps.sandbox ?? null, deps.hosted ?? null)
  return desk
}

function commandsOf(desk: OpenDesk, folders: Map<string, Folder>): Session {
  const { log } = desk
  let tail: Promise<unknown> = Promise.resolve()
  /** Commands of the person are done one after another: two clicks are never half of each. Stop and pause wait for nobody. */
  const inTurn = <T>(command: () => Promise<Result<T>>): Promise<Result<T>> => {
    const done = tail.then(command)
    tail = done.catch(() => undefined)
    return done
  }
  const recordAll = async (...drafts: EventDraft[]): Promise<Result<void>> => {
    const told = await desk.record(drafts, 'strict')
    return told.ok ? ok(undefined) : told
  }
  return {
    state: desk.state,
    folders: () => folders,

    async connect(info, folder) {
      const known = desk.state.roots.some(root => root.id === info.id)
      folders.set(info.id, folder)
      const told = await recordAll(
        known
          ? { type: 'root.reconnected', by: 'person', root: info.id }
          : { type: 'root.added', by: 'person', root: info },
      )
      if (!told.ok) return told
      await desk.sweep(info.id)
      const settled = await settleOpenChanges(desk.changesDeps)
      if (!settled.ok) return settled
      desk.waits.settle(`root-${info.id}`, ok(undefined))
      // Only where agents wait for it: after a reload nothing starts by itself.
      const { status, lostRoots } = desk.state
      const waits = status.kind === 'paused' && status.why === 'permission-lost' && desk.live.size > 0
      return waits && lostRoots.length === 0 ? inTurn(() => resume(desk, desk.deskFor)) : ok(undefined)
    },

    async setModel(choice, lead, helper) {
      const setups = { lead, helper }
      if (desk.setups && JSON.stringify(setups) !== JSON.stringify(desk.setups))
        for (const agent of desk.live.keys()) desk.outdated.add(agent)
      desk.setups = setups
      if (sameChoice(choice, desk.state.model)) return ok(undefined)
      return recordAll({ type: 'model.chosen', by: 'person', model: choice })
    },

    stopCommand: async agent => desk.commands.stop(agent),
    request: text => inTurn(() => request(desk, desk.deskFor, text)),
    steer: (to, text) =>
      text.trim() === ''
        ? Promise.resolve(failed('invalid', 'Write a message first.'))
        : inTurn(() => steer(desk, to, text.trim())),
    pause: () => pause(desk),
    resume: () => inTurn(() => resume(desk, desk.deskFor)),
    stop: () => stop(desk),
    answer: (id, answers) => inTurn(() => answer(desk, id, answers)),
    decline: id => inTurn(() => answer(desk, id, null)),
    approvePlan: id => inTurn(() => approvePlan(desk, id)),
    refusePlan: (id, why) => inTurn(() => refusePlan(desk, id, why)),
    editTask: task => inTurn(() => editTask(desk, task)),
    skipTask: id => inTurn(() => skipTask(desk, id)),
    addTask: task => inTurn(() => addTask(desk, task)),
    decide: (id, outcome) => inTurn(() => decide(desk, id, outcome)),
    revokeGrant: grant => recordAll({ type: 'grant.revoked', by: 'person', grant }),
    async setBudget(tokens) {
      if (tokens !== null && !(Number.isInteger(tokens) && tokens > 0))
        return failed('invalid', 'A limit of tokens is a whole number above 0.')
      return recordAll({ type: 'budget.set', by: 'person', tokens })
    },
    findFiles: (root, limit) => desk.crew.reads.find(root, '**/*', limit),
    undo: scope => inTurn(() => undo(desk, scope)),
    redo: scope => inTurn(() => redo(desk, scope)),
    kept: () => desk.changes.kept(),
    restoreKept: (files, how) => inTurn(() => desk.changes.restoreKept(files, how)),
    removeKept: files => inTurn(() => desk.changes.removeKept(files)),
    applyTried: (tryOut, changes) => inTurn(() => applyTried(desk, tryOut, changes)),
    bringIn: (into, files) => inTurn(() => bringIn(desk, into, files)),
    keepBeside: effect => inTurn(() => keepBeside(desk, effect)),
    async rename(title) {
      const name = title.trim().slice(0, 120)
      if (name === '') return failed('invalid', 'A session needs a name.')
      const told = await recordAll({ type: 'session.renamed', by: 'person', title: name })
      return told.ok ? log.setRow({ title: name }) : told
    },
    seenOutside: (root, changes) => desk.outside.seen(root, changes),
    keepCopy: on => desk.copy.keep(on),
    blob: ref => log.blob(ref),
    // As news, so that they come in order with the events that change them.
    earlier: (item, change) =>
      desk.rows.before({ item, change }, earlier => desk.publish({ events: [], signals: [], earlier })),
    events: (from, to) => log.read(from, to),

    fence() {
      desk.fenced = true
      // The log takes nothing more from here, so nothing is written down.
      endNow(desk, everyone(desk), 'stopped')
    },
    broke: (agent, failure) => agentBroke(desk, agent, failure),
  }
}

const sameChoice = (a: ModelChoice, b: ModelChoice) =>
  a.provider === b.provider && a.baseUrl === b.baseUrl && a.lead === b.lead && a.helper === b.helper
