import type { CellSpec, SheetSpec } from '../../../../ports/documents.ts'
import { minorDigits } from '../../figures/money.ts'
import { fold } from '../../figures/words.ts'
import type { Column } from './columns.ts'
import { amountOf, type PartRow } from './rows.ts'
import { monthOf, type TotalLine, totalsBy, vendorOf } from './totals.ts'

export const RECEIPTS = 'Receipts'
export const BY_MONTH = 'By month'
export const BY_VENDOR = 'By vendor'
const TO_CHECK = 'To check'

const LETTERS = 'ABCDEFGHIJ'

/** The workbook: a row for each receipt, and totals whose formulas follow when somebody corrects a row. */
export function workbookOf(
  rows: readonly PartRow[],
  columns: readonly Column[],
  totals: { byMonth: boolean; byVendor: boolean },
): SheetSpec[] {
  const ranges = rangesOf(columns, rows.length)
  const unsure = rows.flatMap(row => row.unsure.map(note => [row.file, note]))
  return [
    {
      name: RECEIPTS,
      rows: [
        [...columns],
        ...rows.map((row, index) => columns.map(column => cellFor(row, column, columns, index + 2))),
      ],
    },
    ...(totals.byMonth ? [totalsSheet(BY_MONTH, 'month', rows, monthOf, monthCondition(rows, ranges), ranges)] : []),
    ...(totals.byVendor
      ? [totalsSheet(BY_VENDOR, 'vendor', rows, vendorOf, vendorCondition(rows, ranges), ranges)]
      : []),
    ...(unsure.length > 0 ? [{ name: TO_CHECK, rows: [['file', 'unsure'], ...unsure] }] : []),
  ]
}

/** The columns that the formulas of the totals look at are in the workbook even when nobody named them. */
export function workbookColumns(
  named: readonly Column[],
  totals: { byMonth: boolean; byVendor: boolean },
): readonly Column[] {
  const needed: Column[] = [
    ...(totals.byMonth ? (['date'] as const) : []),
    ...(totals.byVendor ? (['vendor'] as const) : []),
    ...(totals.byMonth || totals.byVendor ? (['currency', 'total'] as const) : []),
  ]
  return [...named, ...needed.filter(column => !named.includes(column))]
}

type Ranges = Partial<Record<Column, string>>

const rangesOf = (columns: readonly Column[], count: number): Ranges =>
  Object.fromEntries(
    columns.map((column, index) => [
      column,
      `${RECEIPTS}!$${LETTERS[index]}$2:$${LETTERS[index]}$${Math.max(2, count + 1)}`,
    ]),
  )

/** Sheets count days from 1900, and count those of its first weeks wrong. */
const countable = (iso: string) => iso >= '1901'

const formatFor = (currency: string) => {
  const digits = minorDigits(currency)
  return digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`
}

function cellFor(row: PartRow, column: Column, columns: readonly Column[], line: number): CellSpec {
  const money = (amount: string): CellSpec =>
    amount === '' ? null : { value: Number(amount), format: formatFor(row.currency) }
  const at = (name: Column) => `${LETTERS[columns.indexOf(name)]}${line}`
  switch (column) {
    case 'total':
      return money(amountOf(row.total, row.currency))
    case 'tax':
      return money(amountOf(row.tax, row.currency))
    case 'net': {
      if (row.total === null || row.tax === null) return null
      const live = columns.includes('total') && columns.includes('tax')
      return live
        ? { formula: `${at('total')}-${at('tax')}`, format: formatFor(row.currency) }
        : { value: Math.round((Number(row.total) - Number(row.tax)) * 1000) / 1000, format: formatFor(row.currency) }
    }
    case 'date':
      return countable(row.date) ? { date: row.date } : row.date
    default:
      return row[column]
  }
}

/** The part of a formula that is true for the rows of a line; null where only plain values will do. */
type Condition = (line: TotalLine, row: number) => string | null

const monthCondition =
  (rows: readonly PartRow[], { date }: Ranges): Condition =>
  (line, row) => {
    const mine = rows.filter(one => monthOf(one) === line.name)
    if (mine.every(one => one.date === '')) return `(${date}="")`
    if (!mine.every(one => countable(one.date))) return null
    const first = (more: string) => `DATE(LEFT($A${row},4),RIGHT($A${row},2)${more},1)`
    return `(${date}>=${first('')})*(${date}<${first('+1')})`
  }

/** Sheets do not tell capitals apart; other spellings of one vendor are named one by one. */
const vendorCondition =
  (rows: readonly PartRow[], { vendor }: Ranges): Condition =>
  (line, row) => {
    const mine = rows.filter(one => fold(vendorOf(one)).trim() === fold(line.name).trim())
    if (mine.every(one => one.vendor === '')) return `(${vendor}="")`
    const others = [...new Set(mine.map(one => one.vendor))].filter(
      name => name.toLowerCase() !== line.name.toLowerCase(),
    )
    const one = `(${vendor}=$A${row})`
    return others.length === 0
      ? one
      : `((${[one, ...others.map(name => `(${vendor}="${name.replaceAll('"', '""')}")`)].join('+')})>0)`
  }

function totalsSheet(
  name: string,
  first: string,
  rows: readonly PartRow[],
  nameOf: (row: PartRow) => string,
  condition: Condition,
  ranges: Ranges,
): SheetSpec {
  const lines = totalsBy(rows, nameOf)
  const header = [first, 'currency', 'receipts', 'total', ...(ranges.tax ? ['tax'] : [])]
  const body = lines.map((line, index): CellSpec[] => {
    const row = index + 2
    const mine = condition(line, row)
    const money = line.currency === '' ? `(${ranges.currency}="")` : `(${ranges.currency}=$B${row})`
    const sum = (column: 'total' | 'tax'): CellSpec =>
      mine === null
        ? { value: Number(line[column]), format: formatFor(line.currency) }
        : { formula: `SUMPRODUCT(${mine}*${money},${ranges[column]})`, format: formatFor(line.currency) }
    return [
      line.name,
      line.currency,
      mine === null ? line.receipts : { formula: `SUMPRODUCT(${mine}*${money})`, format: '0' },
      sum('total'),
      ...(ranges.tax ? [sum('tax')] : []),
    ]
  })
  return { name, rows: [header, ...body] }
}
