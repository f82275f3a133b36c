/** Gives a connection back. */
export type Release = () => void

/** Chromium opens at most 6 HTTP/1.1 connections per origin, over all tabs; a seventh stream would wait unseen. */
const STREAMS = 5

/** Connections to one origin, shared by every agent worker of every tab. */
export interface Slots {
  /** A connection if one is free now, else null. */
  take(origin: string): Promise<Release | null>
  /** The next connection that becomes free; null when `signal` is aborted first. */
  wait(origin: string, signal: AbortSignal): Promise<Release | null>
}

type Locks = Pick<LockManager, 'request'>
const nothing = () => undefined

/** Slots kept as Web Locks, which the browser gives back by itself when a worker ends. https is not limited. */
export function createSlots(locks: Locks): Slots {
  const names = (origin: string) => Array.from({ length: STREAMS }, (_, slot) => `deskhand:stream:${origin}:${slot}`)
  const isLimited = (origin: string) => origin.startsWith('http:')

  /** Holds the lock for as long as nobody calls the release that `granted` is given. */
  const hold = (lock: Lock | null, granted: (release: Release | null) => void) => {
    if (!lock) {
      granted(null)
      return undefined
    }
    return new Promise<void>(resolve => granted(resolve))
  }

  const tryOne = (name: string) =>
    new Promise<Release | null>((resolve, reject) => {
      locks.request(name, { ifAvailable: true }, lock => hold(lock, resolve)).catch(reject)
    })

  const take = async (origin: string): Promise<Release | null> => {
    if (!isLimited(origin)) return nothing
    for (const name of names(origin)) {
      const release = await tryOne(name)
      if (release) return release
    }
    return null
  }

  const wait = async (origin: string, signal: AbortSignal): Promise<Release | null> => {
    if (!isLimited(origin)) return nothing
    const settled = new AbortController()
    const either = AbortSignal.any([signal, settled.signal])
    if (either.aborted) return null
    return new Promise<Release | null>((resolve, reject) => {
      let won = false
      const granted = (release: Release | null) => {
        if (won || signal.aborted) release?.()
        else {
          won = true
          resolve(release)
          settled.abort()
        }
      }
      signal.addEventListener('abort', () => resolve(null), { once: true, signal: settled.signal })
      for (const name of names(origin)) {
        // A request that is called off because another slot came first ends in a rejection, which is no error.
        locks
          .request(name, { signal: either }, lock => hold(lock, granted))
          .catch(error => {
            if (!either.aborted) reject(error)
          })
      }
    })
  }

  return { take, wait }
}
