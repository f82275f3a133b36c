import type { Token, Tokens } from 'marked'

export interface Lexed {
  tokens: Token[]
  /** Link definitions in it. */
  found: [string, unknown][]
}
type Lex = (text: string) => Lexed

/**
 * Reads a text that begins with a list or a table that was read before and is longer now: only its last items or rows
 * are read, those before stay the objects they are. Null when all of it must be read.
 */
export function lexLong(text: string, before: readonly Token[], lex: Lex): Lexed | null {
  const first = before[0]
  if (first?.type === 'list') return lexList(text, first as Tokens.List, lex)
  if (first?.type === 'table') return lexTable(text, first as Tokens.Table, lex)
  return null
}

/** How many at the end may still change. */
const OPEN = 2

function lexList(text: string, list: Tokens.List, lex: Lex): Lexed | null {
  const kept = list.items.slice(0, -OPEN)
  if (kept.length === 0) return null
  const skipped = kept.reduce((length, item) => length + item.raw.length, 0)
  const { tokens, found } = lex(text.slice(skipped))
  const rest = tokens[0]
  // One item that stands apart loosens the whole list, the items before it too.
  if (rest?.type !== 'list' || rest.ordered !== list.ordered || rest.loose !== list.loose) return null
  if (bulletOf(text) !== bulletOf(text.slice(skipped))) return null
  const whole = { ...list, raw: text.slice(0, skipped) + rest.raw, items: [...kept, ...(rest as Tokens.List).items] }
  return { tokens: [whole, ...tokens.slice(1)], found }
}

const bulletOf = (text: string) => /^ {0,3}(?:\d+([.)])|([-*+]))/.exec(text)?.slice(1).join('')

function lexTable(text: string, table: Tokens.Table, lex: Lex): Lexed | null {
  const kept = table.rows.slice(0, -OPEN)
  if (kept.length === 0) return null
  const head = endOfLine(text, 2)
  const skipped = endOfLine(text, 2 + kept.length)
  const { tokens, found } = lex(text.slice(0, head) + text.slice(skipped))
  const rest = tokens[0]
  if (rest?.type !== 'table') return null
  const whole = {
    ...rest,
    raw: text.slice(0, skipped) + rest.raw.slice(head),
    rows: [...kept, ...(rest as Tokens.Table).rows],
  }
  return { tokens: [whole, ...tokens.slice(1)], found }
}

/** Where the line of that number ends, its break with it. */
function endOfLine(text: string, line: number): number {
  let at = 0
  for (let passed = 0; passed < line; passed++) at = text.indexOf('\n', at) + 1
  return at
}
