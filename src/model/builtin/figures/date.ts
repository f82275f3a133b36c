import { MONTH, monthNumber } from './months.ts'
import { fold } from './words.ts'

export type DateOrder = 'dmy' | 'mdy'

/** A date as it was found. `iso` is the reading taken; with `ambiguous` nothing decided it, and day first was taken. */
export interface FoundDate {
  iso: string
  text: string
  index: number
  /** Set where the figures alone could be read two ways and something decided it. */
  inferred?: { order: DateOrder; because: string }
  ambiguous?: { dmy: string; mdy: string }
}

/** An order of day and month, and what it follows from, as it stands after "because". */
export interface OrderHint {
  order: DateOrder
  because: string
}

const YEAR = `(?:\\d{4}|'?\\d{2})(?!\\d)`
const PATTERNS: [RegExp, (parts: string[]) => { year: string; month: string; day: string } | 'numeric'][] = [
  [/(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/g, ([, y, , m, d]) => ({ year: y!, month: m!, day: d! })],
  [/(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日/g, ([, y, m, d]) => ({ year: y!, month: m!, day: d! })],
  [
    new RegExp(
      `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|er|\\.)?[\\s.-]*(?:de |of )?(${MONTH})\\b\\.?,?[\\s.-]*(?:de |del )?(${YEAR})`,
      'g',
    ),
    ([, d, m, y]) => ({ year: y!, month: m!, day: d! }),
  ],
  [
    new RegExp(`\\b(${MONTH})\\b\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?!\\d)`, 'g'),
    ([, m, d, y]) => ({ year: y!, month: m!, day: d! }),
  ],
  [/(?<![\d.,/-])(\d{1,2})([./-])( ?)(\d{1,2})\2\3(\d{4}|\d{2})(?![\d/-]|[.,]\d)/g, () => 'numeric'],
]

const pad = (number: number) => String(number).padStart(2, '0')

/** The ISO date, or null when there is no such day. Two-digit years up to 69 are in this century. */
function isoOf(year: string, month: number, day: number): string | null {
  const digits = year.replace(/\D/g, '')
  const full = digits.length === 2 ? Number(digits) + (Number(digits) < 70 ? 2000 : 1900) : Number(digits)
  const date = new Date(Date.UTC(full, month - 1, day))
  const real = date.getUTCFullYear() === full && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real && full >= 1900 && full < 2200 ? `${full}-${pad(month)}-${pad(day)}` : null
}

const plainDigits = (text: string) => fold(text.normalize('NFC').replace(/\s/g, ' '))

/** Every date in the text, in order. `hint` decides 03/04/2026 where nothing in the text does. */
export function datesIn(text: string, hint?: OrderHint): FoundDate[] {
  const folded = plainDigits(text)
  const own = orderShownBy(folded)
  const found: FoundDate[] = []
  const taken: [number, number][] = []
  for (const [pattern, partsOf] of PATTERNS)
    for (const match of folded.matchAll(pattern)) {
      const end = match.index + match[0].length
      if (taken.some(([from, to]) => match.index < to && end > from)) continue
      const parts = partsOf([...match])
      const at = { text: match[0].trim(), index: match.index }
      const date = parts === 'numeric' ? numeric(match, at, own ?? hint) : named(parts, at)
      if (!date) continue
      taken.push([match.index, end])
      found.push(date)
    }
  return found.sort((a, b) => a.index - b.index)
}

function named(
  parts: { year: string; month: string; day: string },
  at: { text: string; index: number },
): FoundDate | null {
  const month = /^\d/.test(parts.month) ? Number(parts.month) : monthNumber(parts.month)
  const iso = isoOf(parts.year, month, Number(parts.day))
  return iso === null ? null : { ...at, iso }
}

function numeric(
  match: RegExpMatchArray,
  at: { text: string; index: number },
  hint: OrderHint | undefined,
): FoundDate | null {
  const [, first, separator, , second, year] = match
  const [a, b] = [Number(first), Number(second)]
  const dmy = isoOf(year!, b, a)
  const mdy = separator === '.' ? null : isoOf(year!, a, b)
  if (dmy === null || mdy === null || dmy === mdy) {
    const iso = dmy ?? mdy
    const byDots = separator === '.' && a <= 12 && a !== b
    return iso === null
      ? null
      : { ...at, iso, ...(byDots ? { inferred: { order: 'dmy', because: 'it is written with dots' } } : {}) }
  }
  if (!hint) return { ...at, iso: dmy, ambiguous: { dmy, mdy } }
  return { ...at, iso: hint.order === 'dmy' ? dmy : mdy, inferred: hint }
}

/** What the text's own dates show: one with a part above 12 decides for all that are written the same way. */
export function orderShownBy(text: string): OrderHint | undefined {
  for (const [date, first, separator, , second] of plainDigits(text).matchAll(PATTERNS.at(-1)![0])) {
    if (separator === '.') continue
    const [a, b] = [Number(first), Number(second)]
    if (a > 12 && a <= 31 && b <= 12) return { order: 'dmy', because: `${date} is beside it` }
    if (b > 12 && b <= 31 && a <= 12) return { order: 'mdy', because: `${date} is beside it` }
  }
  return undefined
}

const DAY_FIRST = 'EUR GBP CHF SEK NOK DKK PLN CZK INR AUD NZD BRL MXN HUF RON BGN TRY ILS ISK RUB'.split(' ')
const DAY_FIRST_WORDS =
  /\b(?:rechnung|quittung|beleg|datum|betrag|mwst|facture|recu|montant|tva|fattura|ricevuta|iva|factura|fecha|fatura|recibo|factuur|btw|kvitto|kvittering|moms|faktura|paragon|vat)\b/
const MONTH_FIRST_WORDS = /\bsales tax\b|\b[a-z]+,? (?:ny|tx|wa|ca|il|fl|ma|ga|pa|oh|az) \d{5}\b/

/** What the country a document seems to come from says about its dates. `sure` currencies only: a lone `$` says nothing. */
export function orderByCountry(text: string, currency: string): OrderHint | undefined {
  const folded = plainDigits(text)
  const sign = MONTH_FIRST_WORDS.exec(folded)
  if (currency === 'USD') return { order: 'mdy', because: 'it is in USD' }
  if (DAY_FIRST.includes(currency)) return { order: 'dmy', because: `it is in ${currency}` }
  if (sign) return { order: 'mdy', because: `it says "${sign[0]}"` }
  const word = DAY_FIRST_WORDS.exec(folded)
  return word ? { order: 'dmy', because: `it says "${word[0]}"` } : undefined
}
