import { every } from '../page/timing.ts'

const LOOKS = 20

/**
 * A control that did its work goes, and the focus of who pressed it by a key with it. They go on from `selector`. Whoever
 * has turned to something else meanwhile, or pressed by pointer, is left where they are.
 */
export function goOnFrom(selector: string): void {
  if (!document.activeElement?.matches(':focus-visible')) return
  let looks = 0
  const end = every(100, () => {
    const lost = document.activeElement === document.body
    if (lost) document.querySelector<HTMLElement>(selector)?.focus()
    if (lost || ++looks === LOOKS) end()
  })
}

/** The box that the person writes in. */
export const WRITING = '[data-testid=request]'
export const focusRequest = () => document.querySelector<HTMLElement>(WRITING)?.focus()
