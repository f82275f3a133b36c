import { failed, ok, type Result } from '../../domain/failure.ts'
import type { CellSpec } from '../../ports/documents.ts'
import { addressOf, cellOf } from '../write/cells.ts'
import type { OfficePackage } from './package.ts'
import { rangeOf, readSheet, type SheetPart, type SheetTree } from './workbook.ts'
import { type Place, setCells } from './xlsx-cells.ts'
import { tableEndingAt, tablesOf } from './xlsx-guards.ts'
import type { Styles } from './xlsx-styles.ts'
import { attribute, childOf, splice } from './xml.ts'

const MOST_ROWS = 1_048_576

/** Puts rows under the last one that holds something, each cell in the look of the one above; a table or filter that ends there grows. */
export function addRows(
  office: OfficePackage,
  sheet: SheetPart,
  rows: readonly (readonly CellSpec[])[],
  styles: Styles,
  from1904: boolean,
): Result<{ first: number; places: Place[] }> {
  const source = office.text(sheet.part)
  if (!source.ok) return source
  const read = readSheet(source.value)
  if (!read.ok) return read
  const tree = read.value
  const filled = tree.rows.filter(row => row.cells.some(cell => cell.node.children.length > 0))
  const last = filled.at(-1)
  const bottom = belowMerged(tree, last?.row ?? 0)
  if (bottom + rows.length > MOST_ROWS)
    return failed('too-large', 'The sheet would have more rows than a sheet can have.')
  const tables = tablesOf(office, sheet).filter(table => table.range.bottom === bottom)
  const total = tables.find(table => table.totals)
  if (total)
    return failed('invalid', `The table "${total.name}" ends with a row of totals. Rows cannot be put under it here.`)
  const left = Math.min(...tables.map(table => table.range.left), last?.cells[0]?.column ?? 1)
  const places: Place[] = []
  for (const [index, cells] of rows.entries())
    for (const [offset, spec] of cells.entries()) {
      const [column, row] = [left + offset, bottom + 1 + index]
      const cell = cellOf(spec, `${sheet.name}!${addressOf(column, row)}`)
      if (!cell.ok) return cell
      const above = last?.cells.find(each => each.column === column)
      const style = above && bottom > 1 ? Number(attribute(above.node, tree.source, 's') ?? 0) : undefined
      places.push({ column, row, cell: cell.value, ...(style === undefined ? {} : { style }) })
    }
  const set = setCells(office, sheet, places, styles, from1904)
  if (!set.ok) return set
  const end = bottom + rows.length
  for (const table of tables) office.set(table.part, splice(table.source, tableEndingAt(table, end)))
  const grown = growFilter(office, sheet, bottom, end)
  return grown.ok ? ok({ first: bottom + 1, places }) : grown
}

/** Merged cells that reach further down than the last row belong to it. */
function belowMerged({ root, source }: SheetTree, row: number): number {
  const ranges = (childOf(root, 'mergeCells')?.children ?? []).map(node =>
    rangeOf(attribute(node, source, 'ref') ?? ''),
  )
  return ranges.reduce((lowest, range) => (range && range.top <= row ? Math.max(lowest, range.bottom) : lowest), row)
}

function growFilter(office: OfficePackage, sheet: SheetPart, bottom: number, end: number): Result<void> {
  const source = office.text(sheet.part)
  if (!source.ok) return source
  const read = readSheet(source.value)
  if (!read.ok) return read
  const { root } = read.value
  const filter = childOf(root, 'autoFilter')
  const ref = filter ? (attribute(filter, source.value, 'ref') ?? '') : ''
  const range = rangeOf(ref)
  if (!filter || !range || range.bottom !== bottom) return ok(undefined)
  const tag = source.value.slice(filter.start, filter.openEnd)
  const text = tag.replace(`"${ref}"`, `"${addressOf(range.left, range.top)}:${addressOf(range.right, end)}"`)
  office.set(sheet.part, splice(source.value, [{ start: filter.start, end: filter.openEnd, text }]))
  return ok(undefined)
}
