import { folderOf, joinPath } from '../../../../domain/place.ts'
import { READABLE } from '../../figures/document.ts'
import { filesSlot, outputIn } from '../../figures/selection.ts'
import { fold } from '../../figures/words.ts'
import type { FileInfo, Slot } from '../../job.ts'

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

/** The restated job. */
export const slots = (request: string, files: FileInfo[]): Slot[] => [
  { name: 'Files', value: filesSlot(request, files, READABLE, RECEIPT_FOLDER) },
  { name: 'Columns', value: columnsIn(request).join(', ') },
  { name: 'Write to', value: outputIn(request, 'csv', 'receipts.csv') },
  { name: 'Totals', value: /\b(?:no|without) totals\b/i.test(request) ? 'none' : 'by month, by vendor' },
  { name: 'Report', value: outputIn(request, 'md', 'report.md') },
]

export interface Outputs {
  table: string
  byMonth: string | null
  byVendor: string | null
  report: string
}

/** The files that the job writes. Totals lie beside the table. */
export function outputsOf(filled: Record<string, string>): Outputs {
  const table = filled['Write to']?.trim() || 'receipts.csv'
  const beside = (name: string) => joinPath(folderOf(table), name)
  const totals = (filled.Totals ?? '').toLowerCase()
  return {
    table: /\.(?:csv|tsv)$/i.test(table) ? table.replace(/\.tsv$/i, '.csv') : `${table}.csv`,
    byMonth: totals.includes('month') ? beside('totals by month.csv') : null,
    byVendor: totals.includes('vendor') ? beside('totals by vendor.csv') : null,
    report: withEnding(filled.Report?.trim() || 'report.md'),
  }
}

const withEnding = (name: string) => (/\.(?:md|txt)$/i.test(name) ? name : `${name}.md`)

export const pathsOf = (outputs: Outputs): string[] =>
  [outputs.table, outputs.byMonth, outputs.byVendor, outputs.report].filter(path => path !== null)
