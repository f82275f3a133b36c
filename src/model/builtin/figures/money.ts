/** An exact amount as plain text: `-1234.56`. Never a float: sums are made of whole numbers. */
export type Decimal = string

const WITHOUT_MINOR = new Set(['JPY', 'KRW', 'CLP', 'VND', 'ISK'])
const WITH_THREE = new Set(['KWD', 'BHD', 'JOD', 'OMR', 'TND'])

/** Digits after the decimal separator that a price in this currency usually has. */
export const minorDigits = (currency: string) => (WITHOUT_MINOR.has(currency) ? 0 : WITH_THREE.has(currency) ? 3 : 2)

const PLAIN = /^-?\d+(?:\.\d+)?$/

export const isPlain = (text: string) => PLAIN.test(text)

function split(amount: Decimal): { units: bigint; scale: number } {
  const [whole = '0', fraction = ''] = amount.split('.')
  return { units: BigInt(whole + fraction), scale: fraction.length }
}

function join(units: bigint, scale: number): Decimal {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return units < 0n ? `-${text}` : text
}

/** The exact sum, with as many decimals as the most precise of the amounts. */
export function sumOf(amounts: Iterable<Decimal>): Decimal {
  const all = [...amounts].map(split)
  const scale = all.reduce((most, one) => Math.max(most, one.scale), 0)
  return join(
    all.reduce((sum, one) => sum + one.units * 10n ** BigInt(scale - one.scale), 0n),
    scale,
  )
}

export const negated = (amount: Decimal): Decimal => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`)

/** Below zero, zero or above zero, as `a` is less than, equal to or more than `b`. */
export function compareAmounts(a: Decimal, b: Decimal): number {
  const { units } = split(sumOf([a, negated(b)]))
  return units < 0n ? -1 : units > 0n ? 1 : 0
}

/** `12.5` in EUR is `12.50`, `1200.00` in JPY is `1200`. Digits that mean something are never dropped. */
export function inCurrency(amount: Decimal, currency: string): Decimal {
  const digits = minorDigits(currency)
  const { units, scale } = split(amount)
  if (scale < digits) return join(units * 10n ** BigInt(digits - scale), digits)
  let [kept, left] = [units, scale]
  while (left > digits && kept % 10n === 0n) {
    kept /= 10n
    left--
  }
  return join(kept, left)
}
