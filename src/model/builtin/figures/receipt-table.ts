import { decimalOf, readAmount } from './amount.ts'
import { datesIn, type OrderHint, orderByCountry, orderShownBy } from './date.ts'
import { inCurrency } from './money.ts'
import type { Receipt } from './receipt-data.ts'
import { columnKey, type Table } from './table.ts'
import { counted } from './words.ts'

/** The receipts of a table that has one in each row; null when the table is something else, such as the lines of one receipt. */
export function receiptRows(file: string, table: Table, order?: OrderHint): Receipt[] | null {
  const keys = table.columns.map(columnKey)
  const at = (...names: string[]) => names.map(name => keys.indexOf(name)).find(index => index >= 0) ?? -1
  const columns = {
    date: at('date'),
    vendor: at('vendor', 'name'),
    currency: at('currency'),
    total: at('total', 'amount'),
    tax: at('tax'),
    number: at('number'),
  }
  if (columns.date < 0 || columns.total < 0) return null
  const column = (index: number) => table.rows.map(row => row[index] ?? '').join('\n')
  const around = [table.columns.join(' '), ...table.rows.map(row => row.join('  '))].join('\n')
  const context = { decimal: decimalOf(`${column(columns.total)}\n${column(columns.tax)}`), around }
  const shown = orderShownBy(column(columns.date))
  const named = readAmount(`1 ${/[([](.+?)[)\]]/.exec(table.columns[columns.total]!)?.[1] ?? ''}`)?.currency ?? ''
  const left: number[] = []
  const receipts = table.rows.flatMap((row, index) => {
    const cell = (name: keyof typeof columns) => row[columns[name]]?.trim() ?? ''
    const told = cell('currency') === '' ? '' : (readAmount(`1 ${cell('currency')}`, { around })?.currency ?? '')
    const total = readAmount(cell('total'), { ...context, currency: told || named })
    if (isSumRow(row, cell('date'))) return []
    if (!total) {
      left.push(index + 1)
      return []
    }
    const currency = told || total.currency || named
    const tax = readAmount(cell('tax'), { ...context, currency })
    const hint = shown ?? orderByCountry(around, currency) ?? order
    const day = datesIn(cell('date'), hint)[0]
    const unsure = [...total.unsure.filter(note => told === '' || !note.startsWith('"'))]
    if (currency === '') unsure.push('it names no currency')
    if (!day) unsure.push('it has no date')
    if (cell('vendor') === '') unsure.push('it names no vendor')
    if (columns.tax >= 0 && cell('tax') !== '' && !tax) unsure.push(`its tax "${cell('tax')}" is not an amount`)
    const receipt: Receipt = {
      file,
      date: day?.iso ?? '',
      vendor: cell('vendor'),
      currency,
      total: inCurrency(total.value, currency),
      tax: tax ? inCurrency(tax.value, currency) : '',
      number: cell('number'),
      unsure: unsure.map(note => `row ${index + 1}: ${note}`),
    }
    if (day?.ambiguous) receipt.ambiguous = { text: day.text, ...day.ambiguous }
    if (day?.inferred) receipt.dateReading = { text: day.text, ...day.inferred }
    return [receipt]
  })
  if (left.length > 0)
    receipts[0]?.unsure.push(
      `${counted(left.length, 'row')} without a readable total left out (row ${left.join(', ')})`,
    )
  return receipts
}

/** The line under a table that adds it up is not a receipt. */
const isSumRow = (row: readonly string[], date: string) =>
  date === '' &&
  row.some(cell => /^(?:grand )?(?:total|sum|summe|gesamt|somme|totale|totaal|summa|suma)\b/i.test(cell.trim()))
