import { Workbook } from '@cj-tech-master/excelts'
import { installChartSupport } from '@cj-tech-master/excelts/chart'
import { installFormulaEngine } from '@cj-tech-master/excelts/formula'
import { failed, ok, type Result } from '../../domain/failure.ts'
import type { SheetSpec, WriteSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'
import { type Cell, cellOf, columnName } from './cells.ts'
import { circleIn, type PlacedFormula, sayCircle } from './formula-circles.ts'
import { addCharts } from './xlsx-charts.ts'
import { dress } from './xlsx-looks.ts'

type Worksheet = ReturnType<Workbook['addWorksheet']>
type XlsxSpec = Extract<WriteSpec, { format: 'xlsx' }>

const MOST_CELLS = 2_000_000

/** A workbook with typed cells, number formats, widths, frozen and filtered headers, charts, and the values of its formulas. */
export async function writeXlsx(spec: XlsxSpec): Promise<Result<Uint8Array>> {
  const names = sheetNameProblem(spec.sheets.map(sheet => sheet.name))
  if (names) return failed('invalid', names)
  const count = spec.sheets.reduce((sum, sheet) => sum + sheet.rows.reduce((cells, row) => cells + row.length, 0), 0)
  if (count > MOST_CELLS)
    return failed('too-large', `The workbook would have ${count} cells. Write it in several files.`)
  installChartSupport()
  installFormulaEngine()
  const workbook = new Workbook()
  workbook.creator = 'Deskhand'
  workbook.lastModifiedBy = 'Deskhand'
  workbook.title = plainText(spec.title ?? '')
  for (const sheet of spec.sheets) {
    const filled = fill(workbook.addWorksheet(sheet.name), sheet)
    if (!filled.ok) return filled
  }
  for (const sheet of spec.sheets) {
    const problem = addCharts(workbook, sheet)
    if (problem) return failed('invalid', problem)
  }
  const circle = circleIn(formulasOf(spec.sheets))
  if (circle) return failed('invalid', sayCircle(circle))
  workbook.calculateFormulas()
  const unknown = unknownFunction(workbook, spec.sheets)
  if (unknown) return failed('invalid', unknown)
  for (const sheet of spec.sheets) dress(workbook.getWorksheet(sheet.name)!, sheet)
  return ok(new Uint8Array(await workbook.xlsx.writeBuffer()))
}

/** Names that Excel would repair, told before anything is made. */
export function sheetNameProblem(names: readonly string[]): string | null {
  if (names.length === 0) return 'A workbook needs at least one sheet.'
  for (const [index, name] of names.entries()) {
    if (name !== plainText(name) || name.trim() === '' || name.length > 31 || /[\\/?*[\]:]|^'|'$/.test(name))
      return `"${name}" cannot be the name of a sheet: up to 31 characters, none of \\ / ? * [ ] :, and no apostrophe at an end.`
    if (/^history$/i.test(name)) return 'Excel keeps the sheet name "History" for itself. Choose another.'
    if (names.findIndex(other => other.toLowerCase() === name.toLowerCase()) !== index)
      return `Two sheets are called "${name}".`
  }
  return null
}

function fill(worksheet: Worksheet, sheet: SheetSpec): Result<void> {
  const head = sheet.headerRows ?? 1
  const width = sheet.rows.reduce((most, row) => Math.max(most, row.length), 1)
  for (const [row, specs] of sheet.rows.entries())
    for (const [column, spec] of specs.entries()) {
      const cell = cellOf(spec, `${sheet.name}!${columnName(column + 1)}${row + 1}`)
      if (!cell.ok) return cell
      const isHead = row < head
      place(worksheet, row + 1, column + 1, cell.value, isHead, isHead ? undefined : sheet.columns?.[column]?.format)
    }
  if (head > 0 && sheet.rows.length > 0) worksheet.views = [{ state: 'frozen', ySplit: head }]
  if (sheet.filter !== false && head > 0 && sheet.rows.length > head) {
    const last = Math.max(1, sheet.rows[head - 1]?.length ?? width)
    worksheet.autoFilter = `A${head}:${columnName(last)}${sheet.rows.length}`
  }
  return ok(undefined)
}

function place(
  worksheet: Worksheet,
  row: number,
  column: number,
  cell: Cell,
  head: boolean,
  format: string | undefined,
) {
  if (cell.kind === 'empty' && !head) return
  const target = worksheet.getCell(row, column)
  if (cell.kind === 'text') target.value = cell.text
  else if (cell.kind === 'number') target.value = cell.number
  else if (cell.kind === 'boolean') target.value = cell.value
  else if (cell.kind === 'formula') target.value = { formula: cell.formula }
  if (head) {
    target.font = { name: 'Calibri', size: 11, bold: true }
    target.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE4EAF1' } }
    target.alignment = { vertical: 'top', wrapText: true }
  } else if (cell.kind === 'text' && cell.text.includes('\n')) target.alignment = { vertical: 'top', wrapText: true }
  const numberFormat = cell.format ?? (cell.kind === 'text' ? undefined : format)
  if (numberFormat) target.numFmt = numberFormat
}

const formulasOf = (sheets: readonly SheetSpec[]): PlacedFormula[] =>
  sheets.flatMap(({ name, rows }) =>
    rows.flatMap((specs, row) =>
      specs.flatMap((spec, column) =>
        typeof spec === 'object' && spec !== null && 'formula' in spec
          ? [{ sheet: name, column: column + 1, row: row + 1, formula: spec.formula.replace(/^=/, '') }]
          : [],
      ),
    ),
  )

/** A formula that no program knows would show #NAME? to the person. */
function unknownFunction(workbook: Workbook, sheets: readonly SheetSpec[]): string | null {
  for (const sheet of sheets) {
    const worksheet = workbook.getWorksheet(sheet.name)
    for (const [row, specs] of sheet.rows.entries())
      for (const [column, spec] of specs.entries()) {
        if (typeof spec !== 'object' || spec === null || !('formula' in spec)) continue
        const result: unknown = worksheet?.getCell(row + 1, column + 1).result
        const isUnknown =
          typeof result === 'object' && result !== null && 'error' in result && result.error === '#NAME?'
        if (isUnknown || result === undefined)
          return `${sheet.name}!${columnName(column + 1)}${row + 1}: "=${spec.formula}" has a name or function that is not known, or is not complete.`
      }
  }
  return null
}
