import { readAll, readParts } from '../../figures/reading.ts'
import { readTable, rowsUnder, writeCsv } from '../../figures/table.ts'
import { counted } from '../../figures/words.ts'
import { jsonRows, writeAll } from '../../figures/writing.ts'
import type { Steps } from '../../steps.ts'

export interface PartInput {
  files: string[]
  columns: string[]
  source: string
  out: string
}
export interface MergeInput {
  parts: string[]
  columns: string[]
  source: string
  out: string
  twins: number
}
interface Done {
  summary: string
  open: string[]
}

/** Reads its tables and writes their rows under the common columns, every row with all of them. */
export function* part(input: PartInput): Steps<Done> {
  const open: string[] = []
  const rows = (yield* readAll(input.files)).flatMap(file => {
    const reading =
      'unreadable' in file ? { ok: false as const, why: file.unreadable } : readTable(file.path, file.text)
    if (!reading.ok) {
      open.push(`${file.path} could not be read: ${reading.why}.`)
      return []
    }
    const empty = Object.fromEntries(input.columns.map(column => [column, '']))
    return rowsUnder(input.columns, reading.table).map(row => ({ [input.source]: file.path, ...empty, ...row }))
  })
  open.push(...(yield* writeAll([{ path: input.out, content: jsonRows(rows) }])))
  return { summary: `Read ${counted(rows.length, 'row')} from ${counted(input.files.length, 'table')}.`, open }
}

/** Writes the one table, rows in the order of the files. */
export function* merge(input: MergeInput): Steps<Done> {
  const parts = yield* readParts<Record<string, string>>(input.parts)
  const columns = [input.source, ...input.columns]
  const content = writeCsv(
    columns,
    parts.rows.map(row => columns.map(column => row[column] ?? '')),
  )
  const failed = yield* writeAll([{ path: input.out, content }])
  const twins =
    input.twins > 0
      ? [`${counted(input.twins, 'row')} ${input.twins === 1 ? 'is' : 'are'} the same as another; all were kept.`]
      : []
  return {
    summary:
      failed.length > 0
        ? `${input.out} could not be written.`
        : `Wrote ${input.out}: ${counted(parts.rows.length, 'row')}, ${counted(columns.length, 'column')}.`,
    open: [...twins, ...parts.failed, ...failed],
  }
}
