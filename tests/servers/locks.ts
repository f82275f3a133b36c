/** Web Locks in memory, as far as slots need them: exclusive, first come first served, `ifAvailable` and `signal`. */
export function memoryLocks(): Pick<LockManager, 'request'> {
  const held = new Set<string>()
  const waiting = new Map<string, (() => void)[]>()
  type Granted = (lock: Lock | null) => unknown

  const run = async (name: string, granted: Granted) => {
    held.add(name)
    try {
      return await granted({ name, mode: 'exclusive' })
    } finally {
      held.delete(name)
      waiting.get(name)?.shift()?.()
    }
  }
  const request = (name: string, options: LockOptions, granted: Granted): Promise<unknown> => {
    if (!held.has(name)) return run(name, granted)
    if (options.ifAvailable) return Promise.resolve(granted(null))
    return new Promise((resolve, reject) => {
      const start = () => resolve(run(name, granted))
      const queue = waiting.get(name) ?? []
      waiting.set(name, [...queue, start])
      options.signal?.addEventListener('abort', () => {
        waiting.set(
          name,
          (waiting.get(name) ?? []).filter(other => other !== start),
        )
        reject(options.signal?.reason)
      })
    })
  }
  return { request } as Pick<LockManager, 'request'>
}
