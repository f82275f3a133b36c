import { grouped } from '../../figures/groups.ts'
import { type Decimal, inCurrency, sumOf } from '../../figures/money.ts'
import { fold } from '../../figures/words.ts'
import { amountOf, type PartRow } from './rows.ts'

/** A line of totals: receipts of one month or vendor, in one currency. */
export interface TotalLine {
  name: string
  currency: string
  receipts: number
  total: Decimal
  tax: Decimal
}

/** Receipts added up exactly, by what `nameOf` says and by currency, sorted by both. */
export function totalsBy(rows: readonly PartRow[], nameOf: (row: PartRow) => string): TotalLine[] {
  const groups = grouped(rows, row => `${fold(nameOf(row)).trim()}\n${row.currency}`)
  const lines = groups.map(group => {
    const { currency } = group[0]!
    const add = (field: 'total' | 'tax') =>
      inCurrency(sumOf(group.map(row => amountOf(row[field], currency) || '0')), currency)
    return { name: nameOf(group[0]!), currency, receipts: group.length, total: add('total'), tax: add('tax') }
  })
  const key = (line: TotalLine) => `${fold(line.name)}\n${line.currency}`
  return lines.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

export const monthOf = (row: PartRow) => row.date.slice(0, 7) || 'no date'
export const vendorOf = (row: PartRow) => row.vendor || 'no vendor'
