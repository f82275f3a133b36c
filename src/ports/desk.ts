import type {
  AgentId,
  BlobRef,
  EngineName,
  EventDraft,
  ModelChoice,
  OutsideChange,
  Question,
  RootInfo,
  SessionEvent,
  Signal,
  UndoScope,
  Version,
} from '../domain/event.ts'
import type { Failure, Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import type { Plan, Task, TaskId } from '../domain/plan.ts'
import type { SessionState } from '../domain/state.ts'
import type { TranscriptEntry } from '../domain/transcript.ts'
import type { Changed, ChangeRequest, KeptFile, KeptPlace, RedoReport, RestoreReport, UndoReport } from './changes.ts'
import type { SessionRow } from './log.ts'
import type { ConnectionCheck, ModelSetup } from './model.ts'
import type { FoundFile } from './reads.ts'
import type { Ran, TreeChange } from './sandbox.ts'

/* ---- between an agent worker and its desk ---- */

/** Where the plan stands, told to the lead: all ended, or the lead is needed before that. */
export interface PlanOutcome {
  status: 'done' | 'needs-you' | 'refused' | 'sent-back'
  /** Problems of the plan itself, or why it was refused. */
  problems: string[]
  tasks: { id: TaskId; title: string; status: string; report: string; failed: string[] }[]
  /** How many messages of the person wait for the lead; they come right after this. */
  messages: number
}

export interface PlanRevision {
  add: Task[]
  change: Task[]
  skip: TaskId[]
  why: string
}

export interface Report {
  summary: string
  /** What was not done, or is uncertain, one sentence each. */
  open: string[]
}

/** A command for the sandbox. `files` are globs of what it may see; absent, it sees everything. */
export interface RunRequest {
  command: string
  files?: string[]
  seconds: number
}

/** What came of a command: what it printed, and what became of each file it changed. */
export interface RunReport extends Ran {
  engine: EngineName
  changed: { op: TreeChange['op']; place: Place; to?: Place; version: Version }[]
  refused: { place: Place; failure: Failure }[]
  /** Sentences about what else is to be known. */
  notes: string[]
}

export type Verdict = { accepted: true } | { accepted: false; problems: string[] }

/**
 * What an agent may ask of its desk, over a port of its own. `call` is the id of the tool call: asking again with the same
 * one, after a reload, joins what is pending or gives the same answer, and never does it twice.
 */
export interface AgentDesk {
  apply(call: string, request: ChangeRequest): Promise<Result<Changed>>
  ask(call: string, questions: Question[]): Promise<Result<{ answers: Record<string, string>; declined: boolean }>>
  submitPlan(call: string, plan: Plan): Promise<Result<PlanOutcome>>
  revisePlan(call: string, revision: PlanRevision): Promise<Result<PlanOutcome>>
  report(call: string, report: Report): Promise<Result<Verdict>>
  /** Runs a command in the agent's own place and brings home what it changed. */
  run(call: string, request: RunRequest): Promise<Result<RunReport>>
  /** Messages of the person that this agent has not got yet. They are in its conversation, and told as delivered, from then on. */
  takeMessages(): Promise<Result<string[]>>
  /** The browser no longer lets us into a folder: pauses the run and resolves once it is connected again. */
  folderLost(root: string, failure: Failure): Promise<Result<void>>
}

/** Everything an agent worker is started with. Also after a reload: then `entries` holds the conversation so far. */
export interface AgentBrief {
  session: string
  agent: AgentId
  role: 'lead' | 'helper'
  task?: TaskId
  system: string
  setup: ModelSetup
  roots: RootInfo[]
  home: string
  entries: TranscriptEntry[]
  /** The person has approved that this agent's task uses the web. */
  web?: true
  /** At `soft` tokens it is told once to come to an end; at the others it is ended. */
  limits: { turns: number; tokens: number; soft?: number }
}

/** Commands to an agent worker, by Comlink. Its `news` port carries what happened. Stop is `terminate()`, never a command. */
export interface AgentCommands {
  /** `desk` speaks `AgentDesk`, `reads` speaks `Reads`, `news` carries `AgentNews`. Returns at once; the end is `agent.ended`. */
  start(brief: AgentBrief, desk: MessagePort, reads: MessagePort, news: MessagePort): void
  pause(): void
  resume(): void
  /** Loads what such an agent will need, so that its start costs nothing. */
  warm(provider: ModelSetup['provider']): void
  /** Tries an endpoint with one small request to each of `models`. Only an agent worker can reach it. */
  check(baseUrl: string, key: string | null, models: readonly string[]): Promise<Result<ConnectionCheck>>
}

export interface BlobText {
  ref: BlobRef
  bytes: Uint8Array
}

/** A batch from an agent. With `ack`, the desk posts `{ack}` back once the batch is in the log. */
export interface AgentNews {
  events: EventDraft[]
  blobs: BlobText[]
  signals: Signal[]
  ack?: number
}

/* ---- between the page and a desk ---- */

/** What the page shows first: the folded state, and the newest events. */
export interface OpenedSession {
  row: SessionRow
  state: SessionState
  recent: SessionEvent[]
  /** The state has only the newest of the items and changes: those before them are asked for with `earlier`. */
  isPart?: true
  /** What the settings say; a session that has begun stays with its own. */
  choice: ModelChoice
  /** Why nothing can be commanded here: another tab works on it, a newer program wrote it, or it is a saved one. */
  watching: 'other-tab' | 'newer' | 'saved' | null
}

/** A batch from the desk: events are in the log already. */
export interface DeskNews {
  events: SessionEvent[]
  signals: Signal[]
  /** Files that others changed while nothing was on, and so nothing is written down; `more` are those that are not named. */
  outside?: { root: string; files: OutsideChange[]; more: number }
  /** Rows before those that the page has: what was asked for with `earlier`. */
  earlier?: Pick<SessionState, 'items' | 'changes'>
  /** Set when the log itself can no longer be written: nothing more happens until the person acts. */
  failure?: Failure
  /** Set when this desk has nothing more to say: another tab took the session over, a newer program the storage, or it cannot work. */
  lost?: 'taken' | 'newer' | 'broken'
}

/** A task as the person writes it. */
export interface NewTask extends Pick<Task, 'title' | 'brief' | 'inputs' | 'outputs' | 'dependsOn'> {
  /** Columns of its tables, or words that stand in what it makes. May be empty where it makes plain texts only. */
  mustHave: string[]
}

/** What a try-out did to one file, to be done to the folder itself. `seen` is what the folder had when the try-out first touched it. */
export interface TriedChange {
  op: 'create' | 'overwrite' | 'move' | 'trash'
  place: Place
  /** Where a moved file went, and the folder that was emptied by it. */
  to?: string
  within?: string
  seen: Version | null
  /** What a file that was made or rewritten has in it. */
  content?: Blob
}

/** A file from outside the session's folders. */
export interface GivenFile {
  name: string
  content: Blob
}

/** What became of it, and the change that brought it: null where the very same was at its place already. */
export interface BroughtFile {
  name: string
  done: Result<{ place: Place; effect: string | null }>
}

/** The page's commands to the desk worker of a session, by Comlink. Failures are data; what comes of a command is news. */
export interface DeskCommands {
  /**
   * Opens (or creates, when `id` is unknown) the session. `news` carries `DeskNews`. Where another tab works on it, it is
   * only shown, as it goes on there; with `takeOver` that tab loses it, also when it does not answer.
   */
  open(id: string, news: MessagePort, takeOver: boolean): Promise<Result<OpenedSession>>
  /** The page's answer to `ModelChoice`: with the key, which is held in memory only. */
  setModel(choice: ModelChoice, lead: ModelSetup, helper: ModelSetup): Promise<Result<void>>
  addRoot(info: RootInfo, handle: FileSystemDirectoryHandle): Promise<Result<void>>
  /** Gives back access to a folder of the session after a reload or a lost grant. */
  reconnectRoot(root: string, handle: FileSystemDirectoryHandle): Promise<Result<void>>
  /** A new request, in a new or a finished session; while one runs, a message to the lead. */
  request(text: string): Promise<Result<void>>
  steer(to: AgentId, text: string): Promise<Result<void>>
  /** Stops the command that this agent runs now, and nothing else. */
  stopCommand(agent: AgentId): Promise<Result<void>>
  pause(): Promise<Result<void>>
  /** Goes on after a pause, a reload or a refusal. */
  resume(): Promise<Result<void>>
  stop(): Promise<Result<void>>
  answer(question: string, answers: Record<string, string>): Promise<Result<void>>
  decline(question: string): Promise<Result<void>>
  approvePlan(plan: string): Promise<Result<void>>
  refusePlan(plan: string, why: string): Promise<Result<void>>
  /** Until the task starts. */
  editTask(task: Task): Promise<Result<void>>
  skipTask(task: TaskId): Promise<Result<void>>
  /** Puts a task of the person's own into the plan. Into one that is approved it comes with what writing its outputs takes. */
  addTask(task: NewTask): Promise<Result<void>>
  decide(permission: string, outcome: 'allowed' | 'allowed-for-session' | 'refused'): Promise<Result<void>>
  revokeGrant(grant: string): Promise<Result<void>>
  /** Tokens after which each helper is told to come to an end, from the next one that starts on; null for no such limit. */
  setBudget(tokens: number | null): Promise<Result<void>>
  undo(scope: UndoScope): Promise<Result<UndoReport>>
  redo(scope: UndoScope): Promise<Result<RedoReport>>
  /** Trash and earlier versions in all connected folders, whoever put them there. */
  kept(): Promise<Result<KeptFile[]>>
  restoreKept(files: readonly KeptPlace[], how: 'back' | 'beside'): Promise<Result<RestoreReport>>
  /** Removes kept files for good, where they still are as they were shown. */
  removeKept(
    files: readonly (KeptPlace & { size: number; mtime: number })[],
  ): Promise<Result<{ removed: number; left: number }>>
  /** Writes what a file was before that change beside it, and says where. */
  keepBeside(effect: string): Promise<Result<Place>>
  /** Puts files that the person brings into a folder: never over what is there, journalled, to be undone like any change. */
  bringIn(into: Place, files: readonly GivenFile[]): Promise<Result<BroughtFile[]>>
  /** Of a try-out: what it comes to, file by file. Nothing of it is in the folder itself. */
  tried(): Promise<Result<TriedChange[]>>
  /**
   * Does to the folders what a try-out of this session did to a copy of them: one after another, journalled, each only where the file
   * still is what the try-out saw. Gives the answer of each, in order.
   */
  applyTried(tryOut: string, changes: readonly TriedChange[]): Promise<Result<Result<void>[]>>
  /** Keeps a copy of the session in its first folder from now on, or no longer. */
  keepCopy(on: boolean): Promise<Result<void>>
  rename(title: string): Promise<Result<void>>
  /** Bytes of a body of the log, or of a file's image in the vault (`before` or `after` hash of a change). */
  blob(ref: BlobRef): Promise<Result<Uint8Array>>
  image(hash: string): Promise<Result<Uint8Array>>
  events(from: number, to: number): Promise<Result<SessionEvent[]>>
  /**
   * Tells as news the rows before the item and the change that came from these events, some thousand of each at most; 0 for none.
   * Answers of which there are more.
   */
  earlier(item: number, change: number): Promise<Result<{ items: boolean; changes: boolean }>>
  /** The files of one of the session's folders, sorted by path, at most so many. What `Reads` does not walk is left out. */
  findFiles(root: string, limit: number): Promise<Result<{ files: FoundFile[]; more: boolean }>>
  /** Text of a file in one of the session's folders, for previews; at most `maxBytes`. */
  readFile(root: string, path: string, maxBytes: number): Promise<Result<Uint8Array>>
  /** The page's side of the sandbox: `frames` opens its frames, and its files lie at the address `base` under these names. */
  useSandbox(frames: MessagePort, base: string, names: Record<string, string>): void
}
