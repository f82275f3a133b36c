import type { Token, Tokens } from 'marked'
import { addCode } from './markdown-code.ts'
import { draw, marksBefore, partsOf, rowOf, wordsOf } from './markdown-nodes.ts'

/**
 * Makes the nodes that show `before`, from the one at `from` on, show `after`. What is the same stays as it is, and what
 * has grown at its end grows.
 */
export function redraw(holder: Element, from: number, before: readonly Token[], after: readonly Token[]): void {
  let same = 0
  while (same < before.length && same < after.length && isSame(before[same]!, after[same]!)) same++
  if (same === before.length && same === after.length) return
  const grown = holder.childNodes[from + same]
  if (grown && same < before.length && same < after.length && grow(grown, before[same]!, after[same]!)) same++
  const kept = from + same
  while (holder.childNodes.length > kept) holder.lastChild!.remove()
  for (const token of after.slice(same)) holder.append(draw(token))
}

const isSame = (before: Token, after: Token) =>
  before === after || (before.raw === after.raw && shapeOf(before) === shapeOf(after))

/** What two tokens must have in common, so that the node of one can become that of the other. */
function shapeOf(token: Token): string {
  switch (token.type) {
    case 'heading':
      return `heading ${token.depth}`
    case 'list':
      return `list ${token.ordered} ${token.start} ${token.loose}`
    case 'list_item':
      return `item ${token.task} ${token.checked} ${token.loose}`
    case 'table':
      return `table ${token.align} ${token.header.map((cell: Tokens.TableCell) => cell.text).join('|')}`
    default:
      return token.type
  }
}

/** Makes the node of one token that of another; false when it must be drawn anew. */
function grow(node: ChildNode, before: Token, after: Token): boolean {
  if (shapeOf(before) !== shapeOf(after)) return false
  if (node instanceof Text) return growWords(node, after)
  if (!(node instanceof Element)) return false
  if (after.type === 'code') return growCode(node.firstElementChild!, after as Tokens.Code)
  if (after.type === 'table') return growTable(node, before as Tokens.Table, after as Tokens.Table)
  const parts = partsOf(after)
  if (!parts) return false
  redraw(node, marksBefore(after), partsOf(before) ?? [], parts)
  return true
}

function growWords(node: Text, after: Token): boolean {
  if (after.type !== 'text' && after.type !== 'escape') return false
  const words = wordsOf(after)
  if (words.startsWith(node.data)) node.appendData(words.slice(node.data.length))
  else node.data = words
  return true
}

function growCode(code: Element, after: Tokens.Code): boolean {
  const shown = code.textContent ?? ''
  if (!after.text.startsWith(shown)) return false
  addCode(code, after.text.slice(shown.length))
  return true
}

function growTable(node: Element, before: Tokens.Table, after: Tokens.Table): boolean {
  const body = node.querySelector('tbody')!
  const same = after.rows.findIndex((row, at) => row !== before.rows[at])
  const kept = same < 0 ? after.rows.length : same
  while (body.childElementCount > kept) body.lastElementChild!.remove()
  body.append(...after.rows.slice(kept).map(row => rowOf(row, 'td')))
  return true
}
