import { failed, ok, type Result } from '../../domain/failure.ts'
import { addressOf } from '../write/cells.ts'
import { readSheet, type SheetPart } from './workbook.ts'
import { childOf, descendants, parseXml } from './xml.ts'
import { openZip, unpack, type ZipEntry } from './zip.ts'

const harmed = (what: string) =>
  failed('bug', `The change would have touched something else in the document, so nothing was written: ${what}.`)

/** Fails unless every part that was not meant to change has the very bytes it had, and none is missing or new. */
export function proveParts(before: Uint8Array, after: Uint8Array, changed: ReadonlySet<string>): Result<void> {
  const [old, now] = [openZip(before), openZip(after)]
  if (!old.ok) return old
  if (!now.ok) return now
  const parts = new Map(now.value.map(entry => [entry.name, entry]))
  for (const entry of old.value) {
    const other = parts.get(entry.name)
    parts.delete(entry.name)
    if (changed.has(entry.name)) continue
    if (!other || !sameBytes(entry.packed, other.packed) || entry.crc !== other.crc) return harmed(entry.name)
  }
  return parts.size === 0 ? ok(undefined) : harmed([...parts.keys()].join(', '))
}

const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index])

/** Fails unless every cell of the sheet that was not set is as it was; for formulas, unless they are. */
export function proveSheet(
  before: Uint8Array,
  after: Uint8Array,
  sheet: SheetPart,
  set: ReadonlySet<string>,
): Result<void> {
  const [old, now] = [cellsOf(before, sheet.part), cellsOf(after, sheet.part)]
  if (!old.ok) return old
  if (!now.ok) return now
  for (const [at, cell] of old.value)
    if (!set.has(at) && now.value.get(at) !== cell) return harmed(`${sheet.name}!${at}`)
  for (const at of now.value.keys()) if (!set.has(at) && !old.value.has(at)) return harmed(`${sheet.name}!${at}`)
  return ok(undefined)
}

/** A cell's own text; a formula's without its value, which may follow from what was set. */
function cellsOf(bytes: Uint8Array, part: string): Result<Map<string, string>> {
  const text = partText(bytes, part)
  if (!text.ok) return text
  const read = readSheet(text.value)
  if (!read.ok) return read
  const { source, rows } = read.value
  const cells = new Map<string, string>()
  for (const { row, cells: nodes } of rows)
    for (const { node, column } of nodes) {
      const formula = childOf(node, 'f')
      const style = /\ss="\d+"/.exec(source.slice(node.start, node.openEnd))?.[0] ?? ''
      const own = formula ? style + source.slice(formula.start, formula.end) : source.slice(node.start, node.end)
      cells.set(addressOf(column, row), own)
    }
  return ok(cells)
}

/** Fails unless all paragraphs of a part but so many are still there, in their order. */
export function proveParagraphs(before: Uint8Array, after: Uint8Array, part: string, changed: number): Result<void> {
  const [old, now] = [paragraphsOf(before, part), paragraphsOf(after, part)]
  if (!old.ok) return old
  if (!now.ok) return now
  let at = 0
  let missing = 0
  for (const paragraph of old.value) {
    const found = now.value.indexOf(paragraph, at)
    if (found < 0) missing++
    else at = found + 1
  }
  return missing <= changed ? ok(undefined) : harmed(`${missing - changed} paragraphs of ${part}`)
}

function paragraphsOf(bytes: Uint8Array, part: string): Result<string[]> {
  const text = partText(bytes, part)
  if (!text.ok) return text
  const root = parseXml(text.value)
  if (!root.ok) return root
  return ok([...descendants(root.value, 'p')].map(node => text.value.slice(node.start, node.end)))
}

function partText(bytes: Uint8Array, part: string): Result<string> {
  const opened = openZip(bytes)
  if (!opened.ok) return opened
  const entry: ZipEntry | undefined = opened.value.find(each => each.name === part)
  if (!entry) return harmed(part)
  const unpacked = unpack(entry)
  return unpacked.ok ? ok(new TextDecoder().decode(unpacked.value)) : unpacked
}
