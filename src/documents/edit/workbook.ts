import { failed, ok, type Result } from '../../domain/failure.ts'
import { columnName, columnNumber, positionOf } from '../write/cells.ts'
import { type OfficePackage, relations } from './package.ts'
import { attribute, attributesOf, childOf, descendants, parseXml, splice, type XmlNode } from './xml.ts'

export interface SheetPart {
  name: string
  part: string
  /** The number that lists of formulas call it by. */
  id: string
}

export interface Range {
  left: number
  top: number
  right: number
  bottom: number
}

export const WORKBOOK = 'xl/workbook.xml'

/** The workbook's sheets in their order. */
export function sheetsOf(office: OfficePackage): Result<SheetPart[]> {
  const source = office.text(WORKBOOK)
  if (!source.ok) return source
  const root = parseXml(source.value)
  if (!root.ok) return root
  const targets = relations(office, WORKBOOK)
  if (!targets.ok) return targets
  return ok(
    [...descendants(root.value, 'sheet')].flatMap(node => {
      const attributes = attributesOf(node, source.value)
      const relation = [...attributes].find(([name]) => /(^|:)id$/i.test(name) && name !== 'sheetId')?.[1] ?? ''
      const part = targets.value.get(relation)?.target
      return part === undefined
        ? []
        : [{ name: attributes.get('name') ?? '', part, id: attributes.get('sheetId') ?? '' }]
    }),
  )
}

export function sheetNamed(office: OfficePackage, name: string): Result<SheetPart> {
  const sheets = sheetsOf(office)
  if (!sheets.ok) return sheets
  const found = sheets.value.find(sheet => sheet.name.toLowerCase() === name.trim().toLowerCase())
  const names = sheets.value.map(sheet => `"${sheet.name}"`).join(', ')
  return found ? ok(found) : failed('missing', `There is no sheet "${name}". The workbook has ${names}.`)
}

/** True for workbooks that count days from 1904. */
export function countsFrom1904(office: OfficePackage): boolean {
  const source = office.text(WORKBOOK)
  const root = source.ok ? parseXml(source.value) : source
  if (!source.ok || !root.ok) return false
  const properties = childOf(root.value, 'workbookPr')
  return properties !== undefined && /^(1|true)$/.test(attribute(properties, source.value, 'date1904') ?? '')
}

/** `A1:C3`, `A1`; null for anything else. */
export function rangeOf(text: string): Range | null {
  const [from, to = from] = text.split(':')
  const [start, end] = [positionOf(from ?? ''), positionOf(to ?? '')]
  if (!start || !end) return null
  return {
    left: Math.min(start.column, end.column),
    right: Math.max(start.column, end.column),
    top: Math.min(start.row, end.row),
    bottom: Math.max(start.row, end.row),
  }
}

export const isIn = (range: Range, column: number, row: number) =>
  column >= range.left && column <= range.right && row >= range.top && row <= range.bottom

export interface CellNode {
  node: XmlNode
  column: number
}
export interface RowNode {
  node: XmlNode
  row: number
  cells: CellNode[]
}

export interface SheetTree {
  source: string
  root: XmlNode
  data: XmlNode
  rows: RowNode[]
}

/**
 * A sheet's rows and cells with their places. Rows and cells that do not name their place, which is allowed, get it written down first:
 * one that is put between them would push them along.
 */
export function readSheet(given: string): Result<SheetTree> {
  const source = namedPlaces(given)
  if (!source.ok) return source
  const root = parseXml(source.value)
  if (!root.ok) return root
  const data = childOf(root.value, 'sheetData')
  if (!data) return failed('unreadable', 'The sheet has no cells that could be changed. It may hold a chart only.')
  const rows = data.children.filter(node => node.local === 'row')
  return ok({
    source: source.value,
    root: root.value,
    data,
    rows: rows.map(node => ({
      node,
      row: Number(attribute(node, source.value, 'r')),
      cells: node.children
        .filter(cell => cell.local === 'c')
        .map(cell => ({ node: cell, column: columnOf(attribute(cell, source.value, 'r') ?? '') })),
    })),
  })
}

const columnOf = (address: string) => columnNumber(address.replace(/[^A-Z]/gi, ''))

function namedPlaces(source: string): Result<string> {
  const root = parseXml(source)
  if (!root.ok) return root
  const pieces: { start: number; end: number; text: string }[] = []
  let row = 0
  const add = (node: XmlNode, place: string) => {
    const at = node.start + 1 + node.name.length
    pieces.push({ start: at, end: at, text: ` r="${place}"` })
  }
  for (const node of childOf(root.value, 'sheetData')?.children ?? []) {
    if (node.local !== 'row') continue
    const named = attribute(node, source, 'r')
    row = named === undefined ? row + 1 : Number(named)
    if (named === undefined) add(node, String(row))
    let column = 0
    for (const cell of node.children) {
      if (cell.local !== 'c') continue
      const address = attribute(cell, source, 'r')
      column = address === undefined ? column + 1 : columnOf(address)
      if (address === undefined) add(cell, `${columnName(column)}${row}`)
    }
  }
  return ok(pieces.length === 0 ? source : splice(source, pieces))
}
