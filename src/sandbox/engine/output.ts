import type { Printed } from '../../ports/sandbox.ts'

const HEAD = 24_000
const TAIL = 24_000

/** Keeps the beginning and the end of a long text. */
export function headAndTail(text: string): Printed {
  if (text.length <= HEAD + TAIL) return { head: text, tail: '', dropped: 0 }
  return { head: text.slice(0, HEAD), tail: text.slice(-TAIL), dropped: text.length - HEAD - TAIL }
}
