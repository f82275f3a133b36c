import { ok, type Result } from '../../domain/failure.ts'
import { type OfficePackage, relations } from './package.ts'
import { type SheetPart, WORKBOOK } from './workbook.ts'
import { attributesOf, parseXml, type Splice, splice } from './xml.ts'

/** Takes cells that no longer hold a formula out of the workbook's list of formulas: programs repair a file whose list names others. */
export function forgetFormulas(office: OfficePackage, sheet: SheetPart, addresses: readonly string[]): Result<void> {
  if (addresses.length === 0) return ok(undefined)
  const targets = relations(office, WORKBOOK)
  if (!targets.ok) return targets
  const part = [...targets.value.values()].find(({ type }) => type === 'calcChain')?.target
  if (part === undefined || !office.has(part)) return ok(undefined)
  const source = office.text(part)
  if (!source.ok) return source
  const root = parseXml(source.value)
  if (!root.ok) return root
  const pieces: Splice[] = []
  let sheetId = ''
  let kept = 0
  // An entry that names no sheet is in that of the entry before it, which may be one that goes.
  let stated = ''
  for (const node of root.value.children) {
    const attributes = attributesOf(node, source.value)
    sheetId = attributes.get('i') ?? sheetId
    if (sheetId === sheet.id && addresses.includes(attributes.get('r') ?? '')) {
      pieces.push({ start: node.start, end: node.end, text: '' })
      continue
    }
    kept++
    if (!attributes.has('i') && stated !== sheetId) {
      const at = node.start + 1 + node.name.length
      pieces.push({ start: at, end: at, text: ` i="${sheetId}"` })
    }
    stated = sheetId
  }
  if (kept === 0) return office.drop(part, WORKBOOK)
  office.set(part, splice(source.value, pieces))
  return ok(undefined)
}
