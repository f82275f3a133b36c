import type { Result } from '../domain/failure.ts'

/** A copy of a session that lies in a folder. */
export interface FoundCopy {
  id: string
  title: string
  updatedAt: number
  events: number
}

/** What came of a session that was brought back: new here, here already, or put beside one it has parted from. */
export interface Arrival {
  id: string
  how: 'new' | 'known' | 'beside'
}

export interface StorageUse {
  /** Bytes of the file versions that each session keeps, by its id. One that two need counts for both. */
  images: Record<string, number>
  /** All of them, each once. */
  vault: number
  /** Those that no session needs, as a crash may leave. */
  spare: number
  /** All that this browser keeps for Deskhand, and how much it would. */
  used: number
  quota: number
  /** The browser has promised not to clear it by itself. */
  lasting: boolean
}

/** What the page asks of the worker that saves sessions and brings them back. */
export interface KeepCommands {
  /** All sessions of this browser in one file. Keys are never part of it. */
  saveAll(): Promise<Result<{ file: Blob; sessions: number }>>
  /** Reads such a file: all of it, or nothing. */
  readBack(file: File): Promise<Result<Arrival[]>>
  /** Copies in the folder of sessions that are not in this browser. */
  find(folder: FileSystemDirectoryHandle): Promise<Result<FoundCopy[]>>
  /** Brings these back out of the folder, whole, and connects them with it. */
  restore(folder: FileSystemDirectoryHandle, ids: string[]): Promise<Result<Arrival[]>>
}
