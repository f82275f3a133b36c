import type { Token, Tokens } from 'marked'
import { createRoot } from 'solid-js'
import { showInvisible } from '../domain/quote.ts'
import { Icon } from './icon.tsx'
import { addCode } from './markdown-code.ts'

/** What is drawn inside a token, one node each; null for what has no parts. */
export function partsOf(token: Token): Token[] | null {
  switch (token.type) {
    case 'list':
      return (token as Tokens.List).items
    case 'list_item':
    case 'blockquote':
    case 'paragraph':
    case 'heading':
    case 'strong':
    case 'em':
    case 'del':
      return drawnOf(token.tokens ?? [])
    default:
      return null
  }
}

/** What of these is to be seen. Words that stand for themselves in a list's item have no box of their own. */
export const drawnOf = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap(token => {
    if (token.type === 'space' || token.type === 'def' || token.type === 'checkbox') return []
    return token.type === 'text' && 'tokens' in token && token.tokens ? drawnOf(token.tokens) : [token]
  })

/**
 * A token as a node of our own. Nothing of it becomes markup: html is shown as the text it is, and a picture from
 * elsewhere is a chip that loads nothing.
 */
export function draw(token: Token): Node {
  const node = bare(token)
  const parts = partsOf(token)
  if (parts && node instanceof Element) node.append(...parts.map(draw))
  return node
}

function bare(token: Token): Node {
  switch (token.type) {
    case 'heading':
      // The page has its own headings above: a message begins at the third.
      return element(`h${Math.min(6, token.depth + 2)}`)
    case 'paragraph':
      return element('p')
    case 'strong':
    case 'em':
    case 'del':
    case 'blockquote':
    case 'hr':
    case 'br':
      return element(token.type)
    case 'code':
      return codeBlock(token.text)
    case 'codespan':
      return element('code', '', showInvisible(token.text))
    case 'list':
      return list(token as Tokens.List)
    case 'list_item':
      return item(token as Tokens.ListItem)
    case 'table':
      return table(token as Tokens.Table)
    case 'image':
      return picture(token as Tokens.Image)
    case 'link':
      return link(token as Tokens.Link)
    case 'text':
    case 'escape':
      return document.createTextNode(wordsOf(token))
    default:
      return inBlock(token) ? element('p', '', token.raw) : document.createTextNode(token.raw)
  }
}

/** The words of a text token, as they are shown. */
export const wordsOf = (token: Token) => readEntities((token as Tokens.Text).text)

/** What the parts of a drawn item stand behind: the tick of a task. */
export const marksBefore = (token: Token) => (token.type === 'list_item' && token.task ? 1 : 0)

export function rowOf(cells: readonly Tokens.TableCell[], kind: 'th' | 'td'): HTMLElement {
  const row = element('tr')
  for (const { align, tokens } of cells) {
    const cell = element(kind, align ? `align-${align}` : '')
    if (kind === 'th') cell.setAttribute('scope', 'col')
    cell.append(...drawnOf(tokens).map(draw))
    row.append(cell)
  }
  return row
}

function element(name: string, className = '', text = ''): HTMLElement {
  const node = document.createElement(name)
  if (className) node.className = className
  if (text) node.textContent = text
  return node
}

function codeBlock(text: string): HTMLElement {
  const block = element('pre')
  block.tabIndex = 0
  const code = element('code')
  addCode(code, text)
  block.append(code)
  return block
}

function list(token: Tokens.List): HTMLElement {
  if (!token.ordered) return element('ul')
  const node = element('ol')
  node.setAttribute('start', String(Number(token.start) || 1))
  return node
}

function item(token: Tokens.ListItem): HTMLElement {
  const node = element('li', token.task ? 'task' : '')
  if (token.task) node.append(element('span', 'tick', token.checked ? '☑' : '☐'))
  return node
}

function table(token: Tokens.Table): HTMLElement {
  const section = element('section', 'table-scroll')
  section.tabIndex = 0
  section.setAttribute('aria-label', 'Table')
  const grid = element('table')
  const head = element('thead')
  const body = element('tbody')
  head.append(rowOf(token.header, 'th'))
  body.append(...token.rows.map(row => rowOf(row, 'td')))
  grid.append(head, body)
  section.append(grid)
  return section
}

function picture(token: Tokens.Image): HTMLElement {
  const chip = element('span', 'chip picture')
  chip.title = showInvisible(token.href)
  chip.append(
    createRoot(() => Icon({ name: 'picture' }) as Node),
    `${token.text || 'Picture'} `,
    element('span', 'faint', `(not loaded: ${hostOf(token.href)})`),
  )
  return chip
}

/** Where a link goes is always to be seen; only web and mail addresses can be followed. */
function link(token: Tokens.Link): HTMLElement {
  const href = showInvisible(token.href)
  const parts = drawnOf(token.tokens).map(draw)
  const whole = element('span')
  const bare = token.text === token.href
  if (/^(https?|mailto):/i.test(token.href)) {
    const anchor = element('a') as HTMLAnchorElement
    anchor.href = token.href
    anchor.target = '_blank'
    anchor.rel = 'noopener noreferrer'
    anchor.append(...parts)
    whole.append(anchor)
    if (!bare) whole.append(element('span', 'where', ` (${href})`))
  } else whole.append(...parts, bare ? '' : ` (${href})`)
  return whole
}

/** marked leaves entities as they stand; these five are what people write. */
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const readEntities = (text: string) => text.replace(/&(amp|lt|gt|quot|#39);/g, entity => ENTITIES[entity] ?? entity)

const hostOf = (href: string) => (URL.canParse(href) ? new URL(href).host || 'from elsewhere' : 'from the folder')

const inBlock = (token: Token) => 'block' in token && token.block === true
