import { failed, ok, type Result } from '../../domain/failure.ts'
import { type OfficePackage, relations } from './package.ts'
import { WORKBOOK } from './workbook.ts'
import {
  attribute,
  attributesOf,
  childOf,
  encodeXml,
  isEmptyTag,
  parseXml,
  prefixOf,
  splice,
  type XmlNode,
} from './xml.ts'

const BUILT_IN = new Map([
  ['General', 0],
  ['0', 1],
  ['0.00', 2],
  ['#,##0', 3],
  ['#,##0.00', 4],
  ['0%', 9],
  ['0.00%', 10],
  ['@', 49],
])
/** Dates among the formats that every program knows by number. */
const DATE_NUMBERS = [14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]

/** The workbook's cell styles: finds or adds the one that is like another but for its number format. */
export interface Styles {
  /** Number of the style; adds it to the part when it is new. */
  like(style: number, format: string): Result<number>
  /** True when cells of the style show a date. */
  isDate(style: number): boolean
}

export function stylesOf(office: OfficePackage): Result<Styles> {
  const targets = relations(office, WORKBOOK)
  if (!targets.ok) return targets
  const part = [...targets.value.values()].find(({ type }) => type === 'styles')?.target
  if (part === undefined) return failed('unreadable', 'The workbook has no styles, so formats cannot be set in it.')
  const read = () => {
    const source = office.text(part)
    if (!source.ok) return source
    const root = parseXml(source.value)
    return root.ok ? ok({ source: source.value, root: root.value }) : root
  }
  const first = read()
  if (!first.ok) return first
  return ok({
    isDate: style => {
      const now = read()
      return now.ok && isDateStyle(now.value.root, now.value.source, style)
    },
    like(style, format) {
      const now = read()
      if (!now.ok) return now
      return addStyle(office, part, now.value.root, now.value.source, style, format)
    },
  })
}

function formatsIn(root: XmlNode, source: string): Map<number, string> {
  const list = childOf(root, 'numFmts')?.children ?? []
  return new Map(
    list.map(node => {
      const attributes = attributesOf(node, source)
      return [Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '']
    }),
  )
}

function isDateStyle(root: XmlNode, source: string, style: number): boolean {
  const node = childOf(root, 'cellXfs')?.children[style]
  if (!node) return false
  const id = Number(attribute(node, source, 'numFmtId') ?? 0)
  if (DATE_NUMBERS.includes(id)) return true
  const code = formatsIn(root, source).get(id) ?? ''
  return /[dmyhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
}

function addStyle(
  office: OfficePackage,
  part: string,
  root: XmlNode,
  source: string,
  style: number,
  format: string,
): Result<number> {
  const list = childOf(root, 'cellXfs')
  const base = list?.children[style] ?? list?.children[0]
  if (!list || !base) return failed('unreadable', 'The workbook has no cell styles, so formats cannot be set in it.')
  const formats = formatsIn(root, source)
  const known = BUILT_IN.get(format) ?? [...formats].find(([, code]) => code === format)?.[0]
  const id = known ?? Math.max(163, ...formats.keys()) + 1
  const wanted = withFormat(base, source, id)
  const same = list.children.findIndex(node => source.slice(node.start, node.end) === wanted)
  if (same >= 0 && known !== undefined) return ok(same)
  const pieces = [
    { start: list.innerEnd, end: list.innerEnd, text: wanted },
    { start: list.start, end: list.openEnd, text: counted(list, source, list.children.length + 1) },
  ]
  if (known === undefined) {
    const prefix = prefixOf(root)
    const entry = `<${prefix}numFmt numFmtId="${id}" formatCode="${encodeXml(format)}"/>`
    const there = childOf(root, 'numFmts')
    if (there && !isEmptyTag(there, source))
      pieces.push(
        { start: there.innerEnd, end: there.innerEnd, text: entry },
        { start: there.start, end: there.openEnd, text: counted(there, source, there.children.length + 1) },
      )
    else
      pieces.push({
        start: there?.start ?? root.innerStart,
        end: there?.end ?? root.innerStart,
        text: `<${prefix}numFmts count="1">${entry}</${prefix}numFmts>`,
      })
  }
  office.set(part, splice(source, pieces))
  return ok(list.children.length)
}

const counted = (node: XmlNode, source: string, count: number) =>
  source.slice(node.start, node.openEnd).replace(/\scount="\d*"/, ` count="${count}"`)

function withFormat(node: XmlNode, source: string, id: number): string {
  const text = source.slice(node.start, node.end)
  const tag = source.slice(node.start, node.openEnd)
  const plain = tag.replace(/\s(?:numFmtId|applyNumberFormat)="[^"]*"/g, '')
  const at = 1 + node.name.length
  return `${plain.slice(0, at)} numFmtId="${id}" applyNumberFormat="1"${plain.slice(at)}${text.slice(tag.length)}`
}
