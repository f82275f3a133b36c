import { failed, ok, type Result } from '../../domain/failure.ts'
import type { CellSpec } from '../../ports/documents.ts'
import { plainText } from '../edit/xml.ts'
import { inFile } from './formula-names.ts'
import { formulaProblem } from './formula-safety.ts'

/** A cell to write, with what it is told apart. Dates are days since 30 December 1899, as sheets count them. */
export type Cell =
  | { kind: 'empty'; format?: string }
  | { kind: 'text'; text: string; format?: string }
  | { kind: 'number'; number: number; format?: string }
  | { kind: 'boolean'; value: boolean; format?: string }
  | { kind: 'formula'; formula: string; format?: string }

export const DATE_FORMAT = 'yyyy-mm-dd'
export const TIME_FORMAT = 'yyyy-mm-dd hh:mm'
/** Longest text a cell can hold. */
export const MOST_CHARACTERS = 32_767
const MOST_FORMULA = 8192

/** What a wish for a cell means. Text is text whatever it begins with, and a date before March 1900 is text; fails for what no sheet can hold. */
export function cellOf(spec: CellSpec, where: string): Result<Cell> {
  if (spec === null) return ok({ kind: 'empty' })
  if (typeof spec !== 'object') return plain(spec, where)
  if ('date' in spec) {
    const date = serialOf(spec.date)
    if (date === 'early') return ok({ kind: 'text', text: spec.date.trim() })
    if (date === null)
      return failed('invalid', `${where}: "${spec.date}" is no date. Write dates like 2026-11-22 or 2026-11-22T09:30.`)
    return ok({ kind: 'number', number: date, format: /T/.test(spec.date) ? TIME_FORMAT : DATE_FORMAT })
  }
  const format = 'format' in spec ? { format: plainText(spec.format) } : {}
  if ('formula' in spec) {
    const formula = plainText(spec.formula).replace(/^=/, '').trim()
    const problem =
      formula === '' ? 'it is empty' : formula.length > MOST_FORMULA ? 'it is too long' : formulaProblem(formula)
    if (problem) return failed('not-allowed', `${where}: the formula was not written, because ${problem}.`)
    return ok({ kind: 'formula', formula: inFile(formula), ...format })
  }
  const cell = plain(spec.value, where)
  return cell.ok ? ok({ ...cell.value, ...format }) : cell
}

function plain(value: string | number | boolean, where: string): Result<Cell> {
  if (typeof value === 'boolean') return ok({ kind: 'boolean', value })
  if (typeof value === 'number')
    return Number.isFinite(value) ? ok({ kind: 'number', number: value }) : failed('invalid', `${where} is no number.`)
  const text = plainText(value)
  if (text.length > MOST_CHARACTERS)
    return failed('too-large', `${where} has ${text.length} characters. A cell can hold ${MOST_CHARACTERS}.`)
  return ok(text === '' ? { kind: 'empty' } : { kind: 'text', text })
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?Z?$/
const DAY = 86_400_000

/** `2026-11-22` as the number that stands for it; null for what is no date, `early` for one before March 1900, which sheets get wrong. */
function serialOf(iso: string): number | 'early' | null {
  const match = ISO.exec(iso.trim())
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map(part => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const time = date.setUTCHours(hour, minute, second)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59)
    return null
  const serial = time / DAY + 25_569
  return serial < 61 ? 'early' : serial
}

/** `B4` for column 2, row 4, both counted from 1. */
export const addressOf = (column: number, row: number) => `${columnName(column)}${row}`

export function columnName(column: number): string {
  let name = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  return name
}

/** Column and row of `B4` or `$B$4`, counted from 1; null for anything else or outside a sheet. */
export function positionOf(address: string): { column: number; row: number } | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(address.trim())
  if (!match) return null
  const column = columnNumber(match[1]!)
  const row = Number(match[2])
  return column <= 16_384 && row >= 1 && row <= 1_048_576 ? { column, row } : null
}

export const columnNumber = (name: string) =>
  [...name.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
