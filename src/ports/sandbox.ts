import type { AgentId, EngineName } from '../domain/event.ts'
import type { Result } from '../domain/failure.ts'

/** What an engine has. */
export interface Capabilities {
  engine: EngineName
  shell: boolean
  node: boolean
  npm: boolean
  python: boolean
  network: boolean
  /** False where both streams come as one. */
  separateStderr: boolean
  /** False where a command that looks for them could find other agents' files. */
  ownPlace: boolean
}

/** A file put before commands. Its bytes are read only when a command reads them, and only while it is as it was. */
export interface GivenFile {
  /** Absolute, inside the engine's tree: `/work/sales.csv`. */
  path: string
  file: Blob
  mtime: number
}

export interface Command {
  command: string
  /** After this the command is stopped. */
  seconds: number
  stdin?: string
  /** Told the address of a server that the command has started, where the engine can show one. */
  onServer?(url: string): void
}

export type OutputChunk = { channel: 'out' | 'err'; text: string }

/** The beginning and the end of what was printed; `dropped` characters in between are not kept. */
export interface Printed {
  head: string
  tail: string
  dropped: number
}

export interface Ran {
  exitCode: number
  /** `crashed` says that the engine had to be started anew: files outside the given ones are gone. */
  reason: 'exit' | 'timeout' | 'stopped' | 'crashed'
  stdout: Printed
  stderr: Printed
  ms: number
}

/** What a command left different from the files given, one row a file. Paths are absolute in the tree. */
export type TreeChange =
  | { op: 'create'; path: string; bytes: Uint8Array }
  | { op: 'modify'; path: string; bytes: Uint8Array }
  | { op: 'rename'; path: string; to: string }
  | { op: 'delete'; path: string }

export interface TreeChanges {
  changes: TreeChange[]
  /** Links and other things that no folder of the person can hold. */
  left: { path: string; why: string }[]
}

/**
 * One agent's own view: its commands start where the files given to it lie, and see nobody else's. One command at a time. What is only
 * passing lies in `$TMPDIR`. Where an engine holds several views in one place (`ownPlace` false) they are kept apart by folders alone.
 */
export interface SandboxView {
  /**
   * Makes the tree hold exactly these files below `under`, and forgets what commands changed there before. Everything
   * else in the tree, such as `/tmp`, stays.
   */
  refresh(under: readonly string[], files: readonly GivenFile[]): Promise<Result<void>>
  /** Runs a shell command. Aborting `signal` stops it within a second and the view can be used again. */
  exec(command: Command, onOutput: (chunk: OutputChunk) => void, signal: AbortSignal): Promise<Result<Ran>>
  read(path: string): Promise<Result<Uint8Array>>
  write(path: string, bytes: Uint8Array): Promise<Result<void>>
  /** What is different from the files given, as of now. Nothing half-written of a killed command is in it. */
  changes(): Promise<Result<TreeChanges>>
  close(): void
}

/** Runs code where it can reach nothing but the files given to it. Never throws. */
export interface Sandbox {
  readonly capabilities: Capabilities
  fork(agent: AgentId): Promise<Result<SandboxView>>
}

/** Libraries that scripts of the built-in engine can import by name. */
export const LIBRARY_NAMES = [
  'docx',
  '@e965/xlsx',
  'pptxgenjs',
  '@cantoo/pdf-lib',
  'papaparse',
  'fflate',
  'yaml',
] as const

/** What the person has said of the runtime of others: nothing yet, yes where it suits, or no. */
export type EngineChoice = 'ask' | 'automatic' | 'embedded'

/** The runtime of others, which is given files only where the person has agreed. */
export interface HostedRuntime {
  sandbox: Sandbox
  origin: string
  choice(): Promise<Result<EngineChoice>>
  choose(choice: EngineChoice): Promise<Result<void>>
  /** False without a network, and for a while after it could not be reached. */
  mayWork(): boolean
}

/** Where the session's home folder lies in the tree; other folders lie at `/folders/<id>`. */
export const WORK = '/work'
export const FOLDERS = '/folders'
