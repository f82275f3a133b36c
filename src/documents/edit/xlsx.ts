import { failed, ok, type Result } from '../../domain/failure.ts'
import type { EditOperation } from '../../ports/documents.ts'
import { addressOf, positionOf } from '../write/cells.ts'
import { circleIn, type PlacedFormula, sayCircle } from '../write/formula-circles.ts'
import { type OfficePackage, openPackage } from './package.ts'
import { proveParts, proveSheet } from './proof.ts'
import { countsFrom1904, type SheetPart, sheetNamed, sheetsOf } from './workbook.ts'
import { type Place, placesOf, setCells } from './xlsx-cells.ts'
import { forgetFormulas } from './xlsx-chain.ts'
import { addRows } from './xlsx-rows.ts'
import { stylesOf } from './xlsx-styles.ts'
import { formulaValues, writeValues } from './xlsx-values.ts'

export type SheetOperation = Extract<EditOperation, { kind: 'set-cells' | 'add-rows' }>

/** Sets cells and adds rows in a workbook, brings the values of its formulas up to date, and proves that nothing else changed. */
export async function editXlsx(bytes: Uint8Array, operations: readonly SheetOperation[]): Promise<Result<Uint8Array>> {
  const opened = openPackage(bytes)
  if (!opened.ok) return opened
  const office = opened.value
  const set = new Map<string, Set<string>>()
  const asked: string[] = []
  for (const operation of operations) {
    const done = apply(office, operation)
    if (!done.ok) return done
    const { sheet, places } = done.value
    const cells = set.get(sheet.name) ?? new Set()
    for (const { column, row, cell } of places) {
      cells.add(addressOf(column, row))
      if (cell.kind === 'formula') asked.push(`${sheet.name}!${addressOf(column, row)}`)
    }
    set.set(sheet.name, cells)
  }
  const after = await formulaValues(office.save())
  for (const key of asked) {
    const value = after?.get(key)?.now
    if (typeof value === 'object' && value !== null && value.error === '#NAME?')
      return failed('invalid', `The formula of ${key} has a name or function that is not known.`)
  }
  const circle = circleIn([...(after ?? [])].map(([key, { formula }]) => placed(key, formula)))
  // One that the person made is theirs.
  if (circle?.some(key => asked.includes(key))) return failed('invalid', sayCircle(circle))
  const written = writeValues(office, await formulaValues(bytes), after)
  if (!written.ok) return written
  return prove(bytes, office, set)
}

function placed(key: string, formula: string): PlacedFormula {
  const at = key.lastIndexOf('!')
  const { column, row } = positionOf(key.slice(at + 1)) ?? { column: 0, row: 0 }
  return { sheet: key.slice(0, at), column, row, formula }
}

function apply(
  office: OfficePackage,
  operation: SheetOperation,
): Result<{ sheet: SheetPart; places: readonly Place[] }> {
  const sheet = sheetNamed(office, operation.sheet)
  if (!sheet.ok) return sheet
  const styles = stylesOf(office)
  if (!styles.ok) return styles
  const from1904 = countsFrom1904(office)
  if (operation.kind === 'add-rows') {
    const added = addRows(office, sheet.value, operation.rows, styles.value, from1904)
    return added.ok ? ok({ sheet: sheet.value, places: added.value.places }) : added
  }
  const places = placesOf(sheet.value.name, operation.cells)
  if (!places.ok) return places
  const formulas = setCells(office, sheet.value, places.value, styles.value, from1904)
  if (!formulas.ok) return formulas
  const still = places.value
    .filter(({ cell }) => cell.kind === 'formula')
    .map(({ column, row }) => addressOf(column, row))
  const forgotten = forgetFormulas(
    office,
    sheet.value,
    formulas.value.filter(at => !still.includes(at)),
  )
  return forgotten.ok ? ok({ sheet: sheet.value, places: places.value }) : forgotten
}

function prove(
  bytes: Uint8Array,
  office: OfficePackage,
  set: ReadonlyMap<string, ReadonlySet<string>>,
): Result<Uint8Array> {
  const saved = office.save()
  const parts = proveParts(bytes, saved, office.changed())
  if (!parts.ok) return parts
  const sheets = sheetsOf(office)
  if (!sheets.ok) return sheets
  for (const sheet of sheets.value) {
    if (!office.changed().has(sheet.part)) continue
    const proof = proveSheet(bytes, saved, sheet, set.get(sheet.name) ?? new Set())
    if (!proof.ok) return proof
  }
  return ok(saved)
}
