import type { Clock, Timers } from '../../ports/host.ts'

export const SILENT: unique symbol = Symbol('silent')

/** A timer that fires this late means that the computer slept: what arrived meanwhile gets a moment to be read first. */
const OVERSLEPT_MS = 5_000
const GRACE_MS = 5_000

/** What `next` gives, or `SILENT` when it gives nothing for `ms`. A rejection of `next` is passed on. */
export async function within<T>(
  next: Promise<T>,
  ms: number,
  clock: Clock,
  timers: Timers,
): Promise<T | typeof SILENT> {
  const over = new AbortController()
  const bark = async (): Promise<typeof SILENT> => {
    const due = clock.now() + ms
    await timers.sleep(ms, over.signal)
    if (!over.signal.aborted && clock.now() - due > OVERSLEPT_MS) await timers.sleep(GRACE_MS, over.signal)
    return SILENT
  }
  try {
    return await Promise.race([next, bark()])
  } finally {
    over.abort()
  }
}

/** How much of `limit` is left after `since`; a clock that was set back does not make it longer. */
export const left = (limit: number, since: number, now: number) => Math.min(limit, Math.max(0, limit - (now - since)))
