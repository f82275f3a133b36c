/** How long nothing may happen until a script counts as over, when it does things whose end cannot be seen. */
const QUIET_TURNS = 4
const TURN_MS = 8

/**
 * Follows the timers that a script starts, so that the end of the script is known: a browser does not tell, as Node does,
 * when nothing is left to do.
 */
export function followTimers() {
  const open = new Set<unknown>()
  const plain = {
    setTimeout: globalThis.setTimeout.bind(globalThis),
    setInterval: globalThis.setInterval.bind(globalThis),
    clearTimeout: globalThis.clearTimeout.bind(globalThis),
  }
  let happened = 0
  const asTimer = (id: number) => {
    open.add(id)
    const timer = {
      unref() {
        open.delete(id)
        return timer
      },
      ref() {
        open.add(id)
        return timer
      },
      hasRef: () => open.has(id),
      [Symbol.toPrimitive]: () => id,
    }
    return timer
  }
  const clear = (timer: unknown) => {
    if (timer === undefined || timer === null) return
    const id = Number(timer)
    open.delete(id)
    plain.clearTimeout(id)
  }
  const once = (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    if (typeof call !== 'function') throw new TypeError('The "callback" argument must be a function.')
    const id: number = plain.setTimeout(() => {
      open.delete(id)
      happened++
      call(...args)
    }, ms) as unknown as number
    return asTimer(id)
  }
  Object.assign(globalThis, {
    setTimeout: once,
    setInterval: (call: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      asTimer(plain.setInterval(() => call(...args), ms) as unknown as number),
    setImmediate: (call: (...args: unknown[]) => void, ...args: unknown[]) => once(call, 0, ...args),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  })
  const pause = (ms: number) => new Promise<void>(resolve => plain.setTimeout(resolve, ms))

  return {
    /** Resolves once no timer is left and, with `quiet`, nothing has happened for a moment. */
    async over(quiet: boolean): Promise<void> {
      for (let still = 0; open.size > 0 || still < (quiet ? QUIET_TURNS : 0); ) {
        const before = happened
        await pause(open.size > 0 ? 4 : TURN_MS)
        still = open.size > 0 || happened !== before ? 0 : still + 1
      }
    },
    happen: () => void happened++,
  }
}
