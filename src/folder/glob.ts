import picomatch from 'picomatch'
import { failed, ok, type Result } from '../domain/failure.ts'

export interface Glob {
  matches: (path: string) => boolean
  /** The folder that the glob names before its first wildcard. */
  start: string
}

const OPTIONS = { dot: true, windows: false }

/** Globs as everywhere: `*` within a name, `**` across folders, `{a,b}`, `[a-z]`. Files whose names start with a dot count. */
export function parseGlob(glob: string): Result<Glob> {
  try {
    const matches = picomatch(glob, OPTIONS)
    const { base, isGlob } = picomatch.scan(glob)
    return ok({ matches, start: isGlob ? base.replace(/\/$/, '') : glob })
  } catch (error) {
    return failed('invalid', `${JSON.stringify(glob)} is not a pattern for file names.`, { detail: String(error) })
  }
}
