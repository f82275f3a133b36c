import { type CellObject, read, utils, type WorkSheet } from '@e965/xlsx'
import { failed, ok, type Result } from '../../../domain/failure.ts'
import type { DocumentCell, DocumentFormat, DocumentPart, ReadDocument, ReadWish } from '../../../ports/documents.ts'
import { openZip } from '../../safe-zip.ts'
import { type Collector, createCollector } from '../collect.ts'
import { columnName } from './address.ts'
import { addRow, type Extent, sheetPart } from './rows.ts'
import { numberCell } from './value.ts'

/** Reads workbooks of other programs: xls of before 2007 and OpenDocument. */
export async function readOtherSheets(
  bytes: Uint8Array,
  format: DocumentFormat,
  wish: ReadWish,
): Promise<Result<ReadDocument>> {
  if (format === 'ods') {
    const sound = await unfoldsSoundly(bytes)
    if (!sound.ok) return sound
  }
  try {
    const book = read(bytes, { type: 'array', dense: true, cellNF: true, cellStyles: true, cellFormula: true })
    const collect = createCollector(wish)
    const { Title, Author } = book.Props ?? {}
    collect.about = { ...(Title ? { title: Title } : {}), ...(Author ? { author: Author } : {}) }
    const date1904 = book.Workbook?.WBProps?.date1904 === true
    for (const [index, name] of book.SheetNames.entries()) {
      const hidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0
      addSheet(book.Sheets[name]!, { name, hidden }, date1904, collect)
    }
    return ok(collect.finish(format))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    if (/password|encrypt/i.test(detail))
      return failed('unreadable', 'The file is protected by a password, so it cannot be read.', { detail })
    return failed('unreadable', 'The workbook is damaged and cannot be read.', { detail })
  }
}

/** The library unfolds archives without looking at sizes, so ours does it first. */
async function unfoldsSoundly(bytes: Uint8Array): Promise<Result<void>> {
  const zip = openZip(bytes)
  if (!zip.ok) return zip
  if (!zip.value.entries.has('content.xml')) return failed('unreadable', 'The file is damaged: it has no content.')
  for (const name of zip.value.entries.keys()) {
    const content = await zip.value.bytes(name)
    if (!content.ok) return content
    if (name === 'META-INF/manifest.xml' && new TextDecoder().decode(content.value).includes('encryption-data'))
      return failed('unreadable', 'The file is protected by a password, so it cannot be read.')
  }
  return ok(undefined)
}

function addSheet(
  sheet: WorkSheet,
  named: { name: string; hidden: boolean },
  date1904: boolean,
  collect: Collector,
): void {
  const part: DocumentPart = { name: named.name, ...(named.hidden ? { hidden: true } : {}) }
  const wanted = collect.part(part)
  const hiddenColumns = new Set((sheet['!cols'] ?? []).flatMap((column, i) => (column?.hidden ? [i] : [])))
  const hiddenRows = (sheet['!rows'] ?? []).flatMap((row, i) => (row?.hidden ? [i + 1] : []))
  const hidden = new Set(hiddenRows)
  const extent: Extent = { rows: 0, columns: 0 }
  const rows = (sheet['!data'] ?? []) as (CellObject[] | undefined)[]
  for (let i = 0; i < rows.length && wanted && !collect.full; i++) {
    const cells = (rows[i] ?? []).flatMap((cell, column) => {
      const made = cell && cellOf(cell, date1904)
      return made ? [{ at: `${columnName(column)}${i + 1}`, ...made }] : []
    })
    addRow({ row: i + 1, hidden: hidden.has(i + 1), cells }, named, hiddenColumns, extent, collect)
    for (const [column, cell] of (rows[i] ?? []).entries())
      for (const comment of cell?.c ?? []) {
        const by = comment.a && comment.a !== 'SheetJ5' ? { by: comment.a } : {}
        const at = `${named.name}!${columnName(column)}${i + 1}`
        if (comment.t) collect.add({ kind: 'note', what: 'comment', at, text: comment.t, ...by })
      }
  }
  const merged = (sheet['!merges'] ?? []).map(range => utils.encode_range(range))
  sheetPart(part, extent, { merged, hiddenRows, hiddenColumns })
}

function cellOf(cell: CellObject, date1904: boolean): Omit<DocumentCell, 'at'> | null {
  const formula = cell.f ? { formula: cell.f } : {}
  switch (cell.t) {
    case 'n':
      return { ...formula, ...numberCell(Number(cell.v), String(cell.z ?? 'General'), date1904) }
    case 'd':
      return { ...formula, text: cell.w ?? String(cell.v), type: 'date', value: new Date(cell.v as Date).toISOString() }
    case 'b':
      return { ...formula, text: cell.v ? 'TRUE' : 'FALSE', type: 'boolean', value: cell.v === true }
    case 'e':
      return { ...formula, text: cell.w ?? '#ERROR', type: 'error', value: cell.w ?? '#ERROR' }
    case 's':
      return cell.v === '' && !cell.f ? null : { ...formula, text: String(cell.v), type: 'text', value: String(cell.v) }
    default:
      return null
  }
}
