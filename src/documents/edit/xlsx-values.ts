import { Workbook } from '@cj-tech-master/excelts'
import { installFormulaEngine } from '@cj-tech-master/excelts/formula'
import { ok, type Result } from '../../domain/failure.ts'
import { addressOf } from '../write/cells.ts'
import type { OfficePackage } from './package.ts'
import { readSheet, sheetsOf, WORKBOOK } from './workbook.ts'
import { cellText } from './xlsx-cells.ts'
import {
  attribute,
  childOf,
  encodeXml,
  isEmptyTag,
  parseXml,
  prefixOf,
  type Splice,
  splice,
  type XmlNode,
} from './xml.ts'

type Value = number | string | boolean | { error: string } | null

export interface FormulaValue {
  /** As the file says. */
  kept: Value
  /** As it comes out now. */
  now: Value
  formula: string
}

/** Values of all formulas, by `sheet!B4`, as the file says and as our engine makes them. Null when the workbook cannot be calculated. */
export async function formulaValues(bytes: Uint8Array): Promise<ReadonlyMap<string, FormulaValue> | null> {
  installFormulaEngine()
  const workbook = new Workbook()
  const values = new Map<string, FormulaValue>()
  try {
    await workbook.xlsx.load(bytes)
    const cells: { key: string; formula: string; value: () => Value; forget: () => void }[] = []
    for (const sheet of workbook.worksheets)
      sheet.eachRow(row => {
        row.eachCell(cell => {
          const { formula, value } = cell
          if (formula === undefined || formula === '') return
          const isPlain =
            typeof value === 'object' && value !== null && !('shareType' in value && value.shareType === 'array')
          cells.push({
            formula,
            key: `${sheet.name}!${addressOf(Number(cell.col), Number(cell.row))}`,
            value: () => resultOf(cell.result),
            forget: () => {
              if (isPlain) cell.value = { formula }
            },
          })
        })
      })
    const kept = cells.map(({ value }) => value())
    // Where the engine does not know a function it leaves the value that is there, which would look like its own.
    for (const { forget } of cells) forget()
    workbook.calculateFormulas()
    for (const [index, { key, formula, value }] of cells.entries())
      values.set(key, { kept: kept[index]!, now: value(), formula })
    return values
  } catch (error) {
    // A workbook that the engine cannot take is still one that can be changed: the person's program calculates it when it opens.
    if (error instanceof Error) return null
    throw error
  }
}

function resultOf(result: unknown): Value {
  if (typeof result === 'number' || typeof result === 'string' || typeof result === 'boolean') return result
  if (result instanceof Date) return result.getTime() / 86_400_000 + 25_569
  if (typeof result === 'object' && result !== null && 'error' in result) return { error: String(result.error) }
  return null
}

export function sameValue(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b
  return a.error === b.error
}

/**
 * Writes down the values of formulas that come out differently now. A formula whose value our engine did not get right before is left
 * alone, and so is one it does not know; the workbook is then marked, so that the person's program calculates it when it opens.
 */
export function writeValues(
  office: OfficePackage,
  before: ReadonlyMap<string, FormulaValue> | null,
  after: ReadonlyMap<string, FormulaValue> | null,
): Result<string[]> {
  if (after === null) {
    markForCalculation(office)
    return ok([])
  }
  const sheets = sheetsOf(office)
  if (!sheets.ok) return sheets
  const updated: string[] = []
  let unsure = false
  for (const sheet of sheets.value) {
    const source = office.text(sheet.part)
    if (!source.ok) return source
    if (!source.value.includes('<') || !/[<:]f[\s>]/.test(source.value)) continue
    const read = readSheet(source.value)
    if (!read.ok) continue
    const pieces: Splice[] = []
    for (const { row, cells } of read.value.rows)
      for (const { node, column } of cells) {
        const formula = childOf(node, 'f')
        const key = `${sheet.name}!${addressOf(column, row)}`
        const value = after.get(key)
        const old = before?.get(key)
        if (old && !sameValue(old.kept, old.now)) unsure = true
        if (!formula || !value || sameValue(value.kept, value.now)) continue
        const isNew = value.kept === null
        const trusted = isNew || (old !== undefined && sameValue(old.kept, old.now))
        if (old && sameValue(old.now, value.now) && !isNew) continue
        if (!trusted || value.now === null) {
          unsure = true
          continue
        }
        pieces.push(...withValue(node, formula, read.value.source, value.now))
        updated.push(key)
      }
    if (pieces.length > 0) office.set(sheet.part, splice(read.value.source, pieces))
  }
  if (unsure) markForCalculation(office)
  return ok(updated)
}

function withValue(cell: XmlNode, formula: XmlNode, source: string, value: Exclude<Value, null>): Splice[] {
  const p = prefixOf(cell)
  const [type, text] =
    typeof value === 'number'
      ? ['', String(value)]
      : typeof value === 'boolean'
        ? ['b', value ? '1' : '0']
        : typeof value === 'string'
          ? ['str', cellText(value)]
          : ['e', encodeXml(value.error)]
  const tag = source.slice(cell.start, cell.openEnd)
  const plain = tag.replace(/\st="[^"]*"/, '')
  const open = type === '' ? plain : `${plain.slice(0, -1)} t="${type}">`
  const old = childOf(cell, 'v')
  const v = `<${p}v>${text}</${p}v>`
  return [
    ...(open === tag ? [] : [{ start: cell.start, end: cell.openEnd, text: open }]),
    old ? { start: old.start, end: old.end, text: v } : { start: formula.end, end: formula.end, text: v },
  ]
}

const BEFORE_CALCULATION = ['sheets', 'functionGroups', 'externalReferences', 'definedNames']

/** Asks the person's program to calculate everything when it opens the workbook. */
function markForCalculation(office: OfficePackage): boolean {
  const source = office.text(WORKBOOK)
  const root = source.ok ? parseXml(source.value) : source
  if (!source.ok || !root.ok) return false
  const there = childOf(root.value, 'calcPr')
  if (there) {
    if (/^(1|true)$/.test(attribute(there, source.value, 'fullCalcOnLoad') ?? '')) return true
    const end = there.openEnd - (isEmptyTag(there, source.value) ? 2 : 1)
    office.set(WORKBOOK, splice(source.value, [{ start: end, end, text: ' fullCalcOnLoad="1"' }]))
    return true
  }
  const last = root.value.children.filter(node => BEFORE_CALCULATION.includes(node.local)).at(-1)
  if (!last) return false
  const text = `<${prefixOf(root.value)}calcPr fullCalcOnLoad="1"/>`
  office.set(WORKBOOK, splice(source.value, [{ start: last.end, end: last.end, text }]))
  return true
}
