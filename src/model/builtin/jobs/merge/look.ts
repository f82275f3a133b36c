import { extensionOf } from '../../../../domain/place.ts'
import { isPlain, sumOf } from '../../figures/money.ts'
import { readAll } from '../../figures/reading.ts'
import { chosenFiles } from '../../figures/selection.ts'
import { readTable, rowsUnder, unionOf } from '../../figures/table.ts'
import type { FileInfo } from '../../job.ts'
import type { Steps } from '../../steps.ts'
import { TABLE_FORMATS, targetOf } from './slots.ts'

/** What the tables hold, so that the plan can say how many rows and which columns there must be. */
export interface Looked {
  tables: { path: string; rows: number; columns: string[] }[]
  unreadable: { path: string; why: string }[]
  notes: string[]
  /** The columns of all. */
  columns: string[]
  /** Exact sums of the columns that hold nothing but plain numbers. */
  sums: { column: string; sum: string }[]
  /** Rows that are the same in every cell as one before. */
  twins: number
}

/** The tables that the slots name, without the one that is to be written. */
export const tableFiles = (slots: Record<string, string>, files: FileInfo[]) =>
  chosenFiles(files, slots.Files ?? '', [targetOf(slots)]).filter(file =>
    TABLE_FORMATS.includes(extensionOf(file.path)),
  )

/** Reads every table once. */
export function* look(slots: Record<string, string>, files: FileInfo[]): Steps<Looked> {
  const texts = yield* readAll(tableFiles(slots, files).map(file => file.path))
  const looked: Looked = { tables: [], unreadable: [], notes: [], columns: [], sums: [], twins: 0 }
  const tables = texts.flatMap(file => {
    const reading =
      'unreadable' in file ? { ok: false as const, why: file.unreadable } : readTable(file.path, file.text)
    if (!reading.ok) {
      looked.unreadable.push({ path: file.path, why: reading.why })
      return []
    }
    looked.notes.push(...reading.notes.map(note => `${file.path}: ${note}`))
    looked.tables.push({ path: file.path, rows: reading.table.rows.length, columns: reading.table.columns })
    return [reading.table]
  })
  looked.columns = unionOf(tables.map(table => table.columns))
  const rows = tables.flatMap(table => rowsUnder(looked.columns, table))
  for (const column of looked.columns) {
    const cells = rows.map(row => row[column]?.trim() ?? '').filter(cell => cell !== '')
    const sameName = looked.columns.filter(one => one.trim().toLowerCase() === column.trim().toLowerCase())
    if (sameName.length === 1 && cells.length > 0 && cells.every(canBeAdded))
      looked.sums.push({ column, sum: sumOf(cells) })
  }
  looked.twins =
    rows.length - new Set(rows.map(row => JSON.stringify(looked.columns.map(column => row[column] ?? '')))).size
  return looked
}

/** Codes with a leading zero are no numbers, and more digits than these no check adds up exactly. */
const canBeAdded = (cell: string) => isPlain(cell) && cell.length < 12 && !/^-?0\d|\.\d{4}/.test(cell)
