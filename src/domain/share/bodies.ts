import { readResult } from '../quote.ts'

/** A body of the log as text: JSON of a message, a result or a turn, or plain words. */
export type Body = string

interface Way {
  /** Contents of files are taken out. */
  contents: boolean
  /** Pictures stay in. */
  images: boolean
  text(value: string): string
}

export const GONE = '[taken out]'

/** What these calls say is a plan, a question or a report, and no file's content. */
const TALK = new Set(['ask', 'submit_plan', 'revise_plan', 'report'])
/** Inputs of other calls that say which file, and not what is in it. */
const ABOUT = new Set(['path', 'to', 'glob', 'from', 'lines', 'limit', 'format', 'name', 'language'])
/** Never words: they say what a block is. */
const STRUCTURE = new Set(['type', 'id', 'tool_use_id', 'media_type'])

/** Replaces the words in a body, and with `contents` all that files gave to it or got from it. */
export function bodyText(way: Way): (body: Body) => Body {
  return body => {
    const parsed = parsedOf(body)
    if (parsed === undefined) return way.text(body)
    return JSON.stringify(isResult(parsed) ? resultOut(parsed, way) : valueOut(parsed, way))
  }
}

/** Undefined for plain words, as a report is. */
function parsedOf(body: Body): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Names of files and folders that a result lists, or a call names. */
export function pathsOf(body: Body): string[] {
  const parsed = parsedOf(body)
  if (!isResult(parsed)) return Array.isArray(parsed) ? parsed.flatMap(block => named(block?.input)) : []
  return parsed.content.flatMap(block => {
    const shown = readResult(String((block as { text?: unknown } | null)?.text ?? ''))
    if (!shown) return []
    const lines = shown.body?.includes('{"') ? shown.body.split('\n') : []
    return [shown.header, ...lines.map(parsedOf)].flatMap(named)
  })
}

const named = (about: unknown): string[] =>
  typeof about === 'object' && about !== null
    ? ['path', 'name', 'to'].flatMap(key => {
        const value = (about as Record<string, unknown>)[key]
        return typeof value === 'string' ? [value] : []
      })
    : []

type Result = { content: unknown[]; isError: boolean }
const isResult = (value: unknown): value is Result =>
  typeof value === 'object' && value !== null && Array.isArray((value as Partial<Result>).content)

/** A result's first line is about the file; the rest is the file. */
function resultOut(result: Result, way: Way): unknown {
  if (!way.contents) return valueOut(result, way)
  const content = result.content.map(block => {
    const { type, text } = block as { type?: string; text?: string }
    if (type !== 'text' || typeof text !== 'string') return { type: 'text', text: GONE }
    const end = text.indexOf('\n')
    return { type, text: end < 0 ? way.text(text) : `${way.text(text.slice(0, end))}\n${GONE}` }
  })
  return { ...result, content }
}

function valueOut(value: unknown, way: Way): unknown {
  if (typeof value === 'string') return way.text(value)
  // A number may be an amount as well as its text may.
  if (typeof value === 'number' && !Number.isInteger(value)) {
    const out = way.text(String(value))
    return out === String(value) ? value : out
  }
  if (Array.isArray(value)) return value.map(item => valueOut(item, way))
  if (typeof value !== 'object' || value === null) return value
  const block = value as { type?: unknown; name?: unknown; input?: unknown }
  if (block.type === 'image') return way.images ? value : { type: 'text', text: '[picture taken out]' }
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    if (STRUCTURE.has(key)) return [key, item]
    // Nobody can check it here, and it is long.
    if (key === 'signature' || key === 'data' || key.startsWith('encrypted_')) return [key, '']
    if (key === 'input' && block.type === 'tool_use' && way.contents && !TALK.has(String(block.name)))
      return [key, aboutOnly(item, way)]
    return [way.text(key), valueOut(item, way)]
  })
  return Object.fromEntries(entries)
}

const aboutOnly = (input: unknown, way: Way): unknown =>
  typeof input === 'object' && input !== null && !Array.isArray(input)
    ? Object.fromEntries(Object.entries(input).map(([key, item]) => [key, ABOUT.has(key) ? valueOut(item, way) : GONE]))
    : GONE
