import { type Decimal, inCurrency } from '../../figures/money.ts'
import type { Receipt, Unreadable } from '../../figures/receipt-data.ts'

/** One receipt, or one file that could not be read, as helpers hand it on. All rows have the same fields. */
export interface PartRow {
  file: string
  date: string
  vendor: string
  currency: string
  /** A number where it is exact as one. */
  total: number | string | null
  tax: number | string | null
  number: string
  unsure: string[]
  /** How a date that could be read two ways was read. */
  dates: { text: string; because: string } | null
  unreadable: string
  /** Its words were read from a picture. */
  recognised: boolean
}

const exact = (amount: Decimal, currency: string) =>
  inCurrency(String(Number(amount)), currency) === amount ? Number(amount) : amount

export function rowOf(receipt: Receipt): PartRow {
  const { file, date, vendor, currency, number } = receipt
  const open = receipt.ambiguous
  const unsure = open
    ? [...receipt.unsure, `${open.text} may be ${open.dmy} or ${open.mdy}; the day was taken to be first`]
    : receipt.unsure
  const reading = receipt.dateReading
  return {
    file,
    date,
    vendor,
    currency,
    total: exact(receipt.total, currency),
    tax: receipt.tax === '' ? null : exact(receipt.tax, currency),
    number,
    unsure,
    dates: reading
      ? {
          text: reading.text,
          because: `${reading.order === 'dmy' ? 'day' : 'month'} first, because ${reading.because}`,
        }
      : null,
    unreadable: '',
    recognised: false,
  }
}

export const unreadRow = ({ file, unreadable }: Unreadable): PartRow => ({
  file,
  date: '',
  vendor: '',
  currency: '',
  total: null,
  tax: null,
  number: '',
  unsure: [],
  dates: null,
  unreadable,
  recognised: false,
})

/** An amount of a row as it stands in the table: `1234.50`; `''` where there is none. */
export const amountOf = (value: number | string | null, currency: string): Decimal | '' =>
  value === null ? '' : inCurrency(String(value), currency)
