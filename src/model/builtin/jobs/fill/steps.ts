import { readAll } from '../../figures/reading.ts'
import { readTable } from '../../figures/table.ts'
import { counted } from '../../figures/words.ts'
import type { Steps } from '../../steps.ts'

export interface FillInput {
  template: string
  table: string
  columnOf: Record<string, string | null>
  /** What the person said for places without a column. */
  given: Record<string, string>
  /** One path for each row, from `first` on, counted from 0 without empty rows. */
  outputs: string[]
  first: number
}

const AT_ONCE = 10

/** Fills the template once for each of its rows. */
export function* fillRows(input: FillInput): Steps<{ summary: string; open: string[] }> {
  const [data] = yield* readAll([input.table])
  const reading = data && 'text' in data ? readTable(input.table, data.text) : null
  if (!reading?.ok) return { summary: 'Nothing was filled.', open: [`${input.table} could not be read any more.`] }
  const { columns, rows } = reading.table
  const filled = rows.filter(row => row.some(cell => cell.trim() !== ''))
  const calls = input.outputs.map((to, index) => {
    const row = filled[input.first + index] ?? []
    const values = Object.fromEntries(
      Object.entries(input.columnOf).map(([field, column]) => [
        field,
        column === null ? (input.given[field] ?? '') : (row[columns.indexOf(column)] ?? '').trim(),
      ]),
    )
    return { tool: 'edit_document', input: { path: input.template, to, operations: [{ kind: 'fill', values }] } }
  })
  const open: string[] = []
  for (let start = 0; start < calls.length; start += AT_ONCE) {
    const answers = yield { calls: calls.slice(start, start + AT_ONCE) }
    for (const [index, answer] of answers.entries())
      if (!answer.ok) open.push(`${input.outputs[start + index]} was not written: ${answer.error}`)
  }
  return { summary: `Filled ${counted(calls.length - open.length, 'document')}.`, open }
}
