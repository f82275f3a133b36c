import type { DeltaRow } from '../tree/delta.ts'

/** A program that the shell starts. It runs in a worker of its own, over a copy of the tree. */
export type Program = 'script' | 'python'

export interface ProgramRun {
  args: string[]
  cwd: string
  env: Record<string, string>
  stdin: Uint8Array<ArrayBuffer>
  /** What changed in the shell's tree since this worker's copy was made the same. */
  delta: DeltaRow[]
  /** For a script: what it may import by name, each ready to be loaded at once. */
  libraries?: Record<string, Blob>
}

/** To a program's worker, over a port that the program itself cannot get at. */
export type ToProgram = { kind: 'run'; run: ProgramRun } | { kind: 'delta'; delta: DeltaRow[] }

export type FromProgram =
  | { kind: 'ready' }
  | { kind: 'failed'; text: string }
  | { kind: 'output'; channel: 'out' | 'err'; bytes: Uint8Array }
  /** Ended: what it changed in its copy, to be changed in the shell's tree too. */
  | { kind: 'done'; exitCode: number; delta: DeltaRow[]; heapBytes: number }
  | { kind: 'snapshot'; bytes: Uint8Array<ArrayBuffer> }

/** The first message to a program's worker, with its port. */
export type ProgramStart =
  | { program: 'script' }
  | {
      program: 'python'
      assets: PythonAssets
      wasm: WebAssembly.Module
      /** The memory of a Python that was started before; absent where it must be started plainly. */
      snapshot?: Uint8Array<ArrayBuffer>
      /** True: make a snapshot, and run nothing. */
      makeSnapshot?: boolean
      /** Absent where the page is not cross-origin isolated. */
      interrupt?: SharedArrayBuffer
    }

export interface PythonAssets {
  loader: Blob
  module: Blob
  stdlib: Blob
}

/** Where the descriptors of the tree are told to go. */
export type Emit = (channel: 'out' | 'err', bytes: Uint8Array) => void
