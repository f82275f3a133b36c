import { Lexer, type Token, type Tokens } from 'marked'
import { type GoesOn, goesOn, goOn } from './markdown-goes-on.ts'
import { type Lexed, lexLong } from './markdown-long.ts'

/** What a further piece of text changes. */
export type Change =
  /** The last block goes on with these characters, and they mean nothing but themselves. */
  | { kind: 'more'; text: string }
  /**
   * The tail is another: what was at its beginning is `closed` now, for good. `anew` where the tokens of the last tail
   * tell nothing about these, or where nothing from before holds.
   */
  | { kind: 'read'; anew: 'no' | 'tail' | 'all'; closed: Token[]; tail: Token[] }

export interface Blocks {
  append(piece: string): Change
  /** Reads a tail that was put off because it is long; null when there is none. */
  settle(): Change | null
  /** Reads once more what was closed. */
  again(closed: string): Token[]
}

export type Links = Record<string, Pick<Tokens.Link | Tokens.Image, 'href' | 'title'>>

/** A blank line and another block behind it close a block of any kind: nothing later reaches back over both. */
const OPEN = 3
const NO_LINKS = '[]'
/** Above so many characters a block that does not end is read when an eighth has come, not with each piece. */
const LONG = 16_000

/**
 * Markdown that is still being written, as a list of blocks. What is closed is never looked at again; only the last
 * block is read with a further piece, and not even that while plain words go on.
 */
export function createBlocks(): Blocks {
  let pieces: string[] = []
  let tailText = ''
  let tail: Token[] = []
  let goes: GoesOn | null = null
  /** How long the tail was when it was read, where more has come that was not read. */
  let unread: number | null = null
  /** Link definitions of what is closed, and names in it that a later definition would make a link. */
  let links: Links = {}
  let asked = new Set<string>()
  /** Link definitions of the tail. */
  let tailLinks = NO_LINKS
  /** Those of them by which what is closed has links: it is read again when they change. */
  let lent = NO_LINKS
  let endedWithReturn = false

  const lex = (text: string): Lexed => {
    const lexer = new Lexer()
    Object.assign(lexer.tokens.links, links)
    const tokens: Token[] = lexer.lex(text)
    return { tokens, found: Object.entries(lexer.tokens.links).filter(([name]) => !(name in links)) }
  }

  const lexTail = () => {
    const long = tailLinks === NO_LINKS ? lexLong(tailText, tail, part => lex(part)) : null
    return long && long.found.length === 0 ? long : lex(tailText)
  }

  const lentOf = (found: Lexed['found']) => JSON.stringify(found.filter(([name]) => asked.has(name)))

  const close = (): Token[] => {
    const closed = tail.slice(0, closedOf(tail))
    let length = 0
    for (const token of closed) {
      length += token.raw.length
      if (token.type === 'def') links[token.tag] ??= { href: token.href, title: token.title }
      for (const [, name] of token.raw.matchAll(/\[([^\]]+)\]/g)) asked.add(nameOf(name!))
    }
    tail = tail.slice(closed.length)
    tailText = tailText.slice(length)
    return closed
  }

  const read = (): Change => {
    let { tokens, found } = lexTail()
    const known = JSON.stringify(found)
    let anew: 'no' | 'tail' | 'all' = known === tailLinks ? 'no' : 'tail'
    tail = tokens
    unread = null
    if (lentOf(found) !== lent) {
      anew = 'all'
      tailText = pieces.join('')
      pieces = [tailText]
      links = {}
      asked = new Set()
      ;({ tokens, found } = lex(tailText))
      tail = tokens
    }
    const closed = close()
    found = found.filter(([name]) => !(name in links))
    tailLinks = JSON.stringify(found)
    lent = lentOf(found)
    goes = goesOn(tail, tailText)
    return { kind: 'read', anew, closed, tail }
  }

  return {
    append(piece) {
      let more = endedWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece
      if (piece !== '') endedWithReturn = piece.endsWith('\r')
      if (more.includes('\r')) more = more.replace(/\r\n?/g, '\n')
      pieces.push(more)
      tailText += more
      if (unread === null) {
        const text = goes && goOn(goes, more)
        if (typeof text === 'string') return { kind: 'more', text }
      }
      const before = tailText.length - more.length
      if (before < LONG || goes?.kind === 'code') return read()
      unread ??= before
      if (tailText.length > unread * 1.125) return read()
      goes = null
      return { kind: 'more', text: more }
    },
    settle: () => (unread === null ? null : read()),
    again: closed => lex(closed).tokens,
  }
}

/** Kinds that a blank line behind them, or a line, ends for good. */
const ENDED = new Set(['paragraph', 'heading', 'hr', 'table'])

/** How many of these are closed: a later piece changes only what is behind them. */
function closedOf(tokens: readonly Token[]): number {
  let count = Math.max(0, tokens.length - OPEN)
  for (let at = count; at < tokens.length - 1; at++) {
    const token = tokens[at]!
    const apart = tokens[at + 1]!.type === 'space'
    if (apart && at + 2 === tokens.length) break
    if (apart && (ENDED.has(token.type) || isFenced(token))) count = at + 2
    else if (!apart && (token.type === 'heading' || token.type === 'hr')) count = at + 1
  }
  return count
}

const isFenced = (token: Token) => token.type === 'code' && /^ {0,3}[`~]{3}/.test(token.raw)

const nameOf = (label: string) => label.toLowerCase().replace(/\s+/g, ' ')
