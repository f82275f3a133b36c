import type { Token } from 'marked'
import { type Change, createBlocks } from './markdown-blocks.ts'
import { addCode } from './markdown-code.ts'
import { redraw } from './markdown-grow.ts'
import { draw, drawnOf } from './markdown-nodes.ts'
import { createPages } from './markdown-pages.ts'

/** So many closed blocks make a page, so that a text of any length costs the same to go on with. */
const PAGE = 16

/** Draws Markdown, as it is written, at the end of a box. */
export interface Sheet {
  append(piece: string): void
  /** Reads what was put off, because it is long. True when there was any. */
  settle(): void
}

/** Only the end of the text is ever touched: pages that are full stay as they are. */
export function createSheet(box: Element): Sheet {
  const blocks = createBlocks()
  const begin = () => createPages(box, source => drawnOf(blocks.again(source)).map(draw))
  let pages = begin()
  let page = pages.add()
  /** How many nodes of the page are closed; behind them stands the tail. */
  let done = 0
  let tail: Token[] = []
  /** The source of each closed node of the page. */
  let sources: string[] = []
  /** Characters that came since the tail was read, where they are in words. */
  let more: Text | null = null

  function show(change: Change): void {
    if (change.kind === 'more') {
      addMore(change.text)
      return
    }
    more?.remove()
    more = null
    if (change.anew === 'all') {
      box.replaceChildren()
      pages = begin()
      page = pages.add()
      done = 0
      sources = []
    }
    if (change.anew !== 'no') {
      while (page.childNodes.length > done) page.lastChild!.remove()
      tail = []
    }
    const closed = drawnOf(change.closed)
    const open = drawnOf(change.tail)
    redraw(page, done, tail, [...closed, ...open])
    done += closed.length
    for (const token of change.closed) remember(token)
    tail = open
    if (done >= PAGE) turn()
  }

  function addMore(text: string): void {
    if (text === '') return
    const end = lastOf(page)
    if (end.nodeName === 'CODE' && end.parentNode?.nodeName === 'PRE') {
      addCode(end as Element, text)
      return
    }
    if (!more) {
      more = document.createTextNode('')
      end.appendChild(more)
    }
    more.appendData(text)
  }

  function remember(token: Token): void {
    const nodes = drawnOf([token]).length
    if (nodes > 0) sources.push(token.raw, ...Array.from({ length: nodes - 1 }, () => ''))
    else if (sources.length > 0) sources[sources.length - 1] += token.raw
  }

  /** Of what was closed, whole pages are left behind; the tail goes over to the next. */
  function turn(): void {
    while (done >= PAGE) {
      const full = page
      const source = sources.splice(0, PAGE).join('')
      page = pages.add()
      page.append(...[...full.childNodes].slice(PAGE))
      done -= PAGE
      pages.close(full, source)
    }
  }

  return {
    append: piece => show(blocks.append(piece)),
    settle() {
      const change = blocks.settle()
      if (change) show(change)
    },
  }
}

const EMPTY = new Set(['BR', 'HR'])

/** Where words at the end of a page go: into its last line, however deep that is. */
function lastOf(page: Element): Element {
  let at = page
  while (at.lastChild instanceof HTMLElement && at.nodeName !== 'CODE' && !EMPTY.has(at.lastChild.nodeName))
    at = at.lastChild
  return at
}
