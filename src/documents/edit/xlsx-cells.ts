import { failed, ok, type Result } from '../../domain/failure.ts'
import type { CellSpec } from '../../ports/documents.ts'
import { addressOf, type Cell, cellOf, positionOf } from '../write/cells.ts'
import type { OfficePackage } from './package.ts'
import { type CellNode, type RowNode, rangeOf, readSheet, type SheetPart, type SheetTree } from './workbook.ts'
import { cellProblem } from './xlsx-guards.ts'
import type { Styles } from './xlsx-styles.ts'
import { attribute, childOf, encodeXml, isEmptyTag, prefixOf, type Splice, splice } from './xml.ts'

export interface Place {
  column: number
  row: number
  cell: Cell
  /** Style to take where the sheet has none for the place yet. */
  style?: number
}

const DAYS_BEFORE_1904 = 1462

/** The cells that are wanted, by their address; fails for one that no sheet has or that is named twice. */
export function placesOf(sheet: string, cells: readonly { at: string; value: CellSpec }[]): Result<Place[]> {
  const places: Place[] = []
  const taken = new Set<string>()
  for (const { at, value } of cells) {
    const position = positionOf(at)
    if (!position) return failed('invalid', `"${at}" is no cell. Name cells like B4.`)
    const address = addressOf(position.column, position.row)
    if (taken.has(address)) return failed('invalid', `${address} is set twice.`)
    taken.add(address)
    const cell = cellOf(value, `${sheet}!${at}`)
    if (!cell.ok) return cell
    places.push({ ...position, cell: cell.value })
  }
  return ok(places)
}

/** Sets cells in a sheet and leaves every other character of it as it was. Returns the addresses that held formulas before. */
export function setCells(
  office: OfficePackage,
  sheet: SheetPart,
  places: readonly Place[],
  styles: Styles,
  from1904: boolean,
): Result<string[]> {
  const source = office.text(sheet.part)
  if (!source.ok) return source
  const read = readSheet(source.value)
  if (!read.ok) return read
  const tree = read.value
  const problem = cellProblem(office, sheet, tree, places)
  if (problem) return problem
  const pieces: Splice[] = []
  const formulas: string[] = []
  const made: { row: number; text: string }[] = []
  const rows = new Map(tree.rows.map(row => [row.row, row]))
  for (const [number, group] of byRow(places)) {
    const row = rows.get(number)
    const texts: { place: Place; text: string; there: CellNode | undefined }[] = []
    for (const place of group) {
      const there = row?.cells.find(cell => cell.column === place.column)
      if (there && childOf(there.node, 'f')) formulas.push(addressOf(place.column, place.row))
      const style = styleFor(tree, row, there, place, styles)
      if (!style.ok) return style
      texts.push({ place, text: cellXml(tree, place, style.value, from1904), there })
    }
    if (!row) {
      const prefix = prefixOf(tree.data)
      made.push({
        row: number,
        text: `<${prefix}row r="${number}">${texts.map(({ text }) => text).join('')}</${prefix}row>`,
      })
    } else pieces.push(...rowPieces(tree.source, row, texts))
  }
  made.sort((a, b) => a.row - b.row)
  const all = pieces.concat(newRows(tree, made), dimension(tree, places))
  office.set(sheet.part, splice(tree.source, all))
  return ok(formulas)
}

/** Places by their row, in the order of their columns. */
function byRow(places: readonly Place[]): Map<number, Place[]> {
  const groups = new Map<number, Place[]>()
  for (const place of places) {
    const group = groups.get(place.row)
    if (group) group.push(place)
    else groups.set(place.row, [place])
  }
  for (const group of groups.values()) group.sort((a, b) => a.column - b.column)
  return groups
}

function rowPieces(
  source: string,
  row: RowNode,
  texts: readonly { place: Place; text: string; there: CellNode | undefined }[],
): Splice[] {
  const { node } = row
  if (isEmptyTag(node, source)) {
    const tag = source
      .slice(node.start, node.end)
      .replace(/\s*\/>$/, '>')
      .replace(/\sspans="[^"]*"/, '')
    return [
      { start: node.start, end: node.end, text: `${tag}${texts.map(({ text }) => text).join('')}</${node.name}>` },
    ]
  }
  const pieces: Splice[] = texts.map(({ place, text, there }) => {
    if (there) return { start: there.node.start, end: there.node.end, text }
    const next = row.cells.find(cell => cell.column > place.column)
    const last = row.cells.at(-1)
    const at = next?.node.start ?? last?.node.end ?? node.innerStart
    return { start: at, end: at, text }
  })
  const tag = source.slice(node.start, node.openEnd)
  const spans = /\sspans="(\d+):(\d+)"/.exec(tag)
  if (spans && texts.some(({ place }) => place.column < Number(spans[1]) || place.column > Number(spans[2])))
    pieces.push({ start: node.start, end: node.openEnd, text: tag.replace(spans[0], '') })
  return pieces
}

function newRows(tree: SheetTree, made: readonly { row: number; text: string }[]): Splice[] {
  if (made.length === 0) return []
  const { data, source, rows } = tree
  if (isEmptyTag(data, source)) {
    const tag = source.slice(data.start, data.end).replace(/\s*\/>$/, '>')
    return [{ start: data.start, end: data.end, text: `${tag}${made.map(({ text }) => text).join('')}</${data.name}>` }]
  }
  return made.map(({ row, text }) => {
    const last = rows.at(-1)
    const next = last && last.row > row ? rows.find(each => each.row > row) : undefined
    const at = next?.node.start ?? last?.node.end ?? data.innerStart
    return { start: at, end: at, text }
  })
}

/** The stated size of the sheet grows with it. */
function dimension(tree: SheetTree, places: readonly Place[]): Splice[] {
  const node = childOf(tree.root, 'dimension')
  const range = node ? rangeOf(attribute(node, tree.source, 'ref') ?? '') : null
  if (!node || !range) return []
  const grown = places.reduce(
    (now, { column, row }) => ({
      left: Math.min(now.left, column),
      right: Math.max(now.right, column),
      top: Math.min(now.top, row),
      bottom: Math.max(now.bottom, row),
    }),
    range,
  )
  const ref = `${addressOf(grown.left, grown.top)}:${addressOf(grown.right, grown.bottom)}`
  const tag = tree.source.slice(node.start, node.openEnd)
  const old = attribute(node, tree.source, 'ref')
  if (
    grown.left === range.left &&
    grown.top === range.top &&
    grown.right === range.right &&
    grown.bottom === range.bottom
  )
    return []
  return [{ start: node.start, end: node.openEnd, text: tag.replace(`"${old}"`, `"${ref}"`) }]
}

function styleFor(
  tree: SheetTree,
  row: RowNode | undefined,
  there: CellNode | undefined,
  place: Place,
  styles: Styles,
): Result<number> {
  const own = there
    ? Number(attribute(there.node, tree.source, 's') ?? 0)
    : (place.style ?? inherited(tree, row, place.column))
  const { cell } = place
  if (cell.format === undefined) return ok(own)
  const isDate = cell.kind === 'number' && /^yyyy/.test(cell.format)
  return isDate && styles.isDate(own) ? ok(own) : styles.like(own, cell.format)
}

function inherited(tree: SheetTree, row: RowNode | undefined, column: number): number {
  const ofRow = row ? attribute(row.node, tree.source, 's') : undefined
  if (ofRow !== undefined) return Number(ofRow)
  const columns = childOf(tree.root, 'cols')?.children ?? []
  const found = columns.find(
    node =>
      Number(attribute(node, tree.source, 'min')) <= column && Number(attribute(node, tree.source, 'max')) >= column,
  )
  return Number((found && attribute(found, tree.source, 'style')) ?? 0)
}

function cellXml(tree: SheetTree, { column, row, cell }: Place, style: number, from1904: boolean): string {
  const p = prefixOf(tree.data)
  const open = (more: string) => `<${p}c r="${addressOf(column, row)}"${style === 0 ? '' : ` s="${style}"`}${more}`
  switch (cell.kind) {
    case 'empty':
      return open('/>')
    case 'text':
      return `${open(' t="inlineStr">')}<${p}is><${p}t xml:space="preserve">${cellText(cell.text)}</${p}t></${p}is></${p}c>`
    case 'boolean':
      return `${open(' t="b">')}<${p}v>${cell.value ? 1 : 0}</${p}v></${p}c>`
    case 'formula':
      return `${open('>')}<${p}f>${encodeXml(cell.formula)}</${p}f></${p}c>`
    case 'number': {
      const isDate = cell.format !== undefined && /^yyyy/.test(cell.format)
      return `${open('>')}<${p}v>${isDate && from1904 ? cell.number - DAYS_BEFORE_1904 : cell.number}</${p}v></${p}c>`
    }
  }
}

/** Sheets take `_x0041_` in a text for a letter; written out, it stays what it is. */
export const cellText = (text: string) => encodeXml(text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'))
