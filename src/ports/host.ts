/** What a seed must be able to decide: time, chance, and who goes first. Nothing above the adapters uses the platform's own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}
export interface Timers {
  /** Resolves after `ms`, or at once when `signal` is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
export type NewId = () => string

/** Runs `work` while nobody else, in any tab, holds the lock of that name. */
export type WithLock = <T>(name: string, work: () => Promise<T>) => Promise<T>

export interface Host {
  clock: Clock
  timers: Timers
  newId: NewId
  withLock: WithLock
  hashOf: (bytes: Uint8Array) => Promise<string>
}
