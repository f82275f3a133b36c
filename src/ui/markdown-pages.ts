import { after } from '../page/timing.ts'

/** Of a text of more pages than this, those that are out of sight are put away until they are looked at. */
const KEPT = 16
/** What is back in sight within moments was only moved by what grew below it. */
const AWAY_MS = 300
/** So many pages make a chapter, and chapters a part: the browser looks in every frame at each division that is there. */
const FULL = 8

/** The pages of a text, one below the other. */
export interface Pages {
  /** An empty one at the end. */
  add(): HTMLElement
  /** Nothing is added to that page any more: it can be drawn again from its source. */
  close(page: HTMLElement, source: string): void
}

/** Puts pages into a box that is empty. A text of any length costs the same to go on with. */
export function createPages(box: Element, drawn: (source: string) => Node[]): Pages {
  let pages = 0
  let part = box
  let chapter = box
  /** In pixels, of those that were put in sight once, or are as tall as the browser takes them to be. */
  const heights = new WeakMap<Element, number>()
  const sizes = new ResizeObserver(entries => {
    for (const { target, borderBoxSize } of entries) {
      sizes.unobserve(target)
      if (target.isConnected && target.hasChildNodes()) heights.set(target, borderBoxSize[0]!.blockSize)
    }
  })

  /** Puts away what goes out of sight, until it comes back. */
  function watch(division: HTMLElement, putAway: () => void, bringBack: () => void): void {
    let callOff: (() => void) | null = null
    division.addEventListener('contentvisibilityautostatechange', event => {
      const { skipped, target } = event as ContentVisibilityAutoStateChangeEvent
      if (target !== division) return
      sizes.observe(division)
      callOff?.()
      if (!skipped) {
        bringBack()
        division.style.blockSize = ''
      } else if (pages > KEPT)
        callOff = after(AWAY_MS, () => {
          if (!heights.has(division)) return
          // Were it empty and of no height when it comes into sight, all that is below would come with it.
          hold(division)
          putAway()
        })
    })
  }

  function hold(division: HTMLElement): void {
    const height = heights.get(division)
    if (height !== undefined) division.style.blockSize = `${height}px`
  }

  /** A division of others, of which not even those are left while it is away. */
  function newHolder(className: string, inside: Element): Element {
    const holder = newDivision(className, inside)
    const away: Element[] = []
    watch(
      holder,
      () => {
        // The browser forgets how tall was what is no longer there.
        holder.querySelectorAll<HTMLElement>('div.chapter, div.blocks').forEach(hold)
        away.push(...holder.children)
        holder.replaceChildren()
      },
      () => holder.prepend(...away.splice(0)),
    )
    return holder
  }

  return {
    add() {
      if (pages % (FULL * FULL) === 0) part = newHolder('part', box)
      if (pages % FULL === 0) chapter = newHolder('chapter', part)
      pages++
      return newDivision('blocks', chapter)
    },
    close(page, source) {
      watch(
        page,
        () => page.replaceChildren(),
        () => page.hasChildNodes() || page.append(...drawn(source)),
      )
    },
  }
}

function newDivision(className: string, inside: Element): HTMLElement {
  const division = document.createElement('div')
  division.className = className
  inside.append(division)
  return division
}
