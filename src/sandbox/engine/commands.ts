import type { GivenFile, Printed, TreeChanges } from '../../ports/sandbox.ts'

export interface EngineRan {
  exitCode: number
  reason: 'exit' | 'timeout' | 'stopped'
  stdout: Printed
  stderr: Printed
}

/** What the desk may ask of an agent's engine, over a port of its own. Errors cross as thrown ones. */
export interface EngineCommands {
  refresh(under: readonly string[], put: readonly GivenFile[], drop: readonly string[]): void
  /** `output` carries `OutputChunk`. */
  exec(command: string, seconds: number, stdin: string, output: MessagePort): Promise<EngineRan>
  /** Stops what runs: interrupts, then ends the program. `exec` resolves within a second. */
  stop(): void
  read(path: string): Uint8Array
  write(path: string, bytes: Uint8Array<ArrayBuffer>): void
  changes(): TreeChanges
  /** Answers at once, unless the shell itself is stuck. */
  alive(): true
}

/** What an engine asks of the desk: files of the app itself, and a place for Python's snapshot. */
export interface EngineAssets {
  /** Fails by throwing when the file cannot be had. */
  get(name: string): Promise<Blob>
  snapshot(): Promise<Blob | null>
  keepSnapshot(snapshot: Blob): Promise<void>
}
