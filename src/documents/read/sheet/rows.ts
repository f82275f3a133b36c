import type { DocumentCell, DocumentPart } from '../../../ports/documents.ts'
import type { Collector } from '../collect.ts'
import { columnIndex, columnName } from './address.ts'

export interface Extent {
  rows: number
  columns: number
}

interface RawRow {
  /** From 1. */
  row: number
  hidden: boolean
  cells: (DocumentCell & { at: string; unseen?: string | null })[]
}

/** Adds one row of a sheet, with what cannot be seen in it told apart as well. */
export function addRow(
  { row, hidden, cells }: RawRow,
  sheet: { name: string; hidden: boolean },
  hiddenColumns: ReadonlySet<number>,
  extent: Extent,
  collect: Collector,
): void {
  if (cells.length === 0) return
  extent.rows = Math.max(extent.rows, row)
  const kept = cells.map(({ unseen, ...cell }) => {
    const column = columnIndex(cell.at)
    extent.columns = Math.max(extent.columns, column + 1)
    const why = sheet.hidden
      ? 'on a hidden sheet'
      : hidden
        ? 'in a hidden row'
        : hiddenColumns.has(column)
          ? 'in a hidden column'
          : unseen
    if (!why) return cell
    if (/\p{L}/u.test(cell.text)) collect.hide({ at: `${sheet.name}!${cell.at}`, why, text: cell.text })
    return { ...cell, hidden: true }
  })
  collect.add({ kind: 'row', at: `${sheet.name}!${row}`, table: 1, cells: kept })
}

/** Fills in what is only known once the sheet was walked. */
export function sheetPart(
  part: DocumentPart,
  extent: Extent,
  facts: { merged: string[]; hiddenRows: number[]; hiddenColumns: ReadonlySet<number> },
): void {
  part.sheet = {
    ...extent,
    merged: facts.merged.filter(Boolean).slice(0, 1000),
    hiddenRows: facts.hiddenRows.slice(0, 1000),
    hiddenColumns: [...facts.hiddenColumns].filter(column => column < extent.columns).map(columnName),
  }
  if (extent.rows > 0) part.title = `A1:${columnName(Math.max(0, extent.columns - 1))}${extent.rows}`
}
