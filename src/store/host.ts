import type { Host } from '../ports/host.ts'
import { hashOf } from './hash.ts'

/** The platform's own time, chance and locks. */
export const createHost = (): Host => ({
  clock: { now: () => Date.now() },
  timers: { sleep },
  newId: () => crypto.randomUUID(),
  withLock: async (name, work) => await navigator.locks.request(name, work),
  hashOf,
})

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
  })
}
