/** What the desk tells its scan worker. Reading itself goes over ports that `serve` is given. */
export interface ScanCommands {
  connect(root: string, handle: FileSystemDirectoryHandle): void
  /** Serves `Reads` over the port: each agent has one of its own. */
  serve(port: MessagePort): void
}
