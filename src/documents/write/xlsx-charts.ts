import type { Workbook } from '@cj-tech-master/excelts'
import type { RangeChartSpec, SheetSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'
import { columnName } from './cells.ts'

const DATA_SHEET = 'Chart data'
const ROWS_EACH = 18
const COLUMNS_EACH = 8
const RANGE = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/i

/**
 * Puts a sheet's charts to the right of its cells. A chart that brings its own figures gets them on a sheet of their own, so that the
 * person can change them. Returns what is wrong, or null.
 */
export function addCharts(workbook: Workbook, sheet: SheetSpec): string | null {
  const worksheet = workbook.getWorksheet(sheet.name)
  if (!worksheet) return `There is no sheet "${sheet.name}".`
  const left = sheet.rows.reduce((most, row) => Math.max(most, row.length), 0) + 1
  for (const [index, chart] of (sheet.charts ?? []).entries()) {
    const source = 'labels' in chart ? withData(workbook, chart) : { name: sheet.name, chart: chart as RangeChartSpec }
    const ranges = [source.chart.labelCells, ...source.chart.series.map(series => series.cells)]
    const wrong = ranges.find(range => !RANGE.test(range))
    if (wrong !== undefined) return `"${wrong}" is no range of cells for a chart. Write it like A2:A13.`
    if (source.chart.series.length === 0) return 'A chart needs at least one series of figures.'
    const reference = (range: string) =>
      `'${source.name.replaceAll("'", "''")}'!${range.replace(RANGE, '$$$1$$$2:$$$3$$$4').toUpperCase()}`
    const top = index * ROWS_EACH
    worksheet.addChart(
      {
        type: chart.kind,
        ...(chart.kind === 'bar' ? { barDir: 'col' as const } : {}),
        ...(chart.title ? { title: plainText(chart.title) } : {}),
        showLegend: chart.kind === 'pie' || source.chart.series.length > 1,
        legendPosition: 'b',
        series: source.chart.series.map(series => ({
          name: plainText(series.name),
          categories: reference(source.chart.labelCells),
          values: reference(series.cells),
        })),
      },
      { tl: { col: left, row: top }, br: { col: left + COLUMNS_EACH, row: top + ROWS_EACH - 2 } },
    )
  }
  return null
}

function withData(
  workbook: Workbook,
  chart: Extract<NonNullable<SheetSpec['charts']>[number], { labels: string[] }>,
): { name: string; chart: RangeChartSpec } {
  const worksheet = workbook.getWorksheet(DATA_SHEET) ?? workbook.addWorksheet(DATA_SHEET)
  const first = worksheet.rowCount === 0 ? 1 : worksheet.rowCount + 2
  worksheet.getRow(first).values = ['', ...chart.series.map(series => plainText(series.name))]
  for (const [index, label] of chart.labels.entries())
    worksheet.getRow(first + 1 + index).values = [
      plainText(label),
      ...chart.series.map(series => series.values[index] ?? null),
    ]
  const last = first + chart.labels.length
  return {
    name: DATA_SHEET,
    chart: {
      kind: chart.kind,
      labelCells: `A${first + 1}:A${last}`,
      series: chart.series.map((series, index) => ({
        name: series.name,
        cells: `${columnName(index + 2)}${first + 1}:${columnName(index + 2)}${last}`,
      })),
    },
  }
}
