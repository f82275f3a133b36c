import { failed, ok, type Result } from './failure.ts'

/** Names one of the session's folders: letters and digits, at least two (so that `C:` is never one). */
export type RootId = string

/** A file or folder: which of the session's folders, and the path inside it (`a/b.txt`; `''` is the folder itself). */
export interface Place {
  root: RootId
  path: string
}

/** The session's own scratch folder in the browser's storage: helpers leave intermediate results there. */
export const SCRATCH: RootId = 'scratch'

/** What we keep in the person's folder lives in here, and goes away with the last thing in it. */
export const OWN_FOLDER = '.deskhand'

/** Longest name Chromium can write: 255 bytes less the 7 of its `.crswap` ending. */
export const MAX_NAME_BYTES = 248

export const samePlace = (a: Place, b: Place) => a.root === b.root && a.path === b.path

/** `receipts/a.txt` in the session's first folder, `scratch:part.json` elsewhere. The inverse of `parsePlace`. */
export const showPlace = (place: Place, home?: RootId) =>
  place.root === home ? place.path || '.' : `${place.root}:${place.path}`

export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
export const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')
export const joinPath = (...parts: string[]) => parts.filter(part => part !== '').join('/')
export const extensionOf = (path: string) => /[^.]\.([^.]+)$/.exec(nameOf(path))?.[1]?.toLowerCase() ?? ''

/** `a/b/c.txt` gives `a`, `a/b`. */
export const foldersAbove = (path: string) => {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

const ROOT_PREFIX = /^([a-z0-9][a-z0-9-]+):(.*)$/s

/**
 * Reads a path that a model or a person wrote. Refuses everything that is not plainly inside one of `roots`:
 * `..`, absolute paths, drive letters, backslashes, control characters. Does not touch the disk.
 */
export function parsePlace(text: string, roots: readonly RootId[], home: RootId): Result<Place> {
  const match = ROOT_PREFIX.exec(text)
  if (match && roots.includes(match[1]!)) return inside(match[1]!, match[2]!.replace(/^\//, ''), text)
  return inside(home, text, text)
}

function inside(root: RootId, path: string, text: string): Result<Place> {
  const shown = JSON.stringify(text)
  if (path === '' || path === '.' || path === './') return ok({ root, path: '' })
  if (path.startsWith('/') || /^[a-z]:([\\/]|$)/i.test(path))
    return failed('invalid', `${shown} is an absolute path. Name files inside the folder, like "notes/list.md".`)
  if (path.includes('\\')) return failed('invalid', `${shown} has a backslash. Separate folders with "/".`)
  const parts = path.replace(/^\.\//, '').replace(/\/$/, '').split('/')
  if (parts.some(part => part === '..' || part === '.'))
    return failed('invalid', `${shown} leaves the folder. Only files inside the folder can be reached.`)
  for (const part of parts) {
    const problem = shapeProblem(part)
    if (problem) return failed('invalid', `${shown} cannot be used: ${problem}.`)
  }
  return ok({ root, path: parts.join('/') })
}

/** Names that Chromium itself refuses to write on a real folder (measured in Chromium 156), told before anything is tried. */
export function nameProblem(name: string): string | null {
  const tooLong = new TextEncoder().encode(name).length > MAX_NAME_BYTES
  return shapeProblem(name) ?? (tooLong ? `a name is longer than ${MAX_NAME_BYTES} bytes` : null)
}

/** Of these it does not even show what is there. A name that is only too long to write can be read, and moved to a shorter one. */
function shapeProblem(name: string): string | null {
  if (name === '') return 'a name is empty'
  if (/\p{Cc}/u.test(name)) return 'a name has a control character'
  if (/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(name)) return 'a name has an invisible character'
  if (/[:?*<>|"]/.test(name)) return `a name has one of : ? * < > | "`
  if (/[. ]$/.test(name)) return 'a name ends with a dot or a space'
  if (/^ /.test(name)) return 'a name starts with a space'
  if (/^~|~$/.test(name)) return 'a name starts or ends with ~'
  if (/^\.\./.test(name)) return 'a name starts with two dots'
  if (/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)) return `"${name}" is a reserved name`
  if (/^(desktop\.ini|thumbs\.db)$/i.test(name) || /\.(lnk|url|scf)$/i.test(name))
    return `browsers do not allow the name "${name}"`
  return null
}
