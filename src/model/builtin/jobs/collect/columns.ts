import { fold } from '../../figures/words.ts'

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
