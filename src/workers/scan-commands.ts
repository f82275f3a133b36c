import type { Mark } from '../folder/marks.ts'

/** What a try-out has over a folder: what was written there, and the marks of its paths. */
export interface TrialLayer {
  upper: FileSystemDirectoryHandle
  marks: ReadonlyMap<string, Mark>
}

/** What the desk tells its scan worker. Reading itself goes over ports that `serve` is given. */
export interface ScanCommands {
  connect(root: string, handle: FileSystemDirectoryHandle, trial?: TrialLayer): void
  /** A path of a try-out's layer is now so. Whoever reads afterwards sees it. */
  mark(root: string, path: string, mark: Mark): void
  /** Serves `Reads` over the port: each agent has one of its own. */
  serve(port: MessagePort): void
}
