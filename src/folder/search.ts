import { failed, ok, type Result } from '../domain/failure.ts'
import { nameOf } from '../domain/place.ts'
import { textIn } from '../domain/text.ts'
import type { Folder } from '../ports/folder.ts'
import type { SearchAnswer, SearchMatch, SearchQuery } from '../ports/reads.ts'
import { parseGlob } from './glob.ts'
import { FILES_IN_FLIGHT, mapInFlight } from './in-flight.ts'
import { compilePattern } from './pattern.ts'
import { readSteadily } from './version.ts'
import { walk } from './walk.ts'

const MAX_FILE_BYTES = 5 * 1024 * 1024
const MAX_LINE_SEARCHED = 10_000
const MAX_LINE_SHOWN = 400
const MAX_MS = 20_000
/** Files between two looks at the limits. */
const BATCH = 4 * FILES_IN_FLIGHT

type Line = Omit<SearchMatch, 'place'>

/** Looks for the pattern line by line, in the files' order; `more` when the limit, or 20 seconds, ended it early. */
export async function search(folder: Folder, query: SearchQuery): Promise<Result<SearchAnswer>> {
  const pattern = compilePattern(query.pattern, query.regex, query.caseSensitive)
  if (!pattern.ok) return pattern
  const files = await filesFor(folder, query)
  if (!files.ok) return files
  const answer: SearchAnswer = { matches: [], filesLooked: 0, left: [], more: files.value.more }
  const started = performance.now()
  for (let from = 0; from < files.value.paths.length; from += BATCH) {
    if (answer.matches.length > query.limit || performance.now() - started > MAX_MS) {
      answer.more = true
      break
    }
    const some = files.value.paths.slice(from, from + BATCH)
    const found = await mapInFlight(some, FILES_IN_FLIGHT, path => linesOf(folder, path, pattern.value, query))
    for (const [index, lines] of found.entries()) {
      const place = { root: query.root, path: some[index]! }
      answer.filesLooked += 1
      if (lines.ok) for (const line of lines.value) answer.matches.push({ place, ...line })
      else if (lines.failure.kind === 'permission-lost') return lines
      else answer.left.push({ place, why: lines.failure.kind })
    }
  }
  if (answer.matches.length > query.limit) answer.more = true
  answer.matches.length = Math.min(answer.matches.length, query.limit)
  return ok(answer)
}

async function filesFor(folder: Folder, query: SearchQuery): Promise<Result<{ paths: string[]; more: boolean }>> {
  const stat = await folder.stat(query.path)
  if (!stat.ok) return stat
  if (!stat.value) return failed('missing', `There is no "${query.path}".`)
  if (stat.value.kind === 'file') return ok({ paths: [query.path], more: false })
  const { glob } = query
  if (glob === undefined) return walk(folder, query.path, () => true)
  const parsed = parseGlob(glob)
  if (!parsed.ok) return parsed
  const { matches } = parsed.value
  const below = query.path === '' ? 0 : query.path.length + 1
  // `*.md` means those files everywhere, as in other search tools.
  const named = (path: string) => (glob.includes('/') ? path : nameOf(path))
  return walk(folder, query.path, path => matches(named(path)) || matches(path.slice(below)))
}

async function linesOf(folder: Folder, path: string, pattern: RegExp, query: SearchQuery): Promise<Result<Line[]>> {
  const bytes = await readSteadily(folder, path, async file =>
    file.size > MAX_FILE_BYTES
      ? failed('too-large', `"${path}" is too large to be searched.`)
      : file.slice(0, file.size),
  )
  if (!bytes.ok) return bytes
  const text = textIn(bytes.value)
  if (text === null) return failed('binary', `"${path}" is not text.`)
  // A plain pattern has no line break in it, so what the whole text does not have no line has.
  if (!query.regex && !pattern.test(text)) return ok([])
  return ok(matchLines(text, pattern, query.context, query.limit))
}

/** One more than `limit` at most, which tells that there are more. */
export function matchLines(text: string, pattern: RegExp, context: number, limit: number): Line[] {
  const lines = text.split('\n')
  const found: Line[] = []
  for (let index = 0; index < lines.length && found.length <= limit; index++) {
    const line = lines[index]!.replace(/\r$/, '')
    const match = pattern.exec(line.slice(0, MAX_LINE_SEARCHED))
    if (!match) continue
    found.push({
      line: index + 1,
      text: cut(line, match.index),
      before: lines.slice(Math.max(0, index - context), index).map(each => cut(each, 0)),
      after: lines.slice(index + 1, index + 1 + context).map(each => cut(each, 0)),
    })
  }
  return found
}

/** The part of a long line around `at`. */
function cut(line: string, at: number): string {
  const clean = line.replace(/\r$/, '')
  if (clean.length <= MAX_LINE_SHOWN) return clean
  const from = Math.max(0, Math.min(at - MAX_LINE_SHOWN / 4, clean.length - MAX_LINE_SHOWN))
  const to = from + MAX_LINE_SHOWN
  return `${from > 0 ? '…' : ''}${clean.slice(from, to)}${to < clean.length ? '…' : ''}`
}
