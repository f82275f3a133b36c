import { failed, type Result } from '../../domain/failure.ts'
import { addressOf } from '../write/cells.ts'
import { type OfficePackage, relations } from './package.ts'
import { isIn, rangeOf, type SheetPart, type SheetTree } from './workbook.ts'
import { attribute, attributesOf, childOf, descendants, parseXml, type XmlNode } from './xml.ts'

type Problem = Extract<Result<never>, { ok: false }>

interface Target {
  column: number
  row: number
}

/** Cells that cannot be set without spoiling others: inside a merged area, headings of tables, formulas that several cells share. */
export function cellProblem(
  office: OfficePackage,
  sheet: SheetPart,
  tree: SheetTree,
  targets: readonly Target[],
): Problem | null {
  const { source, root } = tree
  const merged = [...(childOf(root, 'mergeCells')?.children ?? [])].map(node => attribute(node, source, 'ref') ?? '')
  const shared = sharedFormulas(tree)
  const headings = tablesOf(office, sheet).map(table => ({ ...table, bottom: table.range.top }))
  for (const { column, row } of targets) {
    const at = addressOf(column, row)
    for (const ref of merged) {
      const range = rangeOf(ref)
      if (range && isIn(range, column, row) && !(range.left === column && range.top === row))
        return failed(
          'invalid',
          `${at} is inside the merged cells ${ref}. Set ${addressOf(range.left, range.top)} instead.`,
        )
    }
    const heading = headings.find(table => table.headed && isIn({ ...table.range, bottom: table.bottom }, column, row))
    if (heading)
      return failed(
        'invalid',
        `${at} is a heading of the table "${heading.name}". Headings of tables cannot be changed here.`,
      )
    const ref = shared.find(each => each.blocks(column, row))?.ref
    if (ref)
      return failed('invalid', `The formula of ${at} belongs to all of ${ref}. Change it in a spreadsheet program.`)
  }
  return null
}

/** Formulas of a whole range: an array may not be changed in part, a shared one not where it is written down. */
function sharedFormulas({ source, rows }: SheetTree) {
  return rows.flatMap(({ row, cells }) =>
    cells.flatMap(({ node, column }) => {
      const formula = childOf(node, 'f')
      if (!formula) return []
      const attributes = attributesOf(formula, source)
      const ref = attributes.get('ref') ?? ''
      const range = rangeOf(ref)
      const type = attributes.get('t')
      if (!range || (range.left === range.right && range.top === range.bottom)) return []
      if (type === 'array' || type === 'dataTable')
        return [{ ref, blocks: (x: number, y: number) => isIn(range, x, y) }]
      return type === 'shared' ? [{ ref, blocks: (x: number, y: number) => x === column && y === row }] : []
    }),
  )
}

export interface TablePart {
  part: string
  name: string
  range: NonNullable<ReturnType<typeof rangeOf>>
  headed: boolean
  totals: boolean
  source: string
  root: XmlNode
}

/** The named tables of a sheet. */
export function tablesOf(office: OfficePackage, sheet: SheetPart): TablePart[] {
  const targets = relations(office, sheet.part)
  if (!targets.ok) return []
  return [...targets.value.values()]
    .filter(({ type }) => type === 'table')
    .flatMap(({ target }): TablePart[] => {
      const source = office.text(target)
      const root = source.ok ? parseXml(source.value) : source
      if (!source.ok || !root.ok) return []
      const attributes = attributesOf(root.value, source.value)
      const range = rangeOf(attributes.get('ref') ?? '')
      if (!range) return []
      return [
        {
          part: target,
          name: attributes.get('displayName') ?? attributes.get('name') ?? '',
          range,
          headed: attributes.get('headerRowCount') !== '0',
          totals: Number(attributes.get('totalsRowCount') ?? 0) > 0,
          source: source.value,
          root: root.value,
        },
      ]
    })
}

/** The table's own ranges, ending in another row. */
export function tableEndingAt(table: TablePart, bottom: number): { start: number; end: number; text: string }[] {
  const nodes = [table.root, ...descendants(table.root, 'autoFilter')]
  return nodes.flatMap(node => {
    const ref = attribute(node, table.source, 'ref') ?? ''
    const range = rangeOf(ref)
    if (!range || range.bottom !== table.range.bottom) return []
    const tag = table.source.slice(node.start, node.openEnd)
    const text = tag.replace(`"${ref}"`, `"${addressOf(range.left, range.top)}:${addressOf(range.right, bottom)}"`)
    return [{ start: node.start, end: node.openEnd, text }]
  })
}
