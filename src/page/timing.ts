/** The page's own time, for what is only looked at: countdowns, arming, painting. Nothing that is logged uses it. */

export const now = () => Date.now()

/** Calls `work` once after `ms`. Returns the way to call it off. */
export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms)
  return () => clearTimeout(timer)
}

/** Resolves when what waits for this thread already has had it. */
export const giveWay = () => new Promise<void>(resolve => void after(0, resolve))

/** Calls `work` every `ms`. Returns the way to stop it. */
export function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms)
  return () => clearInterval(timer)
}

/**
 * Gathers calls into one per painted frame. A hidden page paints no frames, so there it is a timer, and what is
 * remembered meanwhile stays small.
 */
export function oncePerFrame(work: () => void): () => void {
  let due = false
  const run = () => {
    due = false
    work()
  }
  return () => {
    if (due) return
    due = true
    if (document.hidden) setTimeout(run, 250)
    else requestAnimationFrame(run)
  }
}

/** Resolves when the page has nothing else to do. */
export const idle = () => new Promise<void>(whenIdle)

/** Calls `work` when the page has nothing else to do. */
export function whenIdle(work: () => void): void {
  requestIdleCallback(work, { timeout: 2000 })
}
