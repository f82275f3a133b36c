/** Waited for by what can only go on once the person has seen to something and resumes the run. */
export const RESUMED = 'resumed'

/** What waits for a decision, by name. Kept in memory only: after a reload whoever waited asks again. */
export interface Waits {
  /** Joins whoever waits under this name already. */
  wait<T>(name: string): Promise<T>
  settle(name: string, value: unknown): void
  isWaiting(name: string): boolean
}

export function createWaits(): Waits {
  const open = new Map<string, { promise: Promise<unknown>; resolve: (value: unknown) => void }>()
  return {
    wait<T>(name: string) {
      const known = open.get(name)
      if (known) return known.promise as Promise<T>
      // Node 20, where tests run, has no Promise.withResolvers.
      let settle: (value: unknown) => void = () => undefined
      const promise = new Promise<unknown>(resolve => {
        settle = resolve
      })
      open.set(name, { promise, resolve: settle })
      return promise as Promise<T>
    },
    settle(name, value) {
      open.get(name)?.resolve(value)
      open.delete(name)
    },
    isWaiting: name => open.has(name),
  }
}
