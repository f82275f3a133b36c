import { extensionOf } from '../../../../domain/place.ts'
import { packedLines } from '../../figures/packed.ts'
import { readAll } from '../../figures/reading.ts'
import { columnKey, readTable } from '../../figures/table.ts'
import { counted, listed } from '../../figures/words.ts'
import type { Choice, FileInfo } from '../../job.ts'
import type { Steps } from '../../steps.ts'
import { TABLES, TEMPLATES } from './slots.ts'

export interface Looked {
  /** Why there is nothing to fill. */
  problem: string
  /** The places of the template, as they are written in it. */
  fields: string[]
  /** The column for each place; null where the table has none. */
  columnOf: Record<string, string | null>
  columns: string[]
  rows: string[][]
  /** Words that every result has. */
  words: string
}

const PLACE = /\{\{([^{}]{1,80})\}\}/g

const nothing = (problem: string): Looked => ({ problem, fields: [], columnOf: {}, columns: [], rows: [], words: '' })

/** Reads the template and the table, and sets one against the other. */
export function* look(slots: Record<string, string>, files: FileInfo[]): Steps<Looked> {
  const template = slots.Template?.trim() ?? ''
  const table = slots.Table?.trim() ?? ''
  for (const [path, endings, what] of [
    [template, TEMPLATES, 'template'],
    [table, TABLES, 'table'],
  ] as const) {
    if (path === '')
      return nothing(`There is no ${listed(endings.map(one => `.${one}`))} file here to use as the ${what}.`)
    if (!endings.includes(extensionOf(path)))
      return nothing(`The ${what} must be a ${listed(endings.map(one => `.${one}`))} file; "${path}" is none.`)
    if (!files.some(file => file.path === path)) return nothing(`The ${what} "${path}" is not there.`)
  }
  const [form, data] = yield* readAll([template, table], false)
  if (!form || 'unreadable' in form) return nothing(`The template ${template} could not be read: ${form?.unreadable}.`)
  if (!data || 'unreadable' in data) return nothing(`The table ${table} could not be read: ${data?.unreadable}.`)
  const lines = packedLines(form.text)
  const fields = [...new Set([...lines.join('\n').matchAll(PLACE)].map(match => match[1]!))]
  if (fields.length === 0)
    return nothing(`${template} has no places to fill. Write them as {{name}}, with the names of the table's columns.`)
  const reading = readTable(table, data.text)
  if (!reading.ok) return nothing(`${table} holds no table: ${reading.why}.`)
  const { columns, rows } = reading.table
  const filled = rows.filter(row => row.some(cell => cell.trim() !== ''))
  if (filled.length === 0) return nothing(`${table} has no rows.`)
  return {
    problem: '',
    fields,
    columnOf: Object.fromEntries(fields.map(field => [field, columnFor(field, columns)])),
    columns,
    rows: filled,
    words:
      lines.flatMap(line =>
        line.includes('{{') ? [] : (line.match(/\p{L}[\p{L}\d]*(?: [\p{L}\d]+){0,2}/u) ?? []),
      )[0] ?? '',
  }
}

/** Spelling and spaces do not matter; neither does the language of usual names. */
function columnFor(field: string, columns: readonly string[]): string | null {
  const plain = (name: string) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\d]/gu, '')
  const same = columns.find(column => plain(column) === plain(field))
  if (same !== undefined) return same
  const alike = columns.filter(column => columnKey(column) === columnKey(field))
  return alike.length === 1 ? alike[0]! : null
}

/** What the table does not say is asked once for all documents. */
export function choices(_slots: Record<string, string>, _files: FileInfo[], looked: unknown): Choice[] {
  const { fields, columnOf, rows } = looked as Looked
  return fields
    .filter(field => columnOf[field] === null)
    .slice(0, 4)
    .map((field, index) => ({
      id: `field-${index}`,
      text: `The template asks for {{${field}}}, and the table has no column for it. What should stand there in all ${counted(rows.length, 'document')}? Left empty, the place stays empty.`,
    }))
}
