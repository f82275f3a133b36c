import type { BlobRef, EventDraft, SessionEvent } from '../domain/event.ts'
import type { Result } from '../domain/failure.ts'

/** A body kept beside the log, by the hash of its bytes. Text bodies are JSON or plain text. */
export interface Blob {
  ref: BlobRef
  bytes: Uint8Array
}

export interface SessionRow {
  id: string
  title: string
  createdAt: number
  updatedAt: number
  /** As the last run left it. */
  status: string
  /** Number of the latest owner; an append by an older one is refused. */
  epoch: number
  /** Highest sequence number written. */
  seq: number
  logVersion: number
}

/** One session's log, to be looked at only. */
export interface LogReads {
  readonly session: string
  /** Events with `from <= seq < to`, in order, as this version of the program knows them. */
  read(from: number, to: number): Promise<Result<SessionEvent[]>>
  blob(ref: BlobRef): Promise<Result<Uint8Array>>
  /** The newest snapshot of that name and version, or null. */
  snapshot(name: string, version: number): Promise<Result<{ seq: number; state: unknown } | null>>
}

/**
 * One session's append-only log. One writer at a time: opening takes the next epoch, and an append by an older epoch
 * fails as `fenced` and writes nothing.
 */
export interface Log extends LogReads {
  readonly epoch: number
  /**
   * Writes drafts in order, with their bodies, in one transaction: all or none. Resolves with the numbered events once
   * they are on the disk (`strict`) or handed to it (`relaxed`). Appends are never reordered.
   */
  append(drafts: EventDraft[], blobs?: Blob[], durability?: 'strict' | 'relaxed'): Promise<Result<SessionEvent[]>>
  /** Keeps states of projections by their names, as of `seq`: all of them or none. A later call replaces those of the same names. */
  putSnapshots(version: number, seq: number, states: Record<string, unknown>): Promise<Result<void>>
  setRow(change: { title?: string; status?: string }): Promise<Result<void>>
  close(): void
}

export interface BegunSession {
  row: SessionRow
  log: Log
  /** What it began with, numbered. */
  events: SessionEvent[]
}

/** All sessions of this browser. */
export interface Sessions {
  list(): Promise<Result<SessionRow[]>>
  /**
   * Begins a session, open for writing by its first owner. What it begins with is written in the same transaction (`relaxed`): all of it
   * or no session.
   */
  create(id: string, title: string, first?: EventDraft[]): Promise<Result<BegunSession>>
  /** Opens for writing with the next epoch. Fails as `fenced` when the log is newer than this program. */
  open(id: string): Promise<Result<Log>>
  /** Looks at a session without becoming its owner; also at one that a newer program wrote. */
  look(id: string): Promise<Result<{ row: SessionRow; log: LogReads }>>
  /** Removes the session's events and bodies. Only ever by the person. */
  remove(id: string): Promise<Result<void>>
}
