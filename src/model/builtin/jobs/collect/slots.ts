import { extensionOf, folderOf, joinPath, nameOf } from '../../../../domain/place.ts'
import { READABLE, WRITTEN } from '../../figures/document.ts'
import { isPicture } from '../../figures/packed.ts'
import { filesSlot, outputIn } from '../../figures/selection.ts'
import { fold } from '../../figures/words.ts'
import type { FileInfo, Slot } from '../../job.ts'
import { BY_MONTH, BY_VENDOR } from './workbook.ts'

/** Columns the table can have. `net` is the total less the tax, where both are known. */
export const COLUMNS = ['date', 'vendor', 'currency', 'total', 'tax', 'number', 'file', 'net'] as const
export type Column = (typeof COLUMNS)[number]
export const USUAL_COLUMNS: readonly Column[] = ['date', 'vendor', 'currency', 'total', 'tax', 'number', 'file']

const CALLED: Record<Column, string> = {
  date: 'dates?|days?|datum|when',
  vendor: 'vendors?|shops?|suppliers?|sellers?|merchants?|stores?|handler|lieferanten?|who|company|companies',
  currency: 'currency|currencies|wahrung|devise',
  total: 'totals?|amounts?|sums?|gross|betrag|summe|montant|price|prices|how much|cost|costs',
  tax: 'sales tax(?:es)?|tax(?:es)?|vat|mwst|gst|tva|which tax',
  number: '(?:invoice |receipt )?(?:numbers?|no\\.?)|nummer',
  file: 'files?(?: ?names?)?|sources?|datei',
  net: 'net(?: amounts?)?|netto',
}
const COLUMN = COLUMNS.map(column => `(?<${column}>${CALLED[column]})`)
const ANY = `(?:${COLUMNS.map(column => CALLED[column]).join('|')})`
const LIST = new RegExp(
  `\\b${ANY}(?:(?:\\s*(?:,|;|&|\\+|/)\\s*|\\s+)(?:(?:and|und|et|y|the|its|their|a|plus)\\s+)*${ANY}\\b)+`,
  'g',
)

/** The columns in the order they are named; the usual ones where the text names no list of three or more. */
export function columnsIn(text: string): Column[] {
  const lists = fold(text).match(LIST) ?? []
  const longest = lists.sort((a, b) => b.length - a.length)[0]
  if (!longest) return [...USUAL_COLUMNS]
  const named = columnsNamed(longest)
  // "With the amounts and the tax" does not say that date and vendor are unwanted.
  const least = /\b(?:only|just|nothing but|columns?\s*:)/i.test(text) ? 2 : 3
  if (named.length < least) return [...USUAL_COLUMNS]
  const amounts = named.findIndex(column => column === 'total' || column === 'tax' || column === 'net')
  // An amount means little without its currency.
  if (amounts >= 0 && !named.includes('currency')) named.splice(amounts, 0, 'currency')
  return named
}

/** Reads an edited `Columns` line: every name it knows, in order. */
export function columnsNamed(text: string): Column[] {
  const found = [...fold(text).matchAll(new RegExp(`\\b(?:${COLUMN.join('|')})\\b`, 'g'))]
  const names = found.flatMap(match => COLUMNS.filter(column => match.groups?.[column] !== undefined))
  return [...new Set(names)]
}

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
