import type { DocumentCell, DocumentPiece, ReadDocument } from '../../ports/documents.ts'
import type { CellChange, Fate, RowChange, SheetComparison } from '../../ports/preview.ts'
import { columnOf, rowNumber } from '../preview/grid.ts'
import { columnName } from '../read/sheet/address.ts'
import { moved } from '../read/sheet/xlsx-sheet.ts'
import { alignEqual, type Pair, pairLike } from './align.ts'

/** Rows that are listed of one sheet; all of them count. */
const MOST_ROWS = 400
/** Rows with less in common are two rows, one taken out and one put in. */
const LEAST_LIKE = 0.25

interface Row {
  /** From 1. */
  number: number
  cells: Map<number, DocumentCell>
}

interface Sheet {
  name: string
  rows: Row[]
  columns: number
}

/** Compares workbooks sheet by sheet, and each sheet by its rows and cells. */
export function compareSheets(before: ReadDocument | null, after: ReadDocument): SheetComparison[] {
  const old = before ? sheetsOf(before) : []
  const now = sheetsOf(after)
  const single = old.length === 1 && now.length === 1
  const named = (name: string) => (single ? old[0] : old.find(sheet => sheet.name === name))
  const removed = single ? [] : old.filter(sheet => !now.some(each => each.name === sheet.name))
  return [
    ...now.map(sheet => compareSheet(named(sheet.name) ?? null, sheet)),
    ...removed.map(sheet => compareSheet(sheet, null)),
  ]
}

function sheetsOf(document: ReadDocument): Sheet[] {
  const sheets = document.parts.map((part): Sheet => ({ name: part.name, rows: [], columns: 0 }))
  for (const piece of document.pieces) {
    const sheet = sheets[piece.part]
    if (piece.kind !== 'row' || !sheet) continue
    const row = rowOf(piece)
    sheet.rows.push(row)
    for (const column of row.cells.keys()) sheet.columns = Math.max(sheet.columns, column + 1)
  }
  return sheets
}

const rowOf = (piece: Extract<DocumentPiece, { kind: 'row' }>): Row => ({
  number: rowNumber(piece),
  cells: new Map(piece.cells.map((cell, index) => [columnOf(cell, index), cell] as const)),
})

/** Far from every edge, so that no address that moves along falls off. */
const FAR = 'MMM5000000'

/** What a formula does seen from its own cell: filled down or moved along with its row, it is still the same one. */
const formulaOf = ({ formula, at }: DocumentCell) =>
  formula === undefined || at === undefined ? formula : moved(formula, at, FAR)

const content = (cell: DocumentCell | undefined) =>
  cell === undefined ? '' : cell.formula === undefined ? cell.text : `=${formulaOf(cell)}\u0000${cell.text}`

function compareSheet(before: Sheet | null, after: Sheet | null): SheetComparison {
  const columns = columnsOf(before, after)
  const old = (before?.rows ?? []).map(row =>
    columns.map(({ before: at }) => (at === null ? undefined : row.cells.get(at))),
  )
  const now = (after?.rows ?? []).map(row =>
    columns.map(({ after: at }) => (at === null ? undefined : row.cells.get(at))),
  )
  // A column that came or went makes no row another one.
  const shared = columns.flatMap((column, i) => (column.before !== null && column.after !== null ? [i] : []))
  const keyOf = (cells: (DocumentCell | undefined)[]) =>
    (shared.length > 0 ? shared.map(i => cells[i]) : cells).map(content).join('\u0001')
  const pairs = pairLike(alignEqual(old.map(keyOf), now.map(keyOf)), (b, a) => likeness(old[b]!, now[a]!), LEAST_LIKE)
  const rows = pairs.map(pair => compareRow(pair, before, after, old, now, columns))
  const counts = countsOf(rows, columns)
  const fate: Fate = !before
    ? 'added'
    : !after
      ? 'removed'
      : rows.every(row => row.fate === 'same')
        ? 'same'
        : 'changed'
  return { name: (after ?? before)!.name, fate, columns, rows: nearChanges(rows), counts }
}

/** Columns side by side: by their headings where both versions have them, in their places otherwise. */
function columnsOf(before: Sheet | null, after: Sheet | null): SheetComparison['columns'] {
  const heads = (sheet: Sheet | null) =>
    Array.from({ length: sheet?.columns ?? 0 }, (_, column) => sheet?.rows[0]?.cells.get(column)?.text.trim() ?? '')
  const old = heads(before)
  const now = heads(after)
  const name = (column: number | null, of: string[]) => (column === null ? '' : of[column] || columnName(column))
  const isHeaded = (texts: string[]) =>
    texts.length > 1 && texts.every(text => text !== '') && new Set(texts).size === texts.length
  const common = old.filter(text => now.includes(text)).length
  const byHeads = isHeaded(old) && isHeaded(now) && common >= Math.min(old.length, now.length) / 2 && common > 0
  const pairs: Pair[] = byHeads
    ? pairLike(alignEqual(old, now), () => (old.length === now.length ? 1 : 0), 0.5)
    : (Array.from({ length: Math.max(old.length, now.length) }, (_, i) => ({
        before: i < old.length ? i : null,
        after: i < now.length ? i : null,
      })) as Pair[])
  return pairs.map(({ before: b, after: a }) => ({
    before: b,
    after: a,
    name: a === null ? name(b, old) : name(a, now),
  }))
}

function likeness(before: (DocumentCell | undefined)[], after: (DocumentCell | undefined)[]): number {
  let filled = 0
  let equal = 0
  for (const [i, cell] of before.entries()) {
    const [b, a] = [content(cell), content(after[i])]
    if (b === '' && a === '') continue
    // The first cells name what a row is about.
    const weight = i === 0 ? 2 : 1
    filled += weight
    if (b === a) equal += weight
  }
  return filled === 0 ? 0 : Math.max(equal / filled, filled <= 2 ? 0.3 : 0)
}

function compareRow(
  { before: b, after: a }: Pair,
  before: Sheet | null,
  after: Sheet | null,
  old: (DocumentCell | undefined)[][],
  now: (DocumentCell | undefined)[][],
  columns: SheetComparison['columns'],
): RowChange {
  const numbers = {
    ...(b === null ? {} : { before: before!.rows[b]!.number }),
    ...(a === null ? {} : { after: after!.rows[a]!.number }),
  }
  const cells = columns.flatMap((_, i) => {
    const change = compareCell(b === null ? undefined : old[b]![i], a === null ? undefined : now[a]![i])
    return change ? [{ column: i, ...change }] : []
  })
  const inColumns = cells.some(
    cell => cell.fate !== 'same' && columns[cell.column]!.before !== null && columns[cell.column]!.after !== null,
  )
  const fate: Fate = b === null ? 'added' : a === null ? 'removed' : inColumns ? 'changed' : 'same'
  return { fate, ...numbers, cells }
}

const shown = (cell: DocumentCell) => ({
  text: cell.text.slice(0, 1000),
  ...(cell.formula === undefined ? {} : { formula: cell.formula.slice(0, 1000) }),
})

function compareCell(
  before: DocumentCell | undefined,
  after: DocumentCell | undefined,
): Omit<CellChange, 'column'> | null {
  if (before && after) {
    const both = { before: shown(before), after: shown(after) }
    if (content(before) === content(after)) return { fate: 'same', ...both }
    if (formulaOf(before) !== formulaOf(after)) return { fate: 'changed', what: 'formula', ...both }
    return { fate: 'changed', what: before.formula === undefined ? 'content' : 'value', ...both }
  }
  if (before) return { fate: 'removed', before: shown(before) }
  return after ? { fate: 'added', after: shown(after) } : null
}

function countsOf(rows: readonly RowChange[], columns: SheetComparison['columns']): SheetComparison['counts'] {
  const counts = { rowsAdded: 0, rowsRemoved: 0, cellsChanged: 0, recalculated: 0, columnsAdded: 0, columnsRemoved: 0 }
  for (const row of rows) {
    if (row.fate === 'added') counts.rowsAdded++
    if (row.fate === 'removed') counts.rowsRemoved++
    if (row.fate !== 'changed') continue
    for (const cell of row.cells) {
      const column = columns[cell.column]!
      if (cell.fate === 'same' || column.before === null || column.after === null) continue
      if (cell.what === 'value') counts.recalculated++
      else counts.cellsChanged++
    }
  }
  counts.columnsAdded = columns.filter(column => column.before === null && column.after !== null).length
  counts.columnsRemoved = columns.filter(column => column.after === null && column.before !== null).length
  return counts
}

/** Changed rows with the one before and after each, and the first row, which says what the columns are. */
function nearChanges(rows: readonly RowChange[]): RowChange[] {
  const kept = rows.filter(
    (row, i) =>
      row.fate !== 'same' ||
      i === 0 ||
      (rows[i - 1]?.fate ?? 'same') !== 'same' ||
      (rows[i + 1]?.fate ?? 'same') !== 'same',
  )
  return kept.slice(0, MOST_ROWS)
}
