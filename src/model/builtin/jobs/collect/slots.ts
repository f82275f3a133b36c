import { extensionOf, folderOf, joinPath, nameOf } from '../../../../domain/place.ts'
import { READABLE, WRITTEN } from '../../figures/document.ts'
import { isPicture } from '../../figures/packed.ts'
import { filesSlot, outputIn } from '../../figures/selection.ts'
import { fold } from '../../figures/words.ts'
import type { FileInfo, Slot } from '../../job.ts'
import { columnsIn } from './columns.ts'
import { BY_MONTH, BY_VENDOR } from './workbook.ts'

const RECEIPT_FOLDER =
  /receipt|invoice|bills?$|expense|rechnung|beleg|quittung|facture|recu|fattur|ricevut|recibo|factura|kvitt|faktura|paragon/

/** The restated job. A workbook and a Word report, unless the request asks for others. */
export const slots = (request: string, files: FileInfo[]): Slot[] => {
  const table = /\b(?:csv|tsv|comma[- ]separated)\b/i.test(request) ? 'receipts.csv' : 'receipts.xlsx'
  return [
    { name: 'Files', value: filesSlot(request, files, formatsFor(request, files), RECEIPT_FOLDER) },
    { name: 'Columns', value: columnsIn(request).join(', ') },
    { name: 'Write to', value: outputIn(request, '(?:xlsx|csv|tsv)', table) },
    { name: 'Totals', value: /\b(?:no|without) totals\b/i.test(request) ? 'none' : 'by month, by vendor' },
    { name: 'Report', value: outputIn(request, '(?:docx|pdf|html|md|txt)', usualReport(request)) },
  ]
}

const usualReport = (request: string) =>
  /\bmarkdown\b|\.md\b/i.test(request)
    ? 'report.md'
    : /\bplain text\b|\btext file\b/i.test(request)
      ? 'report.txt'
      : /\b(?:report|bericht|rapport)\b.{0,30}\bpdf\b|\bpdf[- ](?:report|bericht)\b/i.test(request)
        ? 'report.pdf'
        : 'report.docx'

/** Pictures take seconds each: they are looked at where they are asked for, where nothing else is there, or where they are called receipts. */
function formatsFor(request: string, files: readonly FileInfo[]): readonly string[] {
  const asked = /\b(?:scan\w*|pictures?|photo\w*|images?|jpe?gs?|pngs?|fotos?|bilder)\b/i.test(request)
  const called = files.some(({ path }) => isPicture(path) && RECEIPT_FOLDER.test(fold(nameOf(path))))
  const written = files.some(({ path }) => WRITTEN.includes(extensionOf(path)))
  return asked || called || !written ? READABLE : WRITTEN
}

export interface Outputs {
  table: string
  /** One workbook holds the table and its totals; otherwise each is a csv file. */
  workbook: boolean
  /** The csv file, or in a workbook the sheet. */
  byMonth: string | null
  byVendor: string | null
  report: string
}

/** The files that the job writes. Totals lie beside the table, or in it. */
export function outputsOf(filled: Record<string, string>): Outputs {
  const named = filled['Write to']?.trim() || 'receipts.xlsx'
  const table = /\.(?:csv|tsv|xlsx)$/i.test(named) ? named.replace(/\.tsv$/i, '.csv') : `${named}.xlsx`
  const workbook = /\.xlsx$/i.test(table)
  const beside = (name: string) => joinPath(folderOf(table), name)
  const totals = (filled.Totals ?? '').toLowerCase()
  return {
    table,
    workbook,
    byMonth: totals.includes('month') ? (workbook ? BY_MONTH : beside('totals by month.csv')) : null,
    byVendor: totals.includes('vendor') ? (workbook ? BY_VENDOR : beside('totals by vendor.csv')) : null,
    report: withEnding(filled.Report?.trim() || 'report.docx'),
  }
}

const withEnding = (name: string) => (/\.(?:md|txt|docx|pdf|html)$/i.test(name) ? name : `${name}.docx`)

/** What the job writes, now or under the usual names at another time: never taken for receipts. */
export const pathsOf = ({ table, workbook, byMonth, byVendor, report }: Outputs): string[] => [
  ...filesOf({ table, workbook, byMonth, byVendor, report }),
  ...['receipts.xlsx', 'receipts.csv', 'totals by month.csv', 'totals by vendor.csv', 'report.docx', 'report.md'].map(
    name => joinPath(folderOf(table), name),
  ),
]

/** The table, and its totals where they are files of their own. */
export const filesOf = ({ table, workbook, byMonth, byVendor, report }: Outputs): string[] => [
  ...tableFiles({ table, workbook, byMonth, byVendor }),
  report,
]

export const tableFiles = ({ table, workbook, byMonth, byVendor }: Omit<Outputs, 'report'>): string[] =>
  workbook ? [table] : [table, byMonth, byVendor].filter(path => path !== null)
