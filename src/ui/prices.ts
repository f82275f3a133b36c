import { createSignal } from 'solid-js'
import { KNOWN_PRICES, moneyFor, type Price, priceOf } from '../domain/money.ts'
import type { AgentState } from '../domain/state.ts'
import { sharedStorage } from '../page/small-storage.ts'

/** Where the person's own prices are kept, in this browser. */
const KEPT = 'deskhand:prices'
const storage = sharedStorage()

const [own, setOwn] = createSignal<Record<string, Price>>(read(storage.get(KEPT)))

/** Known prices, and the person's own over them. */
export const prices = (): Record<string, Price> => ({ ...KNOWN_PRICES, ...own() })

export function setPrice(model: string, price: Price): void {
  setOwn(known => ({ ...known, [model]: price }))
  storage.put(KEPT, JSON.stringify(own()))
}

/** Dollars this agent has cost; 0 for the built-in planner, null where the price of its model is not known. */
export function costOf({ model, usage }: Pick<AgentState, 'model' | 'usage'>): number | null {
  if (model === 'builtin') return 0
  const price = priceOf(model, prices())
  return price && moneyFor(usage, price)
}

export function sayMoney(dollars: number | null): string {
  if (dollars === null) return 'price not known'
  if (dollars === 0) return 'no cost'
  return dollars < 0.01 ? 'under $0.01' : `$${dollars.toFixed(2)}`
}

function read(text: string | null): Record<string, Price> {
  try {
    const known: unknown = JSON.parse(text ?? '{}')
    const isPrice = (value: unknown): value is Price =>
      typeof value === 'object' &&
      value !== null &&
      Number.isFinite((value as Price).input) &&
      Number.isFinite((value as Price).output)
    return Object.fromEntries(
      Object.entries(known ?? {}).filter((entry): entry is [string, Price] => isPrice(entry[1])),
    )
  } catch {
    // What is there was not written by us: the known prices count.
    return {}
  }
}

/** In round figures: 4,200 or 1.3 million. */
export const sayTokens = (tokens: number) =>
  tokens >= 1_000_000
    ? `${(tokens / 1_000_000).toFixed(1)} million`
    : tokens.toLocaleString('en', { maximumSignificantDigits: 2 })
