import type { DocumentCell, Expectation, ExpectationResult, ReadDocument } from '../../ports/documents.ts'

type Row = { cells: DocumentCell[]; part: number }
type TableExpectation = Extract<Expectation, { kind: 'columns' | 'rows' | 'sum' }>
type Finding = Omit<ExpectationResult, 'expectation'>

/** The header stands within so many rows from the top. */
const HEADER_WITHIN = 20

/** Rows of a sheet (the first that is not hidden when none is named) or of all tables of a document; a string says why there are none. */
export function sheetRows(document: ReadDocument, sheet: string | undefined): Row[] | string {
  const isSheet = document.parts.some(part => part.sheet !== undefined)
  const wanted = document.parts.findIndex(part =>
    sheet === undefined ? part.hidden !== true : part.name.trim().toLowerCase() === sheet.trim().toLowerCase(),
  )
  if (wanted < 0) return `It has no sheet "${sheet}".`
  return document.pieces.flatMap(piece =>
    piece.kind === 'row' && (!isSheet || piece.part === wanted) ? [{ cells: piece.cells, part: piece.part }] : [],
  )
}

/** Columns, number of rows and sums below the header. Rows of totals, whose formulas add up rows above them, do not count. */
export function checkTable(expectation: TableExpectation, document: ReadDocument): Finding {
  const rows = sheetRows(document, expectation.sheet)
  if (typeof rows === 'string') return { ok: false, evidence: rows }
  const names =
    expectation.kind === 'columns' ? expectation.names : expectation.kind === 'sum' ? [expectation.column] : []
  const head = headerOf(rows, names)
  if (head < 0) return { ok: false, evidence: 'It has no rows.' }
  const header = rows[head]!.cells
  if (expectation.kind === 'columns') {
    const missing = names.filter(name => !header.some(cell => same(cell.text, name)))
    return {
      ok: missing.length === 0,
      evidence:
        missing.length > 0
          ? `It has no column ${missing.map(name => `"${name}"`).join(', ')}.`
          : `It has all of ${names.length} columns.`,
    }
  }
  const data = rows
    .slice(head + 1)
    .filter(row => row.cells.some(cell => cell.text.trim() !== '') && !row.cells.some(isTotal))
  if (expectation.kind === 'rows') {
    const met =
      expectation.equals !== undefined ? data.length === expectation.equals : data.length >= (expectation.atLeast ?? 1)
    return { ok: met, evidence: `It has ${data.length} rows.` }
  }
  const index = header.findIndex(cell => same(cell.text, expectation.column))
  if (index < 0) return { ok: false, evidence: `It has no column "${expectation.column}" to add up.` }
  const column = columnOf(header[index]!)
  const values = data.map(row =>
    column === null ? row.cells[index] : row.cells.find(cell => columnOf(cell) === column),
  )
  const sum = values.reduce((total, cell) => total + Math.round(numberOf(cell) * 1000), 0) / 1000
  return { ok: Math.abs(sum - expectation.equals) <= 0.0051, evidence: `"${expectation.column}" adds up to ${sum}.` }
}

/** The first row near the top that has all names; without names the first with more than one filled cell. */
function headerOf(rows: readonly Row[], names: readonly string[]): number {
  const near = rows.slice(0, HEADER_WITHIN)
  const named = near.findIndex(
    row => names.length > 0 && names.every(name => row.cells.some(cell => same(cell.text, name))),
  )
  if (named >= 0) return named
  const filled = near.findIndex(row => row.cells.filter(cell => cell.text.trim() !== '').length > 1)
  return filled >= 0 ? filled : near.length > 0 ? 0 : -1
}

const columnOf = (cell: DocumentCell) => cell.at?.replace(/\d+$/, '') ?? null

/** `SUM(C2:C41)` adds up rows, `SUM(B2:D2)` a row. */
function isTotal({ formula }: DocumentCell): boolean {
  const match = /^(?:SUM|SUBTOTAL)\((?:\d+,)?\s*\$?[A-Z]+\$?(\d+):\$?[A-Z]+\$?(\d+)\)$/i.exec(formula?.trim() ?? '')
  return match !== null && match[1] !== match[2]
}

function numberOf(cell: DocumentCell | undefined): number {
  if (typeof cell?.value === 'number') return cell.value
  const text = (cell?.text ?? '').replace(/[\s\u00a0'’€$£]/g, '')
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return Number(text)
  return /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : 0
}

const same = (a: string, b: string) =>
  a.normalize('NFKC').trim().toLowerCase() === b.normalize('NFKC').trim().toLowerCase()
