import { ok, type Result } from '../../domain/failure.ts'
import type { DocumentFormat, ReadDocument } from '../../ports/documents.ts'
import type { Comparison, GroupComparison, NamedBytes, SheetComparison } from '../../ports/preview.ts'
import { formatOf } from '../read/format.ts'
import { decodeFile } from '../read/text-bytes.ts'
import { compareGroups } from './groups.ts'
import { compareLines } from './lines.ts'
import { compareSheets } from './sheets.ts'

export type Read = (file: NamedBytes) => Promise<Result<ReadDocument>>

const SHEETS: readonly DocumentFormat[] = ['xlsx', 'xls', 'ods', 'csv', 'tsv']
const LINES: readonly DocumentFormat[] = ['text', 'md', 'html', 'eml', 'ics']

/** What a person would call the difference between two versions of a file: cells, paragraphs, slides, pages or lines. */
export async function compareFiles(
  before: NamedBytes | null,
  after: NamedBytes,
  read: Read,
): Promise<Result<Comparison>> {
  const [old, now] = [before && formatOf(before.bytes, before.name), formatOf(after.bytes, after.name)]
  const isEmpty = (file: NamedBytes | null) => file !== null && file.bytes.length === 0
  const oldFormat = old?.ok ? old.value : null
  const nowFormat = now.ok ? now.value : null
  if (!now.ok && !isEmpty(after)) return now
  const asLines = (format: DocumentFormat | null, file: NamedBytes | null) =>
    file === null || isEmpty(file) || (format !== null && LINES.includes(format))
  if (asLines(nowFormat, after) && asLines(oldFormat, before)) return ok(linesCompared(before, after))
  if (nowFormat === 'image' && (before === null || oldFormat === 'image'))
    return ok({ kind: 'groups', groups: [], more: 0, notices: [], summary: 'A picture: look at it before and after.' })
  const [oldRead, nowRead] = await Promise.all([before ? read(before) : ok(null), read(after)])
  if (!nowRead.ok) return nowRead
  // A version that cannot be read any more, or never could, is no reason to show nothing of the other.
  const notices = oldRead.ok ? [] : [`The version before could not be read: ${oldRead.failure.message}`]
  return ok(documentsCompared(oldRead.ok ? oldRead.value : null, nowRead.value, notices))
}

export function documentsCompared(
  before: ReadDocument | null,
  after: ReadDocument,
  notices: string[] = [],
): Comparison {
  const isSheet = (document: ReadDocument | null) => document === null || SHEETS.includes(document.format)
  if (isSheet(before) && isSheet(after)) {
    const sheets = compareSheets(before, after)
    const changed = sheets.filter(sheet => sheet.fate !== 'same' || hasColumns(sheet))
    if (changed.length === 0)
      return {
        kind: 'same',
        notices,
        summary: 'Every cell says the same; only how it looks, or the file around it, may differ.',
      }
    return { kind: 'sheets', sheets: changed, more: 0, notices, summary: saySheets(changed) }
  }
  const { groups, more } = compareGroups(before, after)
  const changed = groups.filter(group => group.fate !== 'same')
  if (changed.length === 0)
    return { kind: 'same', notices, summary: 'The text is the same; only how it looks may differ.' }
  return { kind: 'groups', groups: changed, more, notices, summary: sayGroups(changed, more) }
}

const hasColumns = ({ counts }: SheetComparison) => counts.columnsAdded + counts.columnsRemoved > 0

function linesCompared(before: NamedBytes | null, after: NamedBytes): Comparison {
  const text = (file: NamedBytes | null) => (file ? decodeFile(file.bytes).text.replace(/^\ufeff/, '') : '')
  const { lines, more, counts } = compareLines(text(before), text(after))
  if (lines.length === 0) return { kind: 'same', notices: [], summary: 'The text is the same.' }
  return {
    kind: 'lines',
    lines,
    more,
    notices: [],
    summary: `${listed([`${count(counts[0], 'line')} added`, `${count(counts[1], 'line')} removed`], counts)}.`,
  }
}

const count = (n: number, one: string) => `${n.toLocaleString('en')} ${one}${n === 1 ? '' : 's'}`

const listed = (parts: string[], numbers: readonly number[]) =>
  parts.filter((_, i) => numbers[i]! > 0).join(', ') || 'Nothing that is shown differs'

export function sayCounts({ counts, fate }: SheetComparison): string {
  if (fate === 'added') return `new, ${count(counts.rowsAdded, 'row')}`
  if (fate === 'removed') return `removed, it had ${count(counts.rowsRemoved, 'row')}`
  const { cellsChanged, recalculated, rowsAdded, rowsRemoved, columnsAdded, columnsRemoved } = counts
  return listed(
    [
      `${count(cellsChanged, 'cell')} changed`,
      `${count(recalculated, 'cell')} recalculated`,
      `${count(rowsAdded, 'row')} added`,
      `${count(rowsRemoved, 'row')} removed`,
      `${count(columnsAdded, 'column')} added`,
      `${count(columnsRemoved, 'column')} removed`,
    ],
    [cellsChanged, recalculated, rowsAdded, rowsRemoved, columnsAdded, columnsRemoved],
  )
}

const saySheets = (sheets: SheetComparison[]) =>
  sheets.length === 1 ? `${upper(sayCounts(sheets[0]!))}.` : `${count(sheets.length, 'sheet')} changed.`

function sayGroups(groups: GroupComparison[], more: number): string {
  const blocks = groups.flatMap(group => group.blocks)
  const of = (fate: string) => blocks.filter(block => block.fate === fate).length
  const numbers = [of('changed'), of('added'), of('removed'), more]
  return `${upper(
    listed(
      [
        `${count(numbers[0]!, 'passage')} changed`,
        `${count(numbers[1]!, 'passage')} added`,
        `${count(numbers[2]!, 'passage')} removed`,
        `${count(more, 'more change')}`,
      ],
      numbers,
    ),
  )}.`
}

const upper = (text: string) => text[0]!.toUpperCase() + text.slice(1)
