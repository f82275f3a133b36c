import { ok, type Result } from '../../domain/failure.ts'
import type { DocumentCell, DocumentPart, DocumentPiece, ReadDocument } from '../../ports/documents.ts'
import type { GridCell, GridLook, GridRow } from '../../ports/preview.ts'
import { columnIndex } from '../read/sheet/address.ts'

/** Rows that a column's width is judged by. */
const SAMPLE = 300
const NARROWEST = 5
const WIDEST = 36
const MOST_COLUMNS = 2000

type Row = Extract<DocumentPiece, { kind: 'row' }>

/** A sheet as it was read, with its rows found by their numbers. */
export interface Grid {
  look: GridLook
  row(number: number): Row | undefined
  notes: Map<string, string>
}

export function gridsOf(document: ReadDocument): Grid[] {
  const grids = document.parts.map(part => ({
    part,
    rows: [] as (Row | undefined)[],
    notes: new Map<string, string>(),
    formulas: 0,
    widths: [] as number[],
    columns: 0,
  }))
  for (const piece of document.pieces) {
    const grid = grids[piece.part]
    if (!grid) continue
    if (piece.kind === 'note') grid.notes.set(piece.at.slice(piece.at.lastIndexOf('!') + 1), piece.text)
    if (piece.kind !== 'row') continue
    grid.rows[rowNumber(piece)] = piece
    for (const [index, cell] of piece.cells.entries()) {
      if (cell.formula !== undefined) grid.formulas++
      const column = columnOf(cell, index)
      if (column >= grid.columns) grid.columns = column + 1
      if (grid.rows.length <= SAMPLE && column < MOST_COLUMNS)
        grid.widths[column] = Math.max(grid.widths[column] ?? 0, longestLine(cell.text))
    }
  }
  return grids.map(({ part, rows, notes, formulas, widths, columns }) => ({
    look: {
      name: part.name,
      hidden: part.hidden ?? false,
      rows: Math.max(part.sheet?.rows ?? 0, rows.length - 1, 0),
      columns: Math.min(MOST_COLUMNS, Math.max(part.sheet?.columns ?? 0, columns)),
      widths: Array.from({ length: Math.min(MOST_COLUMNS, columns) }, (_, i) =>
        Math.min(WIDEST, Math.max(NARROWEST, (widths[i] ?? 0) + 1)),
      ),
      merged: mergedOf(part),
      hiddenColumns: (part.sheet?.hiddenColumns ?? []).map(columnIndex).filter(column => column >= 0),
      formulas,
    },
    row: number => rows[number],
    notes,
  }))
}

/** `Costs!12` and `row 12` stand in row 12. */
export const rowNumber = (piece: { at: string }) => Number(/(\d+)$/.exec(piece.at)?.[1] ?? 0)

export const columnOf = (cell: DocumentCell, index: number) => (cell.at ? columnIndex(cell.at) : index)

const longestLine = (text: string) =>
  text.length < 12 ? text.length : Math.min(WIDEST, Math.max(...text.split('\n', 3).map(line => line.length)))

function mergedOf(part: DocumentPart): GridLook['merged'] {
  return (part.sheet?.merged ?? []).flatMap(range => {
    const match = /^\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/.exec(range)
    if (!match) return []
    const [, left, top, right, bottom] = match
    return [{ top: Number(top) - 1, left: columnIndex(left!), bottom: Number(bottom) - 1, right: columnIndex(right!) }]
  })
}

/** Rows as they are shown; one without cells is there as well, so that row numbers tell the place. */
export function rowsOf(grid: Grid, from: number, count: number): Result<GridRow[]> {
  const last = Math.min(grid.look.rows, from + count - 1)
  const rows: GridRow[] = []
  for (let number = Math.max(1, from); number <= last; number++) {
    const row = grid.row(number)
    const cells = (row?.cells ?? []).map((cell, index) => shownCell(cell, columnOf(cell, index), number, grid))
    const hiddenCells = cells.length > 0 && cells.every(cell => cell.hidden)
    rows.push({ row: number, hidden: hiddenCells, cells: cells.filter(cell => cell.column < grid.look.columns) })
  }
  return ok(rows)
}

const MOST_TEXT = 2000

function shownCell(cell: DocumentCell, column: number, row: number, grid: Grid): GridCell {
  const note = grid.notes.size > 0 ? grid.notes.get(cell.at ?? `${column}:${row}`) : undefined
  const exact = cell.value === undefined || String(cell.value) === cell.text ? undefined : String(cell.value)
  return {
    column,
    text: cell.text.slice(0, MOST_TEXT),
    ...(cell.type ? { type: cell.type } : {}),
    ...(cell.formula === undefined ? {} : { formula: cell.formula.slice(0, MOST_TEXT) }),
    ...(exact === undefined ? {} : { value: exact.slice(0, MOST_TEXT) }),
    ...(cell.hidden ? { hidden: true } : {}),
    ...(note ? { note: note.slice(0, MOST_TEXT) } : {}),
  }
}
