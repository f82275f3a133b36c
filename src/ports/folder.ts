import type { Version } from '../domain/event.ts'
import type { Failure, Result } from '../domain/failure.ts'

export interface Entry {
  name: string
  kind: 'file' | 'folder'
}
export interface Stat {
  kind: 'file' | 'folder'
  /** Bytes; 0 for a folder. */
  size: number
  /** Milliseconds since 1970, whole; 0 for a folder (browsers do not tell). */
  mtime: number
}
/** One file as it was when opened. Reading fails as `changed-while-reading` once it is edited or gone. */
export interface OpenFile {
  size: number
  mtime: number
  slice(from: number, to: number): Promise<Result<Uint8Array>>
  /** The file as the browser holds it, where there is one: its bytes stay on the disk until they are read. */
  blob?: Blob
}

/** Reading one folder. Paths are as in `Place.path`. Never throws; a lost grant is `permission-lost`. */
export interface FolderReads {
  /** What is in the folder at `path`, in no particular order. Leftover swap files and names that cannot be addressed are left out. */
  list(path: string): Promise<Result<Entry[]>>
  /** Null where there is nothing of that name. */
  stat(path: string): Promise<Result<Stat | null>>
  open(path: string): Promise<Result<OpenFile>>
}

/** Changing one folder. Only `changes/` calls these. */
export interface Folder extends FolderReads {
  /**
   * Replaces or creates the file atomically: readers see the old bytes until the end. Its folder must exist.
   * `lastLook` is asked just before the end; a failure of it abandons the write without a trace.
   */
  write(path: string, bytes: Uint8Array, lastLook: () => Promise<Failure | null>): Promise<Result<void>>
  /** A rename that keeps the file's metadata. Fails as `exists` when `to` is taken; the folder of `to` must exist. */
  move(path: string, to: string): Promise<Result<void>>
  /** Makes one folder; its parent must exist. Fine when it is there already. */
  makeFolder(path: string): Promise<Result<void>>
  /** For undo alone. `lastLook` is asked right before; a failure of it leaves the file. */
  removeFile(path: string, lastLook: () => Promise<Failure | null>): Promise<Result<void>>
  /** Fails as `exists` when something is in it, seen or unseen. Never recursive. */
  removeEmptyFolder(path: string): Promise<Result<void>>
}

/** Folders keep their order: the first is the session's home. */
export type Folders = ReadonlyMap<string, Folder>

export type HashOf = (bytes: Uint8Array) => Promise<string>

export type VersionOf = (folder: FolderReads, path: string) => Promise<Result<Version | null>>
