import { tokenize } from '@cj-tech-master/excelts/formula'
import { addressOf, columnNumber } from './cells.ts'

export interface PlacedFormula {
  sheet: string
  /** Counted from 1. */
  column: number
  row: number
  formula: string
}

interface Area {
  sheet: string
  left: number
  right: number
  top: number
  bottom: number
}

/** A workbook whose formulas point at each other more often than this is not looked through to the end. */
const MOST_STEPS = 5_000_000
const [LAST_COLUMN, LAST_ROW] = [16_384, 1_048_576]
/** As the library's tokenizer numbers what has only a value. */
const [RANGE, COLUMNS, ROWS] = [6, 20, 21]
/** They ask where a cell is, not what is in it. */
const PLACE_ONLY = ['ROW', 'ROWS', 'COLUMN', 'COLUMNS']

/** The cells of a circle of formulas, each of which needs the next: `Costs!A2`, `Costs!B2`. Null where there is none. */
export function circleIn(formulas: readonly PlacedFormula[]): string[] | null {
  const byPlace = new Map<string, Map<number, PlacedFormula[]>>()
  for (const each of formulas) {
    const sheet = byPlace.get(each.sheet.toLowerCase()) ?? new Map<number, PlacedFormula[]>()
    byPlace.set(each.sheet.toLowerCase(), sheet)
    const column = sheet.get(each.column) ?? []
    sheet.set(each.column, column)
    column.push(each)
  }
  for (const sheet of byPlace.values()) for (const column of sheet.values()) column.sort((a, b) => a.row - b.row)
  let steps = 0

  function* needs(of: PlacedFormula): Generator<PlacedFormula> {
    for (const area of areasOf(of)) {
      const sheet = byPlace.get(area.sheet)
      if (!sheet) continue
      const columns =
        area.right - area.left > sheet.size
          ? [...sheet.keys()].filter(column => area.left <= column && column <= area.right)
          : Array.from({ length: area.right - area.left + 1 }, (_, i) => area.left + i)
      for (const column of columns) {
        const inColumn = sheet.get(column) ?? []
        for (let at = firstFrom(inColumn, area.top); (inColumn[at]?.row ?? LAST_ROW + 1) <= area.bottom; at++)
          yield inColumn[at]!
      }
    }
  }

  const done = new Set<PlacedFormula>()
  for (const start of formulas) {
    if (done.has(start)) continue
    const path = [{ formula: start, rest: needs(start) }]
    const onPath = new Set([start])
    while (path.length > 0) {
      if (++steps > MOST_STEPS) return null
      const last = path.at(-1)!
      const { value: next } = last.rest.next()
      if (!next) {
        done.add(last.formula)
        onPath.delete(last.formula)
        path.pop()
      } else if (onPath.has(next)) {
        const circle = path.map(each => each.formula)
        return circle.slice(circle.indexOf(next)).map(nameOf)
      } else if (!done.has(next)) {
        path.push({ formula: next, rest: needs(next) })
        onPath.add(next)
      }
    }
  }
  return null
}

/** What a person is told about a circle. */
export const sayCircle = (circle: readonly string[]) =>
  circle.length === 1
    ? `${circle[0]}: the formula needs its own value, so it has none. Refer to other cells.`
    : `The formulas of ${circle.slice(0, 5).join(', ')}${circle.length > 5 ? ' and others' : ''} need each other in a circle, so they have no value. Break the circle.`

const nameOf = ({ sheet, column, row }: PlacedFormula) => `${sheet}!${addressOf(column, row)}`

/** Index of the first formula in or below a row. */
function firstFrom(formulas: readonly PlacedFormula[], row: number): number {
  let [low, high] = [0, formulas.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (formulas[middle]!.row < row) low = middle + 1
    else high = middle
  }
  return low
}

/** None for what is no whole formula: that is told where it is calculated. */
function tokensOf(formula: string): ReturnType<typeof tokenize> {
  try {
    return tokenize(formula)
  } catch (error) {
    if (error instanceof Error) return []
    throw error
  }
}

/** The cells that a formula points at by their address. */
function areasOf({ sheet: own, formula }: PlacedFormula): Area[] {
  const areas: Area[] = []
  let sheet = own
  /** For each open bracket, whether its function only asks where a cell is. */
  const brackets: boolean[] = []
  let name = ''
  for (const token of tokensOf(formula)) {
    const kind: number = token.type
    if ('sheetName' in token) {
      sheet = token.sheetName
      continue
    }
    if (kind === 10) brackets.push(PLACE_ONLY.includes(name))
    if (kind === 11) brackets.pop()
    name = 'name' in token && typeof token.name === 'string' ? token.name : ''
    if (brackets.at(-1)) continue
    const text =
      'col' in token && 'row' in token
        ? `${token.col}${token.row}`
        : [RANGE, COLUMNS, ROWS].includes(kind) && 'value' in token
          ? String(token.value)
          : ''
    const area = areaOf(text)
    if (area) areas.push({ ...area, sheet: sheet.toLowerCase() })
    sheet = own
  }
  return areas
}

function areaOf(text: string): Omit<Area, 'sheet'> | null {
  const match = /^\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?$/i.exec(text)
  if (!match || text === '') return null
  const [, column = '', row = '', toColumn = column, toRow = row] = match
  const [left, right] = [column ? columnNumber(column) : 1, toColumn ? columnNumber(toColumn) : LAST_COLUMN]
  const [top, bottom] = [row ? Number(row) : 1, toRow ? Number(toRow) : LAST_ROW]
  return {
    left: Math.min(left, right),
    right: Math.max(left, right),
    top: Math.min(top, bottom),
    bottom: Math.max(top, bottom),
  }
}
