import Papa from 'papaparse'
import { extensionOf } from '../../../domain/place.ts'
import { isPacked, packedTable } from './packed.ts'
import { fold } from './words.ts'

/** A table as text cells, exactly as written; every row has one cell for each column. */
export interface Table {
  columns: string[]
  rows: string[][]
}

export type TableReading = { ok: true; table: Table; notes: string[] } | { ok: false; why: string }

/** Reads a csv, tsv or json file. Numbers and codes stay as they are written: `007`, `1.10`, `1.234,56`. */
export function readTable(path: string, text: string): TableReading {
  if (isPacked(path)) {
    const table = packedTable(text)
    return table ? { ok: true, table, notes: [] } : { ok: false, why: 'it holds no table' }
  }
  return extensionOf(path) === 'json'
    ? readJson(text)
    : readSeparated(text, extensionOf(path) === 'tsv' ? '\t' : undefined)
}

function readSeparated(source: string, known: string | undefined): TableReading {
  const told = /^sep=(.)\r?\n/i.exec(source)
  const text = (told ? source.slice(told[0].length) : source).replace(/^\ufeff/, '')
  const delimiter = told?.[1] ?? known ?? ''
  const parsed = Papa.parse<string[]>(text, {
    delimiter,
    delimitersToGuess: [',', ';', '\t', '|'],
    skipEmptyLines: 'greedy',
  })
  const lines = parsed.data
  const first = lines[0]
  if (!first) return { ok: false, why: 'it is empty' }
  const broken = parsed.errors.filter(error => error.type === 'Quotes')
  const notes = broken.length > 0 ? ['it has quotation marks that do not close, so some cells may be joined'] : []
  const headless = first.length > 1 && first.every(cell => /^[\s\d.,:/-]+$/.test(cell))
  if (headless) notes.push('its first line has no names, so its columns were numbered')
  const width = Math.max(...lines.map(line => line.length))
  const columns = unique(Array.from({ length: width }, (_, index) => (headless ? '' : (first[index]?.trim() ?? ''))))
  const rows = lines.slice(headless ? 0 : 1).map(line => columns.map((_, index) => line[index] ?? ''))
  return { ok: true, table: { columns, rows }, notes }
}

/** Names for all columns, no two the same. */
function unique(names: string[]): string[] {
  const taken = new Set<string>()
  return names.map((name, index) => {
    const base = name || `column ${index + 1}`
    let free = base
    for (let copy = 2; taken.has(free); copy++) free = `${base} (${copy})`
    taken.add(free)
    return free
  })
}

function readJson(source: string): TableReading {
  const text = source.replace(/^\ufeff/, '')
  try {
    JSON.parse(text)
  } catch (error) {
    return { ok: false, why: `it is not valid JSON (${error instanceof Error ? error.message : 'no reason given'})` }
  }
  // Numbers become strings first: long ids and 1.10 would change their digits otherwise.
  const exact = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, token =>
    token.startsWith('"') ? token : `"${token}"`,
  )
  const list = listIn(JSON.parse(exact))
  if (!list) return { ok: false, why: 'it holds no list of rows' }
  if (list.length > 0 && list.every(Array.isArray)) return readSeparated(Papa.unparse(list as unknown[][]), ',')
  const objects = list.filter(
    (one): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one),
  )
  if (objects.length < list.length) return { ok: false, why: 'its list does not hold rows with named cells' }
  const columns = [...new Set(objects.flatMap(Object.keys))]
  if (columns.length === 0) return { ok: false, why: 'it is empty' }
  return {
    ok: true,
    table: { columns, rows: objects.map(one => columns.map(column => cellText(one[column]))) },
    notes: [],
  }
}

function listIn(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return null
  const lists = Object.values(value).filter(Array.isArray)
  return lists.length === 1 ? lists[0]! : null
}

const cellText = (value: unknown) =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** Names of the same thing, as people and programs in several countries call it. */
const SYNONYMS: readonly string[][] = [
  'date datum fecha data dato day purchasedate invoicedate transactiondate rechnungsdatum belegdatum buchungsdatum fechafactura'.split(
    ' ',
  ),
  'amount betrag montant importe importo bedrag belopp belob kwota valor sum summe'.split(' '),
  'total gesamt gesamtbetrag totale totaal totalt grandtotal totalamount valortotal importetotal montantttc amountdue totalpaid brutto gross razem totalttc'.split(
    ' ',
  ),
  'tax vat mwst ust tva iva btw moms mva gst hst iss imposto salestax steuer taxamount vatamount'.split(' '),
  'currency wahrung waehrung devise moneda valuta moeda mena waluta ccy'.split(' '),
  'vendor merchant supplier seller store shop handler haendler lieferant verkaufer fournisseur vendeur proveedor fornitore fornecedor emisor venditore leverancier sprzedawca payee'.split(
    ' ',
  ),
  'name nom nombre nome naam namn navn fullname'.split(' '),
  'email mail emailaddress mailaddress courriel correo'.split(' '),
  'phone telephone tel phonenumber telefon telefono mobile'.split(' '),
  'quantity qty menge quantite cantidad quantita aantal antal count'.split(' '),
  'price preis prix precio prezzo prijs pris unitprice'.split(' '),
  'city town stadt ort ville ciudad citta plaats'.split(' '),
  'country land pays pais paese'.split(' '),
  'zip zipcode postcode postalcode plz codepostal cap'.split(' '),
  'description beschreibung descripcion descrizione text details'.split(' '),
  'number nr no invoiceno invoicenumber rechnungsnummer receiptno receiptnumber belegnummer'.split(' '),
]
const GROUP_OF = new Map(SYNONYMS.flatMap(group => group.map(name => [name, group[0]!] as const)))

/** What a column is called whatever its spelling: `E-mail` and `email address` are one, `Betrag` and `Amount` too. */
export function columnKey(name: string): string {
  const plain = fold(name)
    .replace(/\([^)]*\)/g, '')
    .replace(/[^\p{L}\d]/gu, '')
  const key = plain || fold(name).replace(/\s/g, '')
  return GROUP_OF.get(key) ?? key
}

/** The columns of all tables in the order they first appear, each under the name it had first. */
export function unionOf(tables: readonly string[][]): string[] {
  const union = new Map<string, string>()
  for (const columns of tables)
    for (const [index, column] of columns.entries()) {
      const key = keyIn(columns, index)
      if (!union.has(key)) union.set(key, column)
    }
  return [...union.values()]
}

/** A table's second column of the same meaning stays a column of its own. */
function keyIn(columns: readonly string[], index: number): string {
  const key = columnKey(columns[index]!)
  const earlier = columns.slice(0, index).some(column => columnKey(column) === key)
  return earlier ? `${key}\n${fold(columns[index]!)}` : key
}

/** The table's rows as objects with the names of the union; cells it has no column for are missing. */
export function rowsUnder(union: readonly string[], table: Table): Record<string, string>[] {
  const names = new Map(union.map((column, index) => [keyIn(union, index), column]))
  const target = table.columns.map((_, index) => names.get(keyIn(table.columns, index)))
  return table.rows.map(row =>
    Object.fromEntries(row.flatMap((cell, index) => (target[index] === undefined ? [] : [[target[index], cell]]))),
  )
}

const PLAIN_NUMBER = /^[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?%?$/

/** A cell that a spreadsheet would take for a formula becomes text: an apostrophe in front. Plain numbers stay. */
export const safeCell = (cell: string) => (/^[=+\-@\t\r]/.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell)

/** The csv text, with a heading line; ends with a line break. */
export function writeCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    cells
      .map(safeCell)
      .map(cell => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
      .join(',')
  return `${[columns, ...rows].map(line).join('\n')}\n`
}
