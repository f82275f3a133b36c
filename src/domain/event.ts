import type { Failure } from './failure.ts'
import type { StopReason, Usage } from './message.ts'
import type { Place, RootId } from './place.ts'
import type { Criterion, Need, Task, TaskId } from './plan.ts'

/**
 * The log's format. A newer log is opened read-only; an older one is read through `migrate.ts`, one step a version.
 * 2 knows of redoing, of edits that come from outside, and of sessions that were brought back or forked.
 */
export const LOG_VERSION = 2

export type AgentId = string

/** What runs commands: the engine that is part of the app, or the runtime of others. */
export type EngineName = 'embedded' | 'webcontainer'
export const LEAD: AgentId = 'lead'

/** Who caused an event: the person, the desk itself, or the agent of that id. */
export type Actor = 'person' | 'desk' | AgentId

/** The hash of a body that is kept beside the log: `sha256:…`. An event itself stays small: mostly under 4 kB, a long task of a plan under 12. */
export type BlobRef = string

/** Which of a file's bytes are meant. The hash is `sha256:…` up to 16 MB and `sha256t16:…` above. */
export interface Version {
  size: number
  mtime: number
  hash: string
}

export interface RootInfo {
  id: RootId
  name: string
  access: 'read' | 'readwrite'
  kind: 'folder' | 'practice' | 'scratch'
}

/** Which model a session uses. Keys are never part of it. */
export interface ModelChoice {
  provider: 'builtin' | 'anthropic'
  /** The endpoint's address, for `anthropic`. */
  baseUrl?: string
  lead?: string
  helper?: string
}

export interface Question {
  id: string
  text: string
  /** Shown as buttons; a free answer is always possible. */
  choices?: string[]
  /** Taken when the person just confirms. */
  suggested?: string
  /** True for a text of several lines that is meant to be edited, like a restated job. */
  long?: boolean
}

/** One change of one file, as it is asked for, journalled and undone. */
export type ChangeOp =
  | { op: 'create'; root: RootId; path: string }
  | { op: 'overwrite'; root: RootId; path: string }
  /** `within` is a folder that is moved file by file: folders up to it that become empty go too. */
  | { op: 'move'; root: RootId; path: string; to: string; within?: string }
  /** `last` where no other file of the folder has these bytes. */
  | { op: 'trash'; root: RootId; path: string; to: string; why: string; last?: true }

/** A file that somebody else changed since an agent saw it, and what the agent was about to write. */
export interface Conflict {
  change: ChangeOp
  /** Null where the file is gone. */
  theirs: Version | null
  ours: { size: number; hash: string }
}

/** How many bytes of a file's content something holds. */
/** `page 3`, `Costs!B4`; `white on white`, `in a hidden row`. */
export interface HiddenPlace {
  at: string
  why: string
}

export interface FileContent {
  root: RootId
  path: string
  bytes: number
}

export interface Grant {
  id: string
  needs: Need[]
  /** Where it came from: an approved plan, or one answer of the person. */
  from: 'plan' | 'answer' | 'session'
}

export type RunOutcome = 'done' | 'stopped' | 'failed'

/** What happened. Facts in the past tense; each is written once, and everything on the screen is read from them. */
export type EventBody =
  | { type: 'session.started'; title: string; model: ModelChoice }
  | { type: 'session.renamed'; title: string }
  | { type: 'model.chosen'; model: ModelChoice }
  | { type: 'root.added'; root: RootInfo }
  | { type: 'root.lost'; root: RootId; failure: Failure }
  | { type: 'root.reconnected'; root: RootId }
  /** A run begins with the person's request and ends with `run.ended`. */
  | { type: 'run.started'; run: string; text: string }
  | { type: 'run.paused'; why: 'person' | 'refused' | 'permission-lost' | 'trouble' | 'reload'; failure?: Failure }
  | { type: 'run.resumed' }
  /** What the lead says at the end; `open` is what was not done or is uncertain. */
  | { type: 'run.reported'; body: BlobRef; text: string; open: string[] }
  | { type: 'run.ended'; outcome: RunOutcome; failure?: Failure }
  /** A message of the person to a working agent; `steer.delivered` says that the agent has it in its conversation. */
  | { type: 'steer.sent'; id: string; to: AgentId; text: string }
  | { type: 'steer.delivered'; id: string }
  | { type: 'agent.started'; agent: AgentId; task?: TaskId; model: string }
  | { type: 'agent.ended'; agent: AgentId; outcome: 'done' | 'failed' | 'stopped' | 'interrupted'; failure?: Failure }
  /** Something put before the model: the person's request, a brief, a steer, a nudge of ours. */
  | { type: 'turn.given'; agent: AgentId; kind: 'request' | 'brief' | 'steer' | 'nudge'; body: BlobRef }
  | {
      type: 'message.finished'
      agent: AgentId
      body: BlobRef
      stop: StopReason
      text: string
      thinking: string
      usage: Usage
      /** How many pages it cites or has read; they are in its body. */
      sources?: number
    }
  /** Results up to that call became pointers to the log, or with `whole` the turns up to it left the conversation, so that it fits the window. */
  | { type: 'context.trimmed'; agent: AgentId; upTo: string; whole: boolean; tokensBefore: number; tokensAfter: number }
  | { type: 'tool.started'; agent: AgentId; call: string; tool: string; summary: string }
  | { type: 'tool.finished'; agent: AgentId; call: string; body: BlobRef; summary: string; failure?: Failure }
  /** Contents of files are in that call's result, and so in the agent's conversation. Long lists come in several of these. */
  | { type: 'files.shown'; agent: AgentId; call: string; files: FileContent[] }
  /** That file, read by that call, has text that nobody sees who opens it: the first places of `total`, and why it is not seen. */
  | { type: 'hidden.found'; agent: AgentId; call: string; file: Place; total: number; found: HiddenPlace[] }
  /** Copies of these files are about to be given to a runtime of others, from `origin`, that works in this browser. */
  | { type: 'engine.given'; agent: AgentId; call: string; origin: string; files: FileContent[] }
  /** The runtime of others could not do a command, and the built-in engine does it. */
  | { type: 'engine.fellBack'; agent: AgentId; call: string; failure: Failure }
  | { type: 'request.sent'; agent: AgentId; request: string; origin: string; bytes: number; attempt: number }
  | { type: 'request.ended'; agent: AgentId; request: string; bytes: number; failure?: Failure }
  /** The endpoint searched the web or read a page for this agent, in the course of its last request. */
  | { type: 'web.asked'; agent: AgentId; kind: 'search' | 'fetch'; what: string }
  | { type: 'request.waiting'; agent: AgentId; why: Failure; until: number; attempt: number }
  | {
      type: 'guard.tripped'
      agent: AgentId
      guard: 'repetition' | 'turns' | 'tokens' | 'agents'
      stopped: boolean
      text: string
    }
  | { type: 'plan.proposed'; plan: string; goal: string; assumptions: string[]; tasks: TaskId[] }
  | { type: 'plan.sentBack'; problems: string[] }
  /** The lead changed the plan while it ran. Tasks that are new or changed wait for approval. `call` tells one revision from another. */
  | { type: 'plan.revised'; plan: string; call: string; why: string; waits: boolean }
  /** The person did not want the lead's change of a running plan: its new tasks are left out, the rest goes on. */
  | { type: 'plan.revisionRefused'; plan: string; why: string }
  | { type: 'plan.approved'; plan: string }
  | { type: 'plan.refused'; plan: string; why: string }
  /** One task of the plan, new or changed. Changing is possible until it starts. */
  | { type: 'task.planned'; plan: string; spec: Task }
  | { type: 'task.started'; task: TaskId; agent: AgentId; attempt: number }
  | { type: 'task.reported'; task: TaskId; body: BlobRef; summary: string }
  | { type: 'task.checked'; task: TaskId; attempt: number; call: string; checks: CheckResult[] }
  | { type: 'task.ended'; task: TaskId; outcome: 'done' | 'failed' | 'skipped' | 'interrupted'; failure?: Failure }
  /** With `conflict`, which of two versions of a file is to stay; both are in the vault. */
  | { type: 'question.asked'; id: string; agent: AgentId; questions: Question[]; conflict?: Conflict }
  | {
      type: 'question.ended'
      id: string
      outcome: 'answered' | 'declined' | 'superseded'
      answers: Record<string, string>
    }
  | { type: 'permission.asked'; id: string; agent: AgentId; op: ChangeOp; bytes: number }
  | { type: 'permission.ended'; id: string; outcome: 'allowed' | 'allowed-for-session' | 'refused' }
  | { type: 'grant.given'; grant: Grant }
  | { type: 'grant.revoked'; grant: string }
  /** How many tokens each helper may use before it is told to come to an end. Null takes the limit away. */
  | { type: 'budget.set'; tokens: number | null }
  /** Step 1 of a change. `before` is null where there was no file. `made` are the folders it had to create. */
  | {
      type: 'file.willChange'
      effect: string
      agent: AgentId
      change: ChangeOp
      before: Version | null
      after: { size: number; hash: string }
      grant: string
      made: string[]
      /** Where in the folder a copy of the person's version is kept as well. */
      kept?: string
    }
  /** `emptied`, where it was to take folders away that it left empty: those that went. */
  | { type: 'file.changed'; effect: string; version: Version; emptied?: string[] }
  | { type: 'file.changeFailed'; effect: string; failure: Failure }
  /** After a crash it could not be told whether the change happened: shown, never overwritten. */
  | { type: 'file.changeUnknown'; effect: string; failure: Failure }
  | { type: 'file.conflict'; change: ChangeOp; agent: AgentId; failure: Failure }
  /** The person removes files of the trash, or earlier versions, for good. */
  | { type: 'kept.willRemove'; root: RootId; files: number; bytes: number }
  | { type: 'kept.removed'; root: RootId; files: number; bytes: number; left: number }
  | { type: 'undo.started'; undo: string; scope: UndoScope; effects: number }
  /** Taking back this change begins: after a crash the disk tells how far it came. */
  | { type: 'file.willRestore'; undo: string; effect: string }
  | { type: 'file.restored'; undo: string; effect: string }
  | { type: 'file.restoreRefused'; undo: string; effect: string; failure: Failure }
  /** `rewritten` counts the files whose bytes are as before and whose date of change is not. */
  | { type: 'undo.ended'; undo: string; restored: number; refused: number; verified: number; rewritten?: number }
  | { type: 'redo.started'; redo: string; scope: UndoScope; effects: number }
  /** `made` are the folders it has to create. */
  | { type: 'file.willRedo'; redo: string; effect: string; made: string[] }
  | { type: 'file.redone'; redo: string; effect: string; version: Version }
  | { type: 'file.redoRefused'; redo: string; effect: string; failure: Failure }
  | { type: 'redo.ended'; redo: string; redone: number; refused: number; verified: number }
  /** Somebody else changed files while a run was on. `more` are those that are not named. */
  | { type: 'files.changedOutside'; root: RootId; files: OutsideChange[]; more: number }
  /** The session was read back from a copy: what was under way when it was made is over, and nothing is allowed any more. */
  | { type: 'session.broughtBack'; from: 'folder' | 'file' }
  /**
   * All before this was taken over from another session, as it was after `seq` of its events. `later` counts the changes of files that
   * were made there since: they stay on the disk, and this log does not know them. With `trial` it is a try-out: its folders are those
   * of the other session with a layer over them that takes every change.
   */
  | { type: 'session.forked'; from: { session: string; title: string; seq: number }; later: number; trial?: true }
  /** What the person liked of a try-out was done to the folders: so many changes, and so many that were left because a file was not as it was. */
  | { type: 'trial.applied'; tryOut: string; applied: number; left: number }
  /** The person wants a copy of this session kept in that folder, or no longer. */
  | { type: 'copy.chosen'; root: RootId | null }
  /** Trouble that belongs to no other event: one sentence for the person. */
  | { type: 'trouble'; failure: Failure }

export interface OutsideChange {
  path: string
  what: 'made' | 'changed' | 'gone'
}

export type UndoScope = { kind: 'session' } | { kind: 'task'; task: TaskId } | { kind: 'change'; effect: string }

export interface CheckResult {
  criterion: Criterion
  ok: boolean
  /** What was found, in one sentence. */
  evidence: string
}

export type EventType = EventBody['type']

/** `seq` orders a session's events, from 1, without gaps; `epoch` is the owner's number, so that a stalled one cannot write later. */
export interface Envelope {
  v: number
  session: string
  seq: number
  epoch: number
  at: number
  by: Actor
  task?: TaskId
}

export type SessionEvent = Envelope & EventBody

/** What an agent or the desk hands to the log, which adds the rest. */
export type EventDraft = EventBody & { by: Actor; task?: TaskId }

/** News that is never written down: always superseded by a durable event. */
export type Signal =
  | { type: 'text'; agent: AgentId; text: string }
  | { type: 'thinking'; agent: AgentId; text: string }
  | { type: 'tool'; agent: AgentId; tool: string }
  /** What a command prints, by which engine it runs, and the page of a server that it has started. */
  | { type: 'progress'; agent: AgentId; text: string; engine?: EngineName; server?: string }
