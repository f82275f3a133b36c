/** Chance that a seed decides. Streams of different names are independent: more of one changes nothing in another. */
export interface Random {
  /** From 0 to below 1. */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number
  chance(share: number): boolean
  pick<T>(items: readonly T[]): T
  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Record<K, number>): K
}

export function createRandom(seed: number, stream: string): Random {
  let state = seed >>> 0
  for (const char of stream) state = Math.imul(state ^ char.charCodeAt(0), 0x9e3779b1) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  // The first numbers of neighbouring seeds resemble each other.
  for (let i = 0; i < 4; i++) next()
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    whole,
    chance: share => next() < share,
    pick: items => items[whole(0, items.length - 1)]!,
    weighted<K extends string>(weights: Record<K, number>): K {
      const keys = Object.keys(weights) as K[]
      let left = next() * keys.reduce((sum, key) => sum + weights[key], 0)
      for (const key of keys) {
        left -= weights[key]
        if (left < 0) return key
      }
      return keys.at(-1)!
    },
  }
}
