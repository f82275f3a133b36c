import type { Token } from 'marked'
import { after } from '../page/timing.ts'
import { type Change, createBlocks } from './markdown-blocks.ts'
import { addCode } from './markdown-code.ts'
import { redraw } from './markdown-grow.ts'
import { draw, drawnOf } from './markdown-nodes.ts'

/** Of a text of more pages than this, those that are out of sight are put away until they are looked at. */
const KEPT = 16
/** What is back in sight within moments was only moved by what grew below it. */
const AWAY_MS = 300
/** So many closed blocks make a page, and pages a chapter, so that a text of any length costs the same to go on with. */
const PAGE = 16
const CHAPTER = 16

/** Draws Markdown, as it is written, at the end of a box. */
export interface Sheet {
  append(piece: string): void
  /** Reads what was put off, because it is long. True when there was any. */
  settle(): void
}

/** Only the end of the text is ever touched: pages that are full stay as they are. */
export function createSheet(box: Element): Sheet {
  const blocks = createBlocks()
  let pages = 0
  let page = newPage()
  /** How many nodes of the page are closed; behind them stands the tail. */
  let done = 0
  let tail: Token[] = []
  const closedPages = new WeakMap<Element, string>()
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
      pages = 0
      page = newPage()
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

  function newPage(): Element {
    const isFull = pages++ % CHAPTER === 0
    return division('blocks', isFull ? newChapter() : box.lastElementChild!)
  }

  /** Puts away what goes out of sight, and draws it again when it comes back. Meanwhile the browser knows how tall it was. */
  function watch(part: Element, putAway: () => void, bringBack: () => void): Element {
    let callOff: (() => void) | null = null
    part.addEventListener('contentvisibilityautostatechange', event => {
      const { skipped, target } = event as ContentVisibilityAutoStateChangeEvent
      if (target !== part) return
      callOff?.()
      if (!skipped) bringBack()
      else if (pages > KEPT) callOff = after(AWAY_MS, putAway)
    })
    return part
  }

  function newChapter(): Element {
    const chapter = division('chapter', box)
    let away: Element[] = []
    // Not even the pages are left: the browser would look at each of them in every frame.
    const putAway = () => {
      away.push(...chapter.children)
      chapter.replaceChildren()
    }
    const bringBack = () => {
      away.forEach(drawAgain)
      chapter.prepend(...away)
      away = []
    }
    return watch(chapter, putAway, bringBack)
  }

  function drawAgain(full: Element): void {
    const source = closedPages.get(full)
    if (source !== undefined && full.childNodes.length === 0) full.append(...drawnOf(blocks.again(source)).map(draw))
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
      page = newPage()
      page.append(...[...full.childNodes].slice(PAGE))
      done -= PAGE
      closedPages.set(full, source)
      watch(
        full,
        () => full.replaceChildren(),
        () => drawAgain(full),
      )
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

function division(className: string, inside: Element): Element {
  const node = document.createElement('div')
  node.className = className
  inside.append(node)
  return node
}

const EMPTY = new Set(['BR', 'HR'])

/** Where words at the end of a page go: into its last line, however deep that is. */
function lastOf(page: Element): Element {
  let at = page
  while (at.lastChild instanceof HTMLElement && at.nodeName !== 'CODE' && !EMPTY.has(at.lastChild.nodeName))
    at = at.lastChild
  return at
}
