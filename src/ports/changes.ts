import type { AgentId, UndoScope, Version } from '../domain/event.ts'
import type { Failure, Result } from '../domain/failure.ts'
import type { Place, RootId } from '../domain/place.ts'
import type { TaskId } from '../domain/plan.ts'

/** What the caller last saw at the target: a version, nothing there, or it never looked. */
export type Seen = Version | 'absent' | 'not-looked'

export type ChangeRequest =
  | { kind: 'write'; place: Place; bytes: Uint8Array; seen: Seen }
  /** `within` is a folder that is moved file by file: folders up to it that become empty go too. */
  | { kind: 'move'; place: Place; to: Place; seen: Seen; within?: string }
  | { kind: 'trash'; place: Place; why: string; seen: Seen }

/** Which version stays, where somebody else changed a file that was to be written. */
export type ConflictChoice = 'theirs' | 'ours' | 'both'

export interface Changed {
  effect: string
  /** The file as it is now; for trash, where it lies in the trash. For a write with `to`, that file: the person kept both versions. */
  version: Version
  /** False when the bytes were equal already and nothing was written. */
  changed: boolean
  to?: Place
}

export interface Changer {
  agent: AgentId
  task?: TaskId
  /** Id the change is journalled under, when the caller must be able to ask for it again; a new one otherwise. */
  effect?: string
  /** The person has just said of this very change that it is to be done. */
  answered?: true
  /** False once whoever asks was ended: what it asked for then starts no more. */
  isAlive?(): boolean
}

/** The person's own doing, by a click: needs no grant, and no fence holds it up. */
export const PERSON: Changer = { agent: 'person' }

export interface UndoReport {
  restored: number
  refused: { path: string; failure: Failure }[]
  /** Changes whose files were read back after the undo and are what they were before, byte for byte. */
  verified: number
  /** Files among them that had to be written anew, so that their date of change is not the old one. */
  rewritten: number
}

export interface RedoReport {
  redone: number
  refused: { path: string; failure: Failure }[]
  /** Changes whose files were read back and are what they were before the undo, byte for byte. */
  verified: number
}

export interface KeptPlace {
  root: RootId
  /** In the trash, or among the earlier versions. */
  path: string
}

/** One file that lies in the trash of a folder, or an earlier version of one that was overwritten. */
export interface KeptFile extends KeptPlace {
  kind: 'trash' | 'before'
  /** Where it was, or is, in the folder. */
  original: string
  size: number
  mtime: number
  /** When it was put there; null where nothing tells. */
  at: number | null
  why?: string
  /** An earlier version that is just what the file is now. */
  same: boolean
}

export interface RestoreReport {
  restored: { path: string; to: string }[]
  refused: { path: string; failure: Failure }[]
}

/** Every change of the person's folder goes through here, one at a time per path, in the six steps of ARCHITECTURE.md. */
export interface Changes {
  apply(request: ChangeRequest, who: Changer): Promise<Result<Changed>>
  undo(scope: UndoScope): Promise<Result<UndoReport>>
  /** Does again what was undone and has not been superseded since, the last undone first. */
  redo(scope: UndoScope): Promise<Result<RedoReport>>
  /** Writes what a file was before that change beside it, under a name of its own, and says where. */
  keepBeside(effect: string): Promise<Result<Changed>>
  /** A change by the person's own click. Where the file is not what they saw it is left alone, and nobody is asked. */
  applyOwn(request: ChangeRequest): Promise<Result<Changed>>
  /** Puts a file that the person brings at its place, or, where something else has its name, beside that: then `to` says where. Equal bytes there already are left. */
  bringIn(place: Place, bytes: Uint8Array): Promise<Result<Changed>>
  /** Trash and earlier versions in all connected folders, whoever put them there. */
  kept(): Promise<Result<KeptFile[]>>
  /** Brings them back; `beside` where something else is there, `back` to replace what an earlier version is of. Can be undone. */
  restoreKept(files: readonly KeptPlace[], how: 'back' | 'beside'): Promise<Result<RestoreReport>>
  /** Removes them for good. Only ever by the person. */
  removeKept(
    files: readonly (KeptPlace & { size: number; mtime: number })[],
  ): Promise<Result<{ removed: number; left: number }>>
}
