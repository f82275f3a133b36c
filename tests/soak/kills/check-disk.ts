import { createHash } from 'node:crypto'
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

// This file reads the disk past the app, and shares nothing with it: only Node, and what the work was to do.

/** What was there before, and what is to happen to it. Every original has content of its own. */
export interface Wanted {
  originals: { path: string; hash: string }[]
  /** Files that get these lines, each once, in any order. */
  journals: { path: string; lines: string[] }[]
  /** Files made or written over. */
  written: { path: string; hash: string }[]
  moved: { path: string; to: string }[]
  trashed: string[]
}

/** One sentence for each wrong thing. */
export interface Findings {
  lost: string[]
  doubled: string[]
  /** Swap files that a killed browser left beside the person's files. */
  swaps: number
  /** Of these, those of the app's own making. */
  ownSwaps: string[]
}

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

const OWN = '.deskhand/'
const TRASH = '.deskhand/trash/'
/** Where Chromium keeps the bytes of its origins' own files, each in a file of its own. */
const BROWSER_FILES = join('Default', 'File System')

/** The hashes of all bytes that a browser's profile holds for its origins, read off the disk while the browser is dead. */
export const keptInProfile = (profile: string): ReadonlySet<string> =>
  new Set(filesIn(join(profile, BROWSER_FILES)).map(path => hashOf(path)))

/** `kept` are the hashes of what is kept outside the folder. At any moment, also with the browser dead: every original is somewhere, nothing is twice, no file is torn. */
export function checkNow(folder: string, kept: ReadonlySet<string>, wanted: Wanted): Findings {
  const found = contentsOf(folder)
  const swaps = found.map(file => file.path).filter(isSwap)
  const ownSwaps = swaps.filter(path => /(^|\/)deskhand-[^/]+$/.test(path))
  const findings: Findings = { lost: [], doubled: [], swaps: swaps.length, ownSwaps }
  const files = found.filter(file => !isSwap(file.path))
  const known = new Map(files.map(file => [file.hash, file.path]))
  for (const { path, hash } of wanted.originals)
    if (!known.has(hash) && !kept.has(hash)) findings.lost.push(`The bytes that "${path}" had are nowhere.`)
  const original = new Map(wanted.originals.map(({ path, hash }) => [hash, path]))
  const written = new Map(wanted.written.map(({ path, hash }) => [hash, path]))
  const seen = new Map<string, string>()
  for (const file of files) {
    if (file.path.startsWith(OWN) && !file.path.startsWith(TRASH)) continue
    const other = seen.get(file.hash)
    if (other) findings.doubled.push(`"${other}" and "${file.path}" have the same bytes.`)
    seen.set(file.hash, file.path)
    if (original.has(file.hash) || written.has(file.hash)) continue
    const journal = wanted.journals.find(({ path }) => path === file.path)
    if (!journal) findings.lost.push(`"${file.path}" has bytes that nobody wrote.`)
    else checkJournal(folder, journal, wanted, findings)
  }
  return findings
}

/** After the last step: besides, everything that was to happen has happened. */
export function checkEnd(folder: string, kept: ReadonlySet<string>, wanted: Wanted): Findings {
  const findings = checkNow(folder, kept, wanted)
  const files = new Map(contentsOf(folder).map(file => [file.path, file.hash]))
  const was = new Map(wanted.originals.map(({ path, hash }) => [path, hash]))
  const missing = (what: string) => findings.lost.push(what)
  for (const { path, hash } of wanted.written)
    if (files.get(path) !== hash) missing(`"${path}" is not what was written there.`)
  for (const { path, to } of wanted.moved)
    if (files.get(to) !== was.get(path) || files.has(path)) missing(`"${path}" was not moved to "${to}".`)
  const trash = new Set([...files].flatMap(([path, hash]) => (path.startsWith(TRASH) ? [hash] : [])))
  for (const path of wanted.trashed)
    if (files.has(path) || !trash.has(was.get(path)!)) missing(`"${path}" is not in the trash.`)
  for (const { path, lines } of wanted.journals) {
    const text = readFileSync(join(folder, path), 'utf8')
    for (const line of lines) if (!text.includes(`\n${line}\n`)) missing(`"${line}" is not in "${path}".`)
  }
  return findings
}

/** Without its new lines it is what it was, and none of them is in it twice. */
function checkJournal(
  folder: string,
  { path, lines }: Wanted['journals'][number],
  wanted: Wanted,
  findings: Findings,
): void {
  let text = readFileSync(join(folder, path), 'utf8')
  for (const line of lines) {
    const parts = text.split(`${line}\n`)
    if (parts.length > 2) findings.doubled.push(`"${line}" is in "${path}" ${parts.length - 1} times.`)
    text = parts.join('')
  }
  const before = wanted.originals.find(original => original.path === path)
  if (sha256(text) !== before?.hash) findings.lost.push(`"${path}" is not what it was with lines added.`)
}

const contentsOf = (folder: string) =>
  filesIn(folder).map(path => ({ path: relative(folder, path).replaceAll('\\', '/'), hash: hashOf(path) }))

const isSwap = (path: string) => path.endsWith('.crswap')

function filesIn(folder: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    // No browser has been here yet.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return entries.flatMap(entry => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}

/** Images are never changed once they are written, so a file of the same size and time need not be read again. */
const hashes = new Map<string, string>()
function hashOf(path: string): string {
  const { size, mtimeMs, ino } = statSync(path)
  const key = `${path} ${ino} ${size} ${mtimeMs}`
  const known = hashes.get(key)
  if (known) return known
  const hash = sha256(readFileSync(path))
  hashes.set(key, hash)
  return hash
}
