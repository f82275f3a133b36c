import type { DocumentCell } from '../../../ports/documents.ts'
import { localName, walkXml } from '../xml.ts'
import { columnIndex, columnName } from './address.ts'
import { unescapeText } from './shared-strings.ts'
import { numberCell } from './value.ts'
import type { CellStyle } from './xlsx-styles.ts'

export interface SheetContext {
  strings: readonly string[]
  styles: readonly CellStyle[]
  date1904: boolean
}

export interface SheetRow {
  /** From 1. */
  row: number
  hidden: boolean
  cells: (DocumentCell & { at: string; unseen: string | null })[]
}

export interface SheetFacts {
  hiddenColumns: Set<number>
  hiddenRows: number[]
  merged: string[]
  /** Links of cells, by address: relation ids. */
  links: Map<string, string>
}

/** Far more columns than that are a trick: Excel has no more. */
const MOST_COLUMNS = 16_384

/** Walks a sheet's XML row by row. What is known of columns comes before the first row, merged cells after the last. */
export function walkSheet(
  xml: string,
  context: SheetContext,
  onRow: (row: SheetRow, facts: SheetFacts) => void,
): SheetFacts {
  const facts: SheetFacts = { hiddenColumns: new Set(), hiddenRows: [], merged: [], links: new Map() }
  const shared = new Map<string, { formula: string; at: string }>()
  let row: SheetRow | null = null
  let lastRow = 0
  let cell: {
    at: string
    type: string
    style: number
    value: string
    formula: string | null
    shared: string | null
  } | null = null
  let into: 'value' | 'formula' | null = null

  walkXml(xml, {
    open(name, attributes) {
      switch (name) {
        case 'col':
          if (isTrue(attributes.hidden) || attributes.width === '0')
            for (let i = Number(attributes.min); i <= Math.min(Number(attributes.max), MOST_COLUMNS); i++)
              facts.hiddenColumns.add(i - 1)
          break
        case 'row': {
          lastRow = Number(attributes.r) || lastRow + 1
          const hidden = isTrue(attributes.hidden) || attributes.ht === '0'
          if (hidden) facts.hiddenRows.push(lastRow)
          row = { row: lastRow, hidden, cells: [] }
          break
        }
        case 'c': {
          const at = attributes.r ?? `${columnName(nextColumn(row))}${lastRow}`
          cell = {
            at,
            type: attributes.t ?? 'n',
            style: Number(attributes.s ?? 0),
            value: '',
            formula: null,
            shared: null,
          }
          break
        }
        case 'v':
        case 't':
          if (cell) into = 'value'
          break
        case 'f':
          if (cell) {
            into = 'formula'
            cell.formula = ''
            cell.shared = attributes.t === 'shared' ? (attributes.si ?? null) : null
          }
          break
        case 'mergeCell':
          facts.merged.push(attributes.ref ?? '')
          break
        case 'hyperlink': {
          const id = Object.keys(attributes).find(key => localName(key) === 'id')
          if (attributes.ref && id) facts.links.set(attributes.ref, attributes[id]!)
          break
        }
      }
    },
    text(text) {
      if (!cell || !into) return
      if (into === 'value') cell.value += text
      else cell.formula += text
    },
    close(name) {
      if (name === 'v' || name === 't' || name === 'f') into = null
      else if (name === 'c' && cell) {
        const made = cellOf(cell, context, shared)
        if (made && row) row.cells.push(made)
        cell = null
      } else if (name === 'row' && row) {
        onRow(row, facts)
        row = null
      }
    },
  })
  return facts
}

const isTrue = (text: string | undefined) => text === '1' || text === 'true'

const nextColumn = (row: SheetRow | null) => {
  const last = row?.cells.at(-1)
  return last ? columnIndex(last.at) + 1 : 0
}

function cellOf(
  cell: { at: string; type: string; style: number; value: string; formula: string | null; shared: string | null },
  { strings, styles, date1904 }: SheetContext,
  shared: Map<string, { formula: string; at: string }>,
): SheetRow['cells'][number] | null {
  const style = styles[cell.style]
  const formula = formulaOf(cell, shared)
  const said = { at: cell.at, unseen: style?.unseen ?? null, ...(formula === null ? {} : { formula }) }
  switch (cell.type) {
    case 's': {
      const text = strings[Number(cell.value)] ?? ''
      return text === '' && formula === null ? null : { ...said, text, type: 'text', value: text }
    }
    case 'str':
    case 'inlineStr': {
      const text = unescapeText(cell.value)
      return text === '' && formula === null ? null : { ...said, text, type: 'text', value: text }
    }
    case 'b':
      return { ...said, text: cell.value === '1' ? 'TRUE' : 'FALSE', type: 'boolean', value: cell.value === '1' }
    case 'e':
      return { ...said, text: cell.value, type: 'error', value: cell.value }
    case 'd':
      return { ...said, text: cell.value, type: 'date', value: cell.value }
    default: {
      if (cell.value.trim() === '') return formula === null ? null : { ...said, text: '', type: 'text', value: '' }
      const value = Number(cell.value)
      if (!Number.isFinite(value)) return { ...said, text: cell.value, type: 'text', value: cell.value }
      return { ...said, ...numberCell(value, style?.format ?? 'General', date1904) }
    }
  }
}

/** A shared formula stands in its first cell; in the others it is told as the same one, moved. */
function formulaOf(
  cell: { at: string; formula: string | null; shared: string | null },
  shared: Map<string, { formula: string; at: string }>,
): string | null {
  if (cell.formula === null) return null
  if (cell.shared === null) return cell.formula
  const first = shared.get(cell.shared)
  if (cell.formula !== '') shared.set(cell.shared, { formula: cell.formula, at: cell.at })
  else if (first) return moved(first.formula, first.at, cell.at)
  return cell.formula
}

/** The formula as it reads when it is filled from one cell to another: relative addresses move along. */
export function moved(formula: string, from: string, to: string): string {
  const columns = columnIndex(to) - columnIndex(from)
  const rows = Number(/\d+$/.exec(to)?.[0]) - Number(/\d+$/.exec(from)?.[0])
  return formula.replace(
    /("(?:[^"]|"")*"|'(?:[^']|'')*'!)|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.])/g,
    (all, quoted: string | undefined, fixedColumn: string, column: string, fixedRow: string, row: string) => {
      if (quoted !== undefined) return all
      const newColumn = fixedColumn ? column : columnName(columnIndex(column) + columns)
      return `${fixedColumn}${newColumn}${fixedRow}${fixedRow ? row : Number(row) + rows}`
    },
  )
}
