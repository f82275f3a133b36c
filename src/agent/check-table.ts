import Papa from 'papaparse'
import type { Criterion } from '../domain/plan.ts'

export type Rows = Record<string, unknown>[]

export interface TableText {
  path: string
  text: string
}

/** Reads a csv, tsv or json table for checking; a string says why it is none. Another reader than the one that writes. */
export function rowsOf({ path, text }: TableText): { columns: string[]; rows: Rows } | string {
  if (path.toLowerCase().endsWith('.json')) {
    try {
      const value: unknown = JSON.parse(text)
      if (!Array.isArray(value)) return 'it is not a list of rows'
      const rows = value.filter((row): row is Record<string, unknown> => typeof row === 'object' && row !== null)
      return { columns: [...new Set(rows.flatMap(row => Object.keys(row)))], rows }
    } catch (error) {
      return `it is not valid JSON (${error instanceof Error ? error.message : 'unknown'})`
    }
  }
  const parsed = Papa.parse<Record<string, unknown>>(text.replace(/^\ufeff/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
  })
  const ragged = parsed.errors.find(error => error.code === 'TooManyFields' || error.code === 'TooFewFields')
  if (ragged) return `row ${(ragged.row ?? 0) + 1} has another number of cells than the header`
  const quotes = parsed.errors.find(error => error.type === 'Quotes')
  if (quotes) return `its quotes are broken in row ${(quotes.row ?? 0) + 1}`
  return { columns: parsed.meta.fields ?? [], rows: parsed.data }
}

/** Adds up a column in thousandths, so that 0.1 + 0.2 is 0.3. Cells that are no numbers count as nothing. */
export function sumOf(rows: Rows, column: string): number {
  const name = rows.flatMap(row => Object.keys(row)).find(key => same(key, column)) ?? column
  return rows.reduce((sum, row) => sum + Math.round((numberOf(row[name]) ?? 0) * 1000), 0) / 1000
}

/** `1234.56`, `1,234.56`, `1.234,56`; null for anything else. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  const text = String(value ?? '').replace(/[\s\u00a0'’]/g, '')
  if (/^[+-]?\d+([.]\d+)?$/.test(text)) return Number(text)
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''))
  if (/^[+-]?\d{1,3}(\.\d{3})*,\d+$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'))
  return null
}

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

export interface TableVerdict {
  ok: boolean
  evidence: string
}

/** Holds a table against its criterion. `other` reads the tables that sums are compared with. */
export async function checkTable(
  criterion: Extract<Criterion, { kind: 'table' }>,
  table: TableText,
  other: (path: string) => Promise<TableText | string>,
): Promise<TableVerdict> {
  const read = rowsOf(table)
  if (typeof read === 'string') return { ok: false, evidence: `${table.path} cannot be read as a table: ${read}.` }
  const { columns, rows } = read
  const missing = (criterion.columns ?? []).filter(name => !columns.some(column => same(column, name)))
  if (missing.length > 0)
    return { ok: false, evidence: `${table.path} has no column ${missing.map(name => `"${name}"`).join(', ')}.` }
  if (criterion.rows !== undefined && rows.length !== criterion.rows)
    return { ok: false, evidence: `${table.path} has ${rows.length} rows, not ${criterion.rows}.` }
  if (criterion.minRows !== undefined && rows.length < criterion.minRows)
    return { ok: false, evidence: `${table.path} has ${rows.length} rows, fewer than ${criterion.minRows}.` }
  const facts = [
    `${rows.length} rows`,
    ...(criterion.columns?.length ? [`all of ${criterion.columns.length} columns`] : []),
  ]
  for (const sum of criterion.sums ?? []) {
    if (!columns.some(column => same(column, sum.column)))
      return { ok: false, evidence: `${table.path} has no column "${sum.column}" to add up.` }
    const is = sumOf(rows, sum.column)
    const should = await expectedSum(sum, other)
    if (typeof should === 'string') return { ok: false, evidence: should }
    if (Math.abs(is - should) > 0.0051)
      return { ok: false, evidence: `"${sum.column}" in ${table.path} adds up to ${is}, and should to ${should}.` }
    facts.push(`"${sum.column}" adds up to ${is}`)
  }
  return { ok: true, evidence: `${table.path}: ${facts.join(', ')}.` }
}

export async function expectedSum(
  sum: NonNullable<Extract<Criterion, { kind: 'table' }>['sums']>[number],
  other: (path: string) => Promise<TableText | string>,
): Promise<number | string> {
  if (sum.equals !== undefined) return sum.equals
  let total = 0
  for (const path of sum.sameAs?.paths ?? []) {
    const table = await other(path)
    if (typeof table === 'string') return table
    const read = rowsOf(table)
    if (typeof read === 'string') return `${path}, which the sum is compared with, cannot be read as a table: ${read}.`
    total += sumOf(read.rows, sum.sameAs!.column)
  }
  return total
}
