import type { OrderHint } from '../../figures/date.ts'
import { negated, sumOf } from '../../figures/money.ts'
import { readAll, readParts } from '../../figures/reading.ts'
import { readReceipts } from '../../figures/receipt.ts'
import { writeCsv } from '../../figures/table.ts'
import { counted, listed } from '../../figures/words.ts'
import { jsonRows, type NewFile, textFile, writeAll } from '../../figures/writing.ts'
import type { Steps } from '../../steps.ts'
import type { Column } from './columns.ts'
import { reportText } from './report-text.ts'
import { amountOf, type PartRow, rowOf, unreadRow } from './rows.ts'
import { monthOf, type TotalLine, totalsBy, vendorOf } from './totals.ts'
import { workbookOf } from './workbook.ts'

export interface ExtractInput {
  files: { path: string; order?: OrderHint }[]
  out: string
}
export interface TableInput {
  parts: string[]
  columns: Column[]
  table: string
  workbook: boolean
  byMonth: string | null
  byVendor: string | null
}
export interface ReportInput {
  parts: string[]
  out: string
  table: string
  /** Files of kinds that cannot be read. */
  left: string[]
}
interface Done {
  summary: string
  open: string[]
}

/** Reads its receipts and writes a row for each, also for those it cannot read. */
export function* extract(input: ExtractInput): Steps<Done> {
  const texts = yield* readAll(input.files.map(file => file.path))
  const rows = texts.flatMap((file, index): PartRow[] => {
    if ('unreadable' in file) return [unreadRow({ file: file.path, unreadable: file.unreadable })]
    const read = readReceipts(file.path, file.text, input.files[index]?.order)
    return Array.isArray(read)
      ? read.map(receipt => ({ ...rowOf(receipt), recognised: file.recognised === true }))
      : [unreadRow(read)]
  })
  const failed = yield* writeAll([{ path: input.out, content: jsonRows(rows) }])
  const unread = rows.filter(row => row.unreadable !== '')
  const read = `Read ${counted(rows.length - unread.length, 'receipt')} from ${counted(input.files.length, 'file')}`
  return {
    summary: `${read}${unread.length > 0 ? `; could not read ${listed(unread.map(row => row.file))}` : ''}.`,
    open: [...unread.map(row => `${row.file} could not be read: ${row.unreadable}.`), ...failed],
  }
}

/** Writes the table of all receipts and the totals. */
export function* tabulate(input: TableInput): Steps<Done> {
  const parts = yield* readParts<PartRow>(input.parts)
  const rows = parts.rows.filter(row => row.unreadable === '').sort(byDate)
  const files = input.workbook ? [workbookFile(input, rows)] : csvFiles(input, rows)
  const failed = yield* writeAll(files)
  const written = files
    .map(file => file.path)
    .filter(path => !failed.some(sentence => sentence.startsWith(`${path} was not`)))
  return {
    summary:
      written.length > 0
        ? `Wrote ${listed(written)}: ${counted(rows.length, 'receipt')}. ${totalsWords(rows)}`
        : 'Nothing could be written.',
    open: [...parts.failed, ...failed],
  }
}

function workbookFile({ table, columns, byMonth, byVendor }: TableInput, rows: readonly PartRow[]): NewFile {
  const totals = { byMonth: byMonth !== null, byVendor: byVendor !== null }
  return { path: table, document: { format: 'xlsx', title: 'Receipts', sheets: workbookOf(rows, columns, totals) } }
}

function csvFiles({ table, columns, byMonth, byVendor }: TableInput, rows: readonly PartRow[]): NewFile[] {
  const cells = rows.map(row => columns.map(column => cellOf(row, column)))
  return [
    { path: table, content: writeCsv(columns, cells) },
    ...(byMonth === null ? [] : [{ path: byMonth, content: totalsCsv('month', totalsBy(rows, monthOf)) }]),
    ...(byVendor === null ? [] : [{ path: byVendor, content: totalsCsv('vendor', totalsBy(rows, vendorOf)) }]),
  ]
}

/** `In all EUR 120.50 (4), GBP 35.99 (1).` */
const totalsWords = (rows: readonly PartRow[]) => {
  const lines = totalsBy(rows, () => 'all').map(
    line => `${line.currency || 'no currency'} ${line.total} (${line.receipts})`,
  )
  return lines.length === 0 ? '' : `In all ${lines.join(', ')}.`
}

const byDate = (a: PartRow, b: PartRow) => {
  const [left, right] = [a, b].map(row => `${row.date || '9999'} ${row.vendor} ${row.file}`)
  return left! < right! ? -1 : left! > right! ? 1 : 0
}

function cellOf(row: PartRow, column: Column): string {
  const total = amountOf(row.total, row.currency)
  const tax = amountOf(row.tax, row.currency)
  switch (column) {
    case 'total':
      return total
    case 'tax':
      return tax
    case 'net':
      return total === '' || tax === '' ? '' : sumOf([total, negated(tax)])
    default:
      return row[column]
  }
}

const totalsCsv = (first: string, lines: readonly TotalLine[]) =>
  writeCsv(
    [first, 'currency', 'receipts', 'total', 'tax'],
    lines.map(line => [line.name, line.currency, String(line.receipts), line.total, line.tax]),
  )

/** Writes what a person should know beside the table. */
export function* report(input: ReportInput): Steps<Done> {
  const parts = yield* readParts<PartRow>(input.parts)
  const text = reportText(parts.rows, input.table, input.left, !/\.(?:md|txt)$/i.test(input.out))
  const failed = yield* writeAll([textFile(input.out, text, true)])
  const unread = parts.rows.filter(row => row.unreadable !== '').map(row => row.file)
  const unsure = parts.rows.filter(row => row.unsure.length > 0).map(row => row.file)
  return {
    summary:
      failed.length > 0
        ? 'The report could not be written.'
        : `Wrote ${input.out}. ${readWords(unread.length, unsure.length)}`,
    open: [
      ...(unsure.length > 0 ? [`Please look at ${listed(unsure)}; ${input.out} says why.`] : []),
      ...parts.failed,
      ...failed,
    ],
  }
}

function readWords(unread: number, unsure: number): string {
  const parts = [
    ...(unread > 0 ? [`${counted(unread, 'file')} could not be read`] : []),
    ...(unsure > 0 ? [`${counted(unsure, 'receipt')} should be looked at`] : []),
  ]
  return parts.length > 0 ? `${parts.join('; ')}.` : 'Every file could be read.'
}
