import type {
  AgentId,
  BlobRef,
  ChangeOp,
  CheckResult,
  Conflict,
  Grant,
  ModelChoice,
  Question,
  RootInfo,
  UndoScope,
  Version,
} from './event.ts'
import type { Failure } from './failure.ts'
import type { Usage } from './message.ts'
import type { RootId } from './place.ts'
import type { Task, TaskId } from './plan.ts'

/** Bumped when the shape or meaning of the state changes: older snapshots are then folded anew. */
export const STATE_VERSION = 4

export type RunStatus =
  | { kind: 'idle' }
  | { kind: 'running' }
  | { kind: 'paused'; why: 'person' | 'refused' | 'permission-lost' | 'trouble' | 'reload'; failure?: Failure }
  | { kind: 'done' }
  | { kind: 'stopped' }
  | { kind: 'failed'; failure?: Failure }

export interface AgentState {
  id: AgentId
  task?: TaskId
  model: string
  status: 'working' | 'waiting' | 'done' | 'failed' | 'stopped' | 'interrupted'
  startedAt: number
  endedAt?: number
  /** Seconds-long waits are shown: why, and until when. */
  waiting?: { why: Failure; until: number }
  /** The tool call under way, or the last thing done; that it thinks, while a model does. */
  now: string
  turns: number
  usage: Usage
  /** Tokens of its conversation as of its last message. */
  context?: number
  failure?: Failure
}

export interface TaskState {
  task: Task
  status: 'planned' | 'running' | 'checking' | 'done' | 'failed' | 'skipped' | 'interrupted'
  /** False until the person approved the plan with this task in it as it is. */
  approved: boolean
  /** Times its criteria were checked, and the call that the last check answered. */
  checked: number
  checkedFor?: string
  agent?: AgentId
  attempt: number
  startedAt?: number
  endedAt?: number
  checks: CheckResult[]
  report?: string
  failure?: Failure
}

export interface PlanState {
  id: string
  /** The run it belongs to. */
  run: string | null
  goal: string
  assumptions: string[]
  tasks: TaskId[]
  status: 'proposed' | 'approved' | 'refused'
  /** Tool calls whose revisions are in it already. */
  revisions: string[]
  /** The last revision, when the person did not want it. */
  refusedRevision?: { call: string; why: string }
}

export interface QuestionState {
  id: string
  run: string | null
  agent: AgentId
  questions: Question[]
  conflict?: Conflict
  status: 'pending' | 'answered' | 'declined' | 'superseded'
  answers: Record<string, string>
}

export interface PermissionState {
  id: string
  agent: AgentId
  op: ChangeOp
  bytes: number
  status: 'pending' | 'allowed' | 'allowed-for-session' | 'refused'
}

export interface ChangeState {
  effect: string
  agent: AgentId
  task?: TaskId
  change: ChangeOp
  before: Version | null
  after: { size: number; hash: string }
  /** The grant that allowed it. */
  grant: string
  made: string[]
  /** Where in the folder a copy of the person's version is kept as well. */
  kept?: string
  /** The number of the event it began with. */
  seq: number
  at: number
  status: 'open' | 'done' | 'failed' | 'unknown' | 'undone'
  /** The file right after the change. */
  version?: Version
  /** The folders that went because it left them empty, and the number of the event that told so. */
  emptied?: { folders: string[]; seq: number }
  /** Set when an undo could not restore it. */
  refusedUndo?: Failure
  /** Set when it could not be done again. */
  refusedRedo?: Failure
  /** An undo or a redo of it has begun and its end is not written down yet. */
  turning?: { way: 'back' | 'again'; id: string; made: string[] }
  /** The number of the event that took it back. */
  undoneAt?: number
  failure?: Failure
}

/** One row of the conversation in the middle of the screen, oldest first. `seq` is the event it came from. */
export type Item =
  | { kind: 'request'; seq: number; at: number; text: string }
  | { kind: 'steer'; seq: number; at: number; id: string; to: AgentId; text: string; delivered: boolean }
  /** A finished message of the lead or a helper; its full body is `body`. */
  | {
      kind: 'message'
      seq: number
      at: number
      agent: AgentId
      text: string
      thinking: string
      body: BlobRef
      sources?: number
    }
  | {
      kind: 'tool'
      seq: number
      at: number
      agent: AgentId
      call: string
      tool: string
      summary: string
      status: 'running' | 'done' | 'failed'
      result?: string
      body?: BlobRef
      failure?: Failure
    }
  | { kind: 'question'; seq: number; at: number; id: string }
  | { kind: 'plan'; seq: number; at: number; id: string }
  | { kind: 'permission'; seq: number; at: number; id: string }
  /** What the lead says at the end of a run. */
  | { kind: 'report'; seq: number; at: number; text: string; open: string[]; body: BlobRef }
  | { kind: 'notice'; seq: number; at: number; tone: 'info' | 'warn' | 'error'; text: string; agent?: AgentId }

export interface UndoState {
  undo: string
  seq: number
  scope: UndoScope
  effects: number
  restored: number
  refused: number
  verified: number
  /** Changes that were done again in the same way count here; `undo` is then the id of the redo. */
  redone?: number
  ended: boolean
}

/** Everything the screen and the desk know of a session: a fold of its log, plain data throughout. */
export interface SessionState {
  stateVersion: number
  id: string
  title: string
  model: ModelChoice
  status: RunStatus
  run: string | null
  /** The first one that is not scratch is the home: paths without a prefix are in it. */
  roots: RootInfo[]
  lostRoots: RootId[]
  /** Oldest first. Of a long session the desk and the screen have only the newest, and what is still open. */
  items: Item[]
  /** What was said of text that nobody sees, so that it is said once. */
  hiddenSaid: string[]
  agents: Record<AgentId, AgentState>
  plan: PlanState | null
  /** How many were proposed so far. */
  plans: number
  tasks: Record<TaskId, TaskState>
  questions: Record<string, QuestionState>
  permissions: Record<string, PermissionState>
  grants: Grant[]
  /** Tokens after which a helper is told to come to an end; absent, only the house's own limits hold. */
  budget?: number
  /** Oldest first. */
  changes: ChangeState[]
  undos: UndoState[]
  usage: Usage
  /** Of a try-out: the session whose folders it works on a copy of. */
  trialOf?: { session: string; title: string }
  /** The folder that a copy of the session is kept in. */
  copyIn?: RootId | null
  lastSeq: number
  lastAt: number
}

export const emptyState = (id: string): SessionState => ({
  stateVersion: STATE_VERSION,
  id,
  title: '',
  model: { provider: 'builtin' },
  status: { kind: 'idle' },
  run: null,
  roots: [],
  lostRoots: [],
  items: [],
  agents: {},
  plan: null,
  plans: 0,
  tasks: {},
  questions: {},
  permissions: {},
  grants: [],
  changes: [],
  hiddenSaid: [],
  undos: [],
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  lastSeq: 0,
  lastAt: 0,
})

export const homeOf = (roots: readonly RootInfo[]): RootId =>
  roots.find(root => root.kind !== 'scratch')?.id ?? 'scratch'
