import type { ModelChoice, RootInfo } from '../domain/event.ts'
import type { Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import type { DeskCommands, DeskNews, OpenedSession } from '../ports/desk.ts'
import type { Arrival, FoundCopy } from '../ports/keep.ts'
import type { SessionRow } from '../ports/log.ts'
import type { ConnectionCheck } from '../ports/model.ts'
import type { Previews } from '../ports/preview.ts'
import type { EngineChoice } from '../ports/sandbox.ts'
import type { KeptSessions } from './kept-sessions.ts'
import type { SavedSessions } from './saved-sessions.ts'

/** What the screen may ask of an open session. Opening and the model's keys are the client's affair. */
export type DeskCalls = Omit<DeskCommands, 'open' | 'addRoot' | 'reconnectRoot' | 'setModel' | 'useSandbox'>

/** A folder the person has just given us. What is behind it stays with the client. */
export interface ChosenFolder {
  info: RootInfo
  handle: FileSystemDirectoryHandle
}

/** Files that were dropped or chosen; the handle, where there is one, says which. */
export type GivenFiles = readonly { file: File; handle?: FileSystemFileHandle }[]

/** One session with a desk of its own behind it. */
export interface OpenDesk {
  opened: OpenedSession
  /** Resolves when the desk has all it needs to work; until then its commands are not called. */
  ready: Promise<void>
  calls: DeskCalls
  addFolder(folder: ChosenFolder): Promise<Result<void>>
  /**
   * Gives the desk its folder back after a reload or a lost grant. Without `ask` the browser shows nothing, and the
   * answer is `permission-lost` where it would have to; with `ask` it must be called in a click.
   */
  reconnect(root: RootInfo, ask: boolean): Promise<Result<void>>
  /** Where that file lies in the session's folders; null where it is in none. */
  placeOf(handle: FileSystemFileHandle): Promise<Place | null>
  /** Copies in that folder of sessions that this browser does not know. */
  copiesIn(folder: ChosenFolder): Promise<Result<FoundCopy[]>>
  bringBack(folder: ChosenFolder, ids: string[]): Promise<Result<Arrival[]>>
  useModel(settings: ModelSettings): Promise<Result<void>>
  /** Shows the page of a server that a command has started in the runtime of others. */
  previewServer(url: string): void
  /** Ends the desk's worker. The session stays in the log. */
  close(): void
}

/** How the person connects a model. `key` is what is typed now; a key that is kept is never handed out again. */
export interface ModelSettings {
  choice: ModelChoice
  key?: string
  keepKey: 'tab' | 'stored'
  /** Whether what is overwritten is kept in the folder as well, in `.deskhand/before`. */
  keepBefore: boolean
  /** True when a key is there already, in this tab or stored. */
  hasKey: boolean
  /** Which engines may run commands. */
  engine: EngineChoice
}

/** Everything the screen needs from outside, so that it can be tried with a scripted one. */
export interface DeskClient {
  /** False in browsers that cannot let a page into a folder. */
  canPickFolders: boolean
  /** An id for a session that is still a blank sheet. */
  newSession(): string
  /** The session named by the address, or the blank sheet that was opened last and never used. */
  firstSession(): { id: string; draft: boolean }
  /** Names the session in the address, so that a reload comes back to it; null for the draft. */
  showSession(id: string | null): void
  sessions(): Promise<Result<SessionRow[]>>
  /** The answer may be another session than was asked for, where the blank sheet is taken by another tab. */
  open(id: string, hear: (news: DeskNews) => void, takeOver?: boolean): Promise<Result<OpenDesk>>
  /** Makes a new session out of the first `seq` events of another, and gives its id. A `trial` works on a copy of the folders. */
  fork(session: string, seq: number, trial: boolean): Promise<Result<string>>
  /** Must be called in a click. Null when the person closed the picker. */
  pickFolder(access: 'read' | 'readwrite'): Promise<Result<ChosenFolder | null>>
  practiceFolder(): Promise<Result<ChosenFolder>>
  /** Tells of what is dropped on the page, and of what hovers over it. Returns the way to stop it. */
  onDrop(take: {
    folder(folder: Result<ChosenFolder>): void
    saved(file: File): void
    files(files: GivenFiles, target: Element | null): void
    over(hovering: boolean, target: Element | null): void
  }): () => void
  /** What is kept in this browser: how much, and the ways to save it, to bring it back and to remove it. */
  kept(): Promise<KeptSessions>
  /** Sessions as files. */
  saved: SavedSessions
  /** How files look and what changed in them. Its parts are loaded with the first file that is looked at. */
  previews: Previews
  settings(): Promise<Result<ModelSettings>>
  saveSettings(settings: ModelSettings): Promise<Result<void>>
  /** Tries the endpoint with a small request to each of its models. Absent where it cannot be tried. */
  testConnection?(settings: ModelSettings): Promise<Result<ConnectionCheck>>
}
