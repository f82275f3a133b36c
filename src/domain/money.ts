import type { Usage } from './message.ts'

/** Dollars for a million tokens. What is read from the prompt cache costs a tenth of `input`, what is put there a quarter more. */
export interface Price {
  input: number
  output: number
}

/** Published prices, by a part of the model's name. The person may put others beside them. */
export const KNOWN_PRICES: Record<string, Price> = {
  'claude-opus': { input: 4, output: 20 },
  'claude-sonnet': { input: 2, output: 10 },
  'claude-haiku': { input: 0.1, output: 0.5 },
}

/** The price with the longest name that the model's name begins with. Null where there is none: then nothing is guessed. */
export function priceOf(model: string, prices: Readonly<Record<string, Price>>): Price | null {
  const names = Object.keys(prices).filter(name => model.startsWith(name))
  const best = names.sort((a, b) => b.length - a.length)[0]
  return best === undefined ? null : prices[best]!
}

/** Dollars of what was used. */
export const moneyFor = (usage: Usage, price: Price): number =>
  (usage.input * price.input +
    usage.cacheWrite * price.input * 1.25 +
    usage.cacheRead * price.input * 0.1 +
    usage.output * price.output) /
  1_000_000

export const tokensOf = (usage: Usage): number => usage.input + usage.cacheRead + usage.cacheWrite + usage.output

export interface Estimate {
  tokens: { least: number; most: number }
  /** Null where a model's price is not known. */
  dollars: { least: number; most: number } | null
}

/** A usual task takes between these many turns; each sends the conversation so far again. */
const TURNS = { least: 3, most: 12 }
const FIRST_REQUEST = 3_000
const EACH_TURN = { least: 600, most: 2_500 }
const ANSWER = { least: 200, most: 900 }

/** What a plan of these tasks may take, as a range: from short tasks to long ones. Input counts as mostly read from the cache. */
export function estimate(weights: readonly number[], price: Price | null): Estimate {
  const of = (which: 'least' | 'most', weight: number): Usage => {
    const turns = Math.max(1, Math.round(TURNS[which] * weight))
    const sent = turns * FIRST_REQUEST + (EACH_TURN[which] * turns * (turns - 1)) / 2
    const fresh = FIRST_REQUEST + EACH_TURN[which] * turns
    return { input: 0, cacheWrite: fresh, cacheRead: Math.max(0, sent - fresh), output: ANSWER[which] * turns }
  }
  const sum = (which: 'least' | 'most') =>
    weights
      .map(weight => of(which, weight))
      .reduce(
        (all, usage) => ({
          tokens: all.tokens + tokensOf(usage),
          dollars: all.dollars + (price ? moneyFor(usage, price) : 0),
        }),
        {
          tokens: 0,
          dollars: 0,
        },
      )
  const [least, most] = [sum('least'), sum('most')]
  return {
    tokens: { least: least.tokens, most: most.tokens },
    dollars: price ? { least: least.dollars, most: most.dollars } : null,
  }
}
