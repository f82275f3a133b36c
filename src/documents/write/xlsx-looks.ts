import type { Workbook } from '@cj-tech-master/excelts'
import type { CellSpec, SheetSpec } from '../../ports/documents.ts'
import { DATE_FORMAT, TIME_FORMAT } from './cells.ts'

type Worksheet = ReturnType<Workbook['addWorksheet']>
/** What a column mostly holds. Figures stand at the right, under each other; days and words at the left. */
type Kind = 'figure' | 'day' | 'words'

const NARROWEST = 9
const WIDEST = 60

/** Widths in which nothing becomes ####, columns that do not run into each other, and a head on each printed page. For a filled and calculated sheet. */
export function dress(worksheet: Worksheet, sheet: SheetSpec): void {
  const head = sheet.headerRows ?? 1
  const width = sheet.rows.reduce((most, row) => Math.max(most, row.length), 1)
  const longest = new Array<number>(width).fill(0)
  const kinds = longest.map((): Record<Kind, number> => ({ figure: 0, day: 0, words: 0 }))
  for (const [row, specs] of sheet.rows.entries())
    for (const [column, spec] of specs.entries()) {
      const shown = shownAs(spec, () => worksheet.getCell(row + 1, column + 1).result, sheet.columns?.[column]?.format)
      if (!shown) continue
      // The arrow of a filter stands beside the words of a head.
      longest[column] = Math.max(longest[column]!, shown.length + (row < head ? 2 : 0))
      if (row >= head) kinds[column]![shown.kind]++
    }
  const columns = kinds.map(
    ({ figure, day, words }): Kind => (figure > day + words ? 'figure' : day > words ? 'day' : 'words'),
  )
  for (const [column, kind] of columns.entries()) {
    const each = worksheet.getColumn(column + 1)
    // Beside figures, which end at the edge, words and days need room.
    const apart = kind !== 'figure' && columns[column - 1] === 'figure'
    each.width =
      sheet.columns?.[column]?.width ?? Math.min(WIDEST, Math.max(NARROWEST, longest[column]! + 2)) + (apart ? 1 : 0)
    if (kind === 'words' && !apart) continue
    const alignment =
      kind === 'figure' ? { horizontal: 'right' as const } : { horizontal: 'left' as const, indent: apart ? 1 : 0 }
    for (let row = 1; row <= (kind === 'figure' ? head : sheet.rows.length); row++) {
      const cell = worksheet.getCell(row, column + 1)
      if (row > head && cell.value === null) continue
      cell.alignment = { ...cell.alignment, ...alignment }
    }
  }
  printed(worksheet, head, width)
}

function printed(worksheet: Worksheet, head: number, width: number): void {
  worksheet.pageSetup.fitToPage = true
  worksheet.pageSetup.fitToWidth = 1
  worksheet.pageSetup.fitToHeight = 0
  worksheet.pageSetup.orientation = width > 6 ? 'landscape' : 'portrait'
  worksheet.pageSetup.showGridLines = true
  if (head > 0) worksheet.pageSetup.printTitlesRow = `1:${head}`
  worksheet.headerFooter.oddFooter = '&L&A&R&P / &N'
}

function shownAs(
  spec: CellSpec,
  result: () => unknown,
  ofColumn: string | undefined,
): { kind: Kind; length: number } | null {
  if (spec === null || spec === '') return null
  if (typeof spec !== 'object') return lookOf(spec, ofColumn)
  if ('date' in spec) return { kind: 'day', length: (/T/.test(spec.date) ? TIME_FORMAT : DATE_FORMAT).length }
  const format = 'format' in spec ? spec.format : ofColumn
  return lookOf('formula' in spec ? result() : spec.value, format)
}

function lookOf(value: unknown, format: string | undefined): { kind: Kind; length: number } {
  if (typeof value === 'number') return lookOfNumber(value, format)
  if (value instanceof Date) return { kind: 'day', length: (format ?? DATE_FORMAT).length }
  const text = typeof value === 'string' || typeof value === 'boolean' ? String(value) : ''
  return { kind: 'words', length: text.split('\n').reduce((most, line) => Math.max(most, line.length), 0) }
}

/** What is not a digit in a format: units, signs and brackets, without the marks around them. */
const LITERAL = /"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|[#0?,.]/g
const MOST_GENERAL = 11

function lookOfNumber(value: number, format: string | undefined): { kind: Kind; length: number } {
  if (!format || format === 'General') return { kind: 'figure', length: Math.min(MOST_GENERAL, String(value).length) }
  const [section = ''] = format.split(';')
  const bare = section.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '')
  if (/[ymdhs]/i.test(bare)) return { kind: 'day', length: section.length }
  const decimals = /\.([0#?]+)/.exec(bare)?.[1]?.length ?? 0
  const digits = Math.abs(bare.includes('%') ? value * 100 : value).toFixed(decimals)
  const thousands = bare.includes(',') ? Math.floor((digits.split('.')[0]!.length - 1) / 3) : 0
  const beside = section.replace(LITERAL, (_, quoted?: string, escaped?: string) => quoted ?? escaped ?? '').length
  return { kind: 'figure', length: digits.length + thousands + beside + (value < 0 ? 1 : 0) }
}
