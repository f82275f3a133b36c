/** What a soak is given. */
export interface Setting {
  /** The address of the built app. */
  app: string
  /** What was asked for as `--name 100`; else what the soak does when it is named, or when all are run. */
  number(name: string, usual: { alone: number; amongAll: number }): number
  /** Tells how it goes. */
  say(text: string): void
}

/** How it went: the last line that is printed, and whether all that was promised held. */
export interface Outcome {
  line: string
  ok: boolean
}

/** A file `tests/soak/<name>.soak.ts` exports one as `soak`, and `npm run soak -- <name>` runs it. */
export type Soak = (setting: Setting) => Promise<Outcome>
