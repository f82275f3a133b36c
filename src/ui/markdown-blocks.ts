import { Lexer, type Token, type Tokens } from 'marked'

/** What is to be drawn. A page never changes once it is there; `rest` is what may still change, and what is not yet a page. */
export interface Blocks {
  pages: readonly Token[][]
  rest: readonly Token[]
}

type Links = Record<string, Pick<Tokens.Link | Tokens.Image, 'href' | 'title'>>

/** So many closed blocks make a page, so that a text of any length costs the same to go on with. */
const PAGE = 64
/** A blank line and another block behind it close a block: nothing later reaches back over both. */
const OPEN = 3

/**
 * Markdown that is still being written, as a list of blocks. A block that cannot change any more keeps its identity, so
 * that only the end of the text is read and drawn again with each piece.
 */
export function createBlocks() {
  let pages: Token[][] = []
  let closed: Token[] = []
  let closedLength = 0
  /** The last block that was closed: by it, a text is known to go on from the one before. */
  let seam = ''
  let tail: Token[] = []
  /** Link definitions of what is closed, and names in it that a later definition would make a link. */
  let links: Links = {}
  let asked = new Set<string>()
  let tailLinks = ''
  /** Whether it has carriage returns, and how far that is known. */
  let returns = false
  let looked = 0

  const anew = () => {
    pages = []
    closed = []
    closedLength = 0
    seam = ''
    tail = []
    links = {}
    asked = new Set()
    tailLinks = ''
  }

  const close = (count: number) => {
    for (const token of tail.slice(0, count)) {
      closed.push(token)
      closedLength += token.raw.length
      seam = token.raw
      if (token.type === 'def') links[token.tag] ??= { href: token.href, title: token.title }
      for (const [, name] of token.raw.matchAll(/\[([^\]]+)\]/g)) asked.add(nameOf(name!))
    }
    tail = tail.slice(count)
    while (closed.length >= PAGE) pages = [...pages, closed.splice(0, PAGE)]
  }

  const readTail = (text: string): string[] => {
    const lexer = new Lexer()
    Object.assign(lexer.tokens.links, links)
    const fresh: Token[] = lexer.lex(text.slice(closedLength))
    const found = Object.entries(lexer.tokens.links).filter(([name]) => !(name in links))
    const known = JSON.stringify(found)
    tail = fresh.map((token, index) =>
      known === tailLinks && tail[index]?.raw === token.raw && tail[index].type === token.type ? tail[index] : token,
    )
    tailLinks = known
    return found.map(([name]) => name)
  }

  return (written: string): Blocks => {
    // Looked for only in what is new: a long text is not read through with each piece.
    returns ||= written.indexOf('\r', Math.max(0, looked - 1)) >= 0
    looked = written.length
    const text = returns ? written.replace(/\r\n?/g, '\n') : written
    if (text.length < closedLength || !text.startsWith(seam, closedLength - seam.length)) anew()
    // A definition gives links to what was closed before it.
    if (readTail(text).some(name => asked.has(name))) {
      anew()
      readTail(text)
      return { pages, rest: tail }
    }
    close(Math.max(0, tail.length - OPEN))
    return { pages, rest: [...closed, ...tail] }
  }
}

const nameOf = (label: string) => label.toLowerCase().replace(/\s+/g, ' ')
