import { lexer, type Token, type Tokens } from 'marked'
import { plainText } from '../edit/xml.ts'

/** A stretch of text of one look, or a line break. */
export interface Run {
  text: string
  bold?: boolean
  italic?: boolean
  code?: boolean
  strike?: boolean
  break?: boolean
}

export type Alignment = 'left' | 'center' | 'right' | null

export type Block =
  | { kind: 'heading'; level: number; runs: Run[] }
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { kind: 'table'; align: Alignment[]; head: Run[][]; rows: Run[][][] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'image'; name: string; alt: string }
  | { kind: 'rule' }
  | { kind: 'page-break' }

/**
 * Markdown as the blocks that all our writers lay out. Links become their text and, in brackets, their address: nothing we write leads
 * out of itself. `<!-- pagebreak -->` starts a new page.
 */
export function blocksOf(markdown: string): Block[] {
  return lexer(plainText(markdown), { gfm: true }).flatMap(block)
}

/** All text of runs, for outlines and widths. */
export const textOf = (runs: readonly Run[]) => runs.map(run => (run.break ? '\n' : run.text)).join('')

function block(token: Token): Block[] {
  switch (token.type) {
    case 'heading':
      return [{ kind: 'heading', level: (token as Tokens.Heading).depth, runs: runsOf(token.tokens ?? []) }]
    case 'paragraph':
    case 'text':
      return paragraph(token.tokens ?? [{ type: 'text', raw: token.raw, text: (token as Tokens.Text).text }])
    case 'list': {
      const list = token as Tokens.List
      const items = list.items.map(item => item.tokens.flatMap(block))
      return [{ kind: 'list', ordered: list.ordered, start: list.ordered ? Number(list.start || 1) : 1, items }]
    }
    case 'table': {
      const table = token as Tokens.Table
      const cells = (row: Tokens.TableCell[]) => row.map(cell => runsOf(cell.tokens))
      return [{ kind: 'table', align: table.align, head: cells(table.header), rows: table.rows.map(cells) }]
    }
    case 'code':
      return [{ kind: 'code', text: (token as Tokens.Code).text }]
    case 'blockquote':
      return [{ kind: 'quote', blocks: (token.tokens ?? []).flatMap(block) }]
    case 'hr':
      return [{ kind: 'rule' }]
    case 'html': {
      const { text } = token as Tokens.HTML
      if (/^\s*<!--\s*pagebreak\s*-->\s*$/i.test(text)) return [{ kind: 'page-break' }]
      const runs = htmlRuns(text.trim(), {})
      return textOf(runs).trim() === '' ? [] : [{ kind: 'paragraph', runs }]
    }
    default:
      return []
  }
}

/** A paragraph is split at its pictures, which stand on lines of their own. */
function paragraph(tokens: Token[]): Block[] {
  const blocks: Block[] = []
  let words: Token[] = []
  const flush = () => {
    const runs = runsOf(words)
    if (textOf(runs).trim() !== '') blocks.push({ kind: 'paragraph', runs })
    words = []
  }
  for (const token of tokens) {
    if (token.type !== 'image') {
      words.push(token)
      continue
    }
    flush()
    const { href, text } = token as Tokens.Image
    blocks.push({ kind: 'image', name: decoded(href), alt: text })
  }
  flush()
  return blocks
}

type Look = Omit<Run, 'text' | 'break'>

function runsOf(tokens: readonly Token[], look: Look = {}): Run[] {
  return tokens.flatMap((token): Run[] => {
    switch (token.type) {
      case 'strong':
        return runsOf(token.tokens ?? [], { ...look, bold: true })
      case 'em':
        return runsOf(token.tokens ?? [], { ...look, italic: true })
      case 'del':
        return runsOf(token.tokens ?? [], { ...look, strike: true })
      case 'codespan':
        return [{ ...look, code: true, text: (token as Tokens.Codespan).text }]
      case 'br':
        return [{ text: '', break: true }]
      case 'link': {
        const { href, text } = token as Tokens.Link
        const inner = runsOf(token.tokens ?? [], look)
        const address = href.replace(/^mailto:/, '')
        return text === href || text === address ? inner : [...inner, { ...look, text: ` (${decoded(href)})` }]
      }
      case 'image':
        return [{ ...look, text: `[${(token as Tokens.Image).text || 'picture'}]` }]
      case 'html':
        return htmlRuns((token as Tokens.HTML).text, look)
      case 'escape':
        return [{ ...look, text: (token as Tokens.Escape).text }]
      default: {
        const { tokens = [], text = token.raw } = token as Tokens.Text
        if (tokens.length > 0) return runsOf(tokens, look)
        return [{ ...look, text: entities(text.replaceAll('\n', ' ')) }]
      }
    }
  })
}

const KNOWN_TAG =
  /<!--[\s\S]*?-->|<\/?(?:a|abbr|b|big|blockquote|center|code|del|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|var)(?:\s[^<>]*)?\/?>/gi

/** HTML in Markdown: line breaks are kept, known tags and comments are dropped, anything else is text. */
function htmlRuns(html: string, look: Look): Run[] {
  return html
    .split(/<br\s*\/?>/i)
    .flatMap((part, index): Run[] => [
      ...(index > 0 ? [{ text: '', break: true }] : []),
      { ...look, text: entities(part.replace(KNOWN_TAG, '').replaceAll('\n', ' ')) },
    ])
    .filter(run => run.break || run.text !== '')
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  pound: '£',
  deg: '°',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  rarr: '→',
  larr: '←',
  times: '×',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
}

const entities = (text: string) =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code > 0 && code <= 0x10ffff ? plainText(String.fromCodePoint(code)) : whole
    },
  )

/** An address as it is named in the folder: `my%20picture.png` is `my picture.png`. */
function decoded(href: string): string {
  try {
    return decodeURI(href)
  } catch (error) {
    if (error instanceof URIError) return href
    throw error
  }
}
