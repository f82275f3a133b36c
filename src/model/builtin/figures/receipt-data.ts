import type { DateOrder } from './date.ts'
import type { Decimal } from './money.ts'

/** What one receipt says. Missing things are `''`; amounts are exact plain decimals. */
export interface Receipt {
  file: string
  /** ISO, or `''`. */
  date: string
  vendor: string
  currency: string
  total: Decimal
  tax: Decimal | ''
  number: string
  /** What was guessed or does not fit together, one clause each. */
  unsure: string[]
  /** The date's figures where they could be read two ways and nothing in the file decides it. */
  ambiguous?: { text: string; dmy: string; mdy: string }
  /** How a date that could be read two ways was read. */
  dateReading?: { text: string; order: DateOrder; because: string }
}

export interface Unreadable {
  file: string
  unreadable: string
}
