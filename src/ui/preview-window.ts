import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { oncePerFrame } from '../page/timing.ts'

/** Rows beyond the edges that are drawn as well, so that none is missing while one scrolls. */
const BEYOND = 8

/** Which of many rows of one height are in view in a box that scrolls. Rows count from 0; `to` is not among them. */
export function createRowWindow(rowHeight: number, total: () => number) {
  const [box, setBox] = createSignal<{ top: number; height: number }>({ top: 0, height: 0 })
  let element: HTMLElement | undefined
  const look = () => element && setBox({ top: element.scrollTop, height: element.clientHeight })
  const lookSoon = oncePerFrame(look)
  const resized = new ResizeObserver(lookSoon)
  onCleanup(() => resized.disconnect())
  const range = createMemo(
    () => {
      const { top, height } = box()
      const from = Math.max(0, Math.floor(top / rowHeight) - BEYOND)
      return { from, to: Math.min(total(), Math.ceil((top + height) / rowHeight) + BEYOND) }
    },
    { from: 0, to: 0 },
    { equals: (a, b) => a.from === b.from && a.to === b.to },
  )
  return {
    range,
    numbers: createMemo(() =>
      Array.from({ length: Math.max(0, range().to - range().from) }, (_, i) => range().from + i),
    ),
    /** Watches the box that scrolls. */
    watch(box: HTMLElement) {
      element = box
      box.addEventListener('scroll', lookSoon, { passive: true })
      resized.observe(box)
      queueMicrotask(look)
    },
    /** Brings a row into view. `head` is what covers the top of the box, in pixels. */
    show(row: number, head: number) {
      if (!element) return
      const top = row * rowHeight
      const room = element.clientHeight - head - rowHeight
      if (top < element.scrollTop) element.scrollTop = top
      else if (top > element.scrollTop + room) element.scrollTop = top - room
      look()
    },
    toTop() {
      if (element) element.scrollTop = 0
      look()
    },
    /** Rows that fit. */
    page: () => Math.max(1, Math.floor(box().height / rowHeight) - 2),
  }
}

const BLOCK = 100
const MOST_BLOCKS = 40

/** Rows that are asked for in blocks when they come into view; those seen longest ago are let go. */
export function createRowStore<Row>(
  ask: (from: number, count: number) => Promise<Row[]>,
  range: () => { from: number; to: number },
) {
  const blocks = new Map<number, Row[] | 'asked'>()
  const [version, setVersion] = createSignal(0)
  createEffect(
    on(range, ({ from, to }) => {
      for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
        const known = blocks.get(block)
        blocks.delete(block)
        blocks.set(block, known ?? 'asked')
        if (known) continue
        void ask(block * BLOCK, BLOCK).then(rows => {
          blocks.set(block, rows)
          setVersion(now => now + 1)
        })
      }
      for (const oldest of blocks.keys()) {
        if (blocks.size <= MOST_BLOCKS) break
        blocks.delete(oldest)
      }
    }),
  )
  return (index: number): Row | undefined => {
    version()
    const block = blocks.get(Math.floor(index / BLOCK))
    return block === 'asked' ? undefined : block?.[index % BLOCK]
  }
}
