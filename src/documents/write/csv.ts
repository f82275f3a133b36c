import { failed, ok, type Result } from '../../domain/failure.ts'
import type { CellSpec } from '../../ports/documents.ts'
import { cellOf, columnName } from './cells.ts'

const FORMULA_START = /^[=+\-@\t\r]/
const PLAIN_NUMBER = /^[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?%?$/

/**
 * A table as text, quoted where it must be. Text that a spreadsheet would take for a formula gets an apostrophe in front, as
 * spreadsheets do themselves; plain numbers stay. The file starts with no mark and ends with a line break.
 */
export function writeCsv(rows: readonly (readonly CellSpec[])[], separator: ',' | ';' | '\t'): Result<Uint8Array> {
  const lines: string[] = []
  for (const [index, row] of rows.entries()) {
    const cells: string[] = []
    for (const [column, spec] of row.entries()) {
      if (typeof spec === 'object' && spec !== null && 'date' in spec) {
        cells.push(spec.date)
        continue
      }
      const cell = cellOf(spec, `${columnName(column + 1)}${index + 1}`)
      if (!cell.ok) return cell
      if (cell.value.kind === 'formula')
        return failed('invalid', 'A csv file holds values only. Write formulas into an xlsx file.')
      const { value } = cell
      if (value.kind === 'text') cells.push(safe(value.text))
      else
        cells.push(value.kind === 'number' ? String(value.number) : value.kind === 'boolean' ? String(value.value) : '')
    }
    const line = cells.map(cell => quoted(cell, separator)).join(separator)
    // A row of one empty cell would be no row at all to a reader.
    lines.push(line === '' ? '""' : line)
  }
  return ok(new TextEncoder().encode(lines.map(line => `${line}\r\n`).join('')))
}

const safe = (text: string) => (FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text)

const quoted = (cell: string, separator: string) =>
  /["\r\n]|^\s|\s$/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell
