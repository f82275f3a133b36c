/** Whose program the runtime is, and where it comes from. */
export const RUNTIME_ORIGIN = 'https://stackblitz.com'

/** One text file or many, to be laid under a folder in one go; paths are relative to it. */
export type RuntimeTexts = Record<string, string>

/** A file of the runtime's, by its path relative to the folder that was asked for. */
export type RuntimeFile = { path: string; bytes: Uint8Array } | { path: string; link: string }

export interface RuntimeCommand {
  id: number
  command: string
  /** Where it runs, and the folder for what is passing. */
  folder: string
  tmp: string
  stdin: string
}

/** What the runtime says unasked. */
export type RuntimeNews = { kind: 'server'; port: number; url: string }

/**
 * The document that holds the runtime, spoken to by the desk over a port of its own. Paths are relative to the runtime's working
 * folder. Errors cross as thrown ones; a runtime that cannot be reached answers nothing at all, for ever.
 */
export interface RuntimeHost {
  /** `news` carries `RuntimeNews`. Fails at once where the page is not isolated as the runtime needs it. */
  boot(news: MessagePort): Promise<void>
  /** Comes back only when the runtime itself answers. */
  alive(): Promise<true>
  addFolder(path: string): Promise<void>
  lay(folder: string, texts: RuntimeTexts): Promise<void>
  write(path: string, bytes: Uint8Array): Promise<void>
  read(path: string): Promise<Uint8Array>
  /** Also a folder with all that is in it; fine where there is nothing. */
  remove(path: string): Promise<void>
  names(folder: string): Promise<string[]>
  /** Everything below the folder, without what packages and version control keep there. */
  all(folder: string): Promise<RuntimeFile[]>
  /** Resolves with the exit code. `output` carries text as the runtime's terminal prints it, then null at its end. */
  run(command: RuntimeCommand, output: MessagePort): Promise<number>
  kill(id: number): void
}
