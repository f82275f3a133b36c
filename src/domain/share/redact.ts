import { OWN_FOLDER, SCRATCH } from '../place.ts'
import { type Body, bodyText } from './bodies.ts'
import type { Leaf } from './shape.ts'

/** What the person wants out before a session is saved. */
export interface TakeOut {
  /** Words to replace wherever they stand: people, companies, places. */
  names: string[]
  paths: boolean
  contents: boolean
  amounts: boolean
}

export const nothingOut: TakeOut = { names: [], paths: false, contents: false, amounts: false }
export const isNothing = ({ names, paths, contents, amounts }: TakeOut) =>
  names.length === 0 && !paths && !contents && !amounts

export interface Redactor {
  text(value: string): string
  /** The leaf of an event. Undefined leaves it out. */
  leaf(kind: Leaf, value: string): string | undefined
  body(value: string): string
}

/** Looks like a key of some service. Such never leave, whatever the person chose. */
const KEYS = /\b(?:sk|pk|rk|ghp|gho|xox[abp]|AKIA|AIza)[-_]?[A-Za-z0-9_-]{16,}\b/g
/** 12.50, 1,234.56, 1.234,56, € 12, 12 EUR, $3k: a number with cents, with thousands, or beside a currency. */
const CURRENCY = '(?:[€$£¥]|EUR|USD|GBP|CHF|JPY)'
const NUMBER = "\\d+(?:[.,\\u00a0\\u202f ’']\\d{3})*(?:[.,]\\d+)?"
const AMOUNTS = new RegExp(
  `${CURRENCY}\\s?-?${NUMBER}k?|-?${NUMBER}\\s?${CURRENCY}|-?\\d{1,3}(?:[.,\\u00a0\\u202f’']\\d{3})+(?:[.,]\\d{1,2})?(?!\\d)|-?\\d+[.,]\\d{2}(?![\\d.])`,
  'g',
)

/** Replaces the same thing by the same word throughout. `paths` are all paths known to the session, `roots` its folders' ids and names. */
export function createRedactor(take: TakeOut, paths: readonly string[], roots: readonly string[]): Redactor {
  const amounts = numbered(n => `[amount ${n}]`)
  const names = numbered(n => `Name ${n}`)
  const segments = createSegments()
  const folders = numbered(n => `folder-${n}`)
  const kept = new Set([SCRATCH, 'practice'])
  const root = (id: string) => (take.paths && !kept.has(id) ? folders(id) : id)
  const path = (value: string) =>
    take.paths
      ? value
          .replace(/^([a-z0-9][a-z0-9-]+):/, (all, id: string) => (roots.includes(id) ? `${root(id)}:` : all))
          .split('/')
          .map((part, index, all) => (isPattern(part) ? patternOut(part) : segments(part, index === all.length - 1)))
          .join('/')
      : value
  for (const known of take.paths ? paths : []) path(known)
  const nameWords = anyOf(take.names, 'giu')
  const pathWords = take.paths ? anyOf([...segments.known(), ...roots.filter(each => !kept.has(each))], 'gu') : null

  const text = (value: string): string => {
    let out = value.replace(KEYS, '[key taken out]')
    if (pathWords) out = out.replace(pathWords, word => segments.of(word) ?? root(word))
    if (nameWords) out = out.replace(nameWords, word => names(word.toLowerCase()))
    if (take.amounts) out = out.replace(AMOUNTS, amount => amounts(amount.replace(/\s/g, '')))
    return out
  }
  const body = bodyText({ contents: take.contents, images: isNothing(take), text })

  return {
    text,
    leaf(kind, value) {
      if (kind === 'detail') return undefined
      if (kind === 'root') return root(value)
      if (kind === 'rootName') return take.paths && !kept.has(value) ? root(value) : text(value)
      if (kind === 'path' || kind === 'glob') return take.paths ? path(value) : text(value)
      // A gateway's address may hold a token behind its host.
      if (kind === 'origin') return text(URL.canParse(value) ? new URL(value).origin : value)
      return kind === 'text' ? text(value) : value
    },
    body: (value: Body) => body(value),
  }
}

const isPattern = (part: string) => /[*?[\]{}]/.test(part)
/** Keeps what a glob does and not the words in it: `invoice-*.csv` is `*.csv`. */
const patternOut = (part: string) => (part === '**' ? part : `*${/\.\w+$/.exec(part)?.[0] ?? ''}`)

/** The same key gives the same word, in the order they come. */
function numbered(word: (n: number) => string): (key: string) => string {
  const known = new Map<string, string>()
  return key => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = word(known.size + 1)
    known.set(key, made)
    return made
  }
}

/** Names of files and folders. A file keeps its ending, which says what it is and not whose. */
function createSegments() {
  const known = new Map<string, string>()
  const counts = { file: 0, folder: 0 }
  const segment = (part: string, last: boolean): string => {
    if (part === '' || part === '.' || part === OWN_FOLDER || part === 'trash') return part
    const found = known.get(part)
    if (found) return found
    const ending = last ? (/[^.](\.\w{1,8})$/.exec(part)?.[1] ?? '') : ''
    const kind = last ? 'file' : 'folder'
    counts[kind]++
    const made = `${kind}-${counts[kind]}${ending}`
    known.set(part, made)
    return made
  }
  return Object.assign(segment, {
    of: (part: string) => known.get(part),
    /** Very short names would be found inside everything. */
    known: () => [...known.keys()].filter(part => part.length > 2),
  })
}

/** Any of the words as a whole, the longest first; null for none. */
function anyOf(words: readonly string[], flags: string): RegExp | null {
  const wanted = [...new Set(words.map(word => word.trim()).filter(word => word.length > 1))]
  if (wanted.length === 0) return null
  const sorted = wanted.sort((a, b) => b.length - a.length).map(word => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${sorted.join('|')})(?![\\p{L}\\p{N}])`, flags)
}
