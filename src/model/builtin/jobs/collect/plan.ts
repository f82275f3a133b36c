import { extensionOf, nameOf } from '../../../../domain/place.ts'
import type { Criterion, Plan, Task } from '../../../../domain/plan.ts'
import type { OrderHint } from '../../figures/date.ts'
import { READABLE } from '../../figures/document.ts'
import { groupsOf, needsFor } from '../../figures/selection.ts'
import { counted, listed } from '../../figures/words.ts'
import { type FileInfo, jobBlock } from '../../job.ts'
import { type Looked, receiptFiles } from './look.ts'
import { type Column, columnsNamed, type Outputs, outputsOf, USUAL_COLUMNS } from './slots.ts'
import type { ExtractInput, ReportInput, TableInput } from './steps.ts'

const PART_COLUMNS = ['file', 'date', 'vendor', 'currency', 'total', 'tax', 'number', 'unsure', 'unreadable']
const MOST_NAMED = 40

/** The plan: groups of receipts read at once, then the table with its totals, then the report. */
export function plan(
  slots: Record<string, string>,
  answers: Record<string, string>,
  files: FileInfo[],
  looked: unknown,
): Plan | string {
  const known = looked as Looked
  const matching = receiptFiles(slots, files).map(file => file.path)
  const paths = matching.filter(path => READABLE.includes(extensionOf(path)))
  if (paths.length === 0)
    return `No file matches "${slots.Files ?? ''}" that I can read: I read ${listed(READABLE.map(one => `.${one}`))}.`
  const readable = paths.reduce((sum, path) => sum + (known.receipts[path] ?? 0), 0)
  if (known.all && readable === 0)
    return `I found no amount in ${counted(paths.length, 'file')}, so there is nothing to collect.`
  const outputs = outputsOf(slots)
  const named = columnsNamed(slots.Columns ?? '')
  const columns: readonly Column[] = named.length > 0 ? named : USUAL_COLUMNS
  const order = orderFrom(answers, known)
  const parts = groupsOf(paths).map((group, index) => extractTask(group, index, order, known))
  const partFiles = parts.map(task => task.outputs[0]!)
  const table = tableTask(partFiles, parts, columns, outputs, files, known.all ? readable : null)
  const left = matching.filter(path => !paths.includes(path))
  return {
    goal: `Collect the figures of ${counted(paths.length, 'file')} in ${outputs.table}`,
    assumptions: assumptionsFrom(known, answers, left),
    tasks: [...parts, table, reportTask(partFiles, [...parts, table], paths, left, outputs, files, known)],
  }
}

function orderFrom(answers: Record<string, string>, known: Looked): Record<string, OrderHint> {
  const answer = answers['date-order'] ?? ''
  const said = /month/i.test(answer) ? 'mdy' : /day/i.test(answer) ? 'dmy' : null
  const told = said ? known.open.map(({ file }) => [file, { order: said, because: 'you said so' }] as const) : []
  return { ...known.hints, ...Object.fromEntries(told) }
}

function assumptionsFrom(known: Looked, answers: Record<string, string>, left: string[]): string[] {
  const hints = Object.entries(known.hints).map(
    ([file, hint]) =>
      `Dates in ${file} have the ${hint.order === 'dmy' ? 'day' : 'month'} first, because ${hint.because}.`,
  )
  return [
    'Amounts are not converted: totals are kept apart for each currency.',
    ...hints.slice(0, 5),
    ...(known.open.length > 0 && !answers['date-order'] ? ['Dates that can be read two ways have the day first.'] : []),
    ...(left.length > 0 ? [`${counted(left.length, 'file')} of kinds I cannot read will be named in the report.`] : []),
  ]
}

function extractTask(group: string[], index: number, order: Record<string, OrderHint>, known: Looked): Task {
  const out = `scratch:receipts-${index + 1}.json`
  const input: ExtractInput = { files: group.map(path => (order[path] ? { path, order: order[path] } : { path })), out }
  const counts = group.map(path => known.receipts[path])
  const exact = counts.every(count => count !== undefined)
    ? counts.reduce<number>((sum, count) => sum + Math.max(1, count!), 0)
    : null
  return {
    id: `receipts-${index + 1}`,
    title: `Read ${counted(group.length, 'receipt')}: ${nameOf(group[0]!)}${group.length > 1 ? ` to ${nameOf(group.at(-1)!)}` : ''}`,
    brief: `Read the date, vendor, currency, total, tax and number of each receipt, and write one row for each into ${out}. A file that cannot be read gets a row that says why.\n\n${jobBlock('collect', 'extract', input)}`,
    inputs: group,
    outputs: [out],
    needs: [],
    criteria: [
      {
        kind: 'table',
        path: out,
        columns: PART_COLUMNS,
        ...(exact === null ? { minRows: group.length } : { rows: exact }),
      },
    ],
    dependsOn: [],
  }
}

function tableTask(
  parts: string[],
  before: Task[],
  columns: readonly Column[],
  outputs: Outputs,
  files: FileInfo[],
  rows: number | null,
): Task {
  const own = [outputs.table, outputs.byMonth, outputs.byVendor].filter(path => path !== null)
  const input: TableInput = {
    parts,
    columns: [...columns],
    table: outputs.table,
    byMonth: outputs.byMonth,
    byVendor: outputs.byVendor,
  }
  const agree = { column: 'total', sameAs: { paths: parts, column: 'total' } }
  const count = rows === null ? { minRows: 1 } : { rows }
  const totals = (path: string | null, first: string): Criterion[] =>
    path === null
      ? []
      : [{ kind: 'table', path, columns: [first, 'currency', 'receipts', 'total'], minRows: 1, sums: [agree] }]
  return {
    id: 'table',
    title: `Write ${listed(own)}`,
    brief: `Put all rows into one table with the columns ${columns.join(', ')}, sorted by date${own.length > 1 ? ', and add up the totals for each currency' : ''}.\n\n${jobBlock('collect', 'tabulate', input)}`,
    inputs: parts,
    outputs: own,
    needs: needsFor(own, files),
    criteria: [
      {
        kind: 'table',
        path: outputs.table,
        columns: [...columns],
        ...count,
        ...(columns.includes('total') ? { sums: [agree] } : {}),
      },
      ...totals(outputs.byMonth, 'month'),
      ...totals(outputs.byVendor, 'vendor'),
    ],
    dependsOn: before.map(task => task.id),
  }
}

function reportTask(
  parts: string[],
  before: Task[],
  paths: string[],
  left: string[],
  outputs: Outputs,
  files: FileInfo[],
  known: Looked,
): Task {
  const input: ReportInput = { parts, out: outputs.report, table: outputs.table, left }
  const unread = paths.filter(path => known.receipts[path] === 0)
  const say = [...new Set([...unread, ...known.unsure, ...known.open.map(one => one.file), ...left])].slice(
    0,
    MOST_NAMED,
  )
  return {
    id: 'report',
    title: `Write ${outputs.report}`,
    brief: `Write a short report: totals, every file that could not be read, and everything that is unsure.\n\n${jobBlock('collect', 'report', input)}`,
    inputs: parts,
    outputs: [outputs.report],
    needs: needsFor([outputs.report], files),
    criteria: [
      { kind: 'text', path: outputs.report, contains: '# Receipts' },
      {
        kind: 'text',
        path: outputs.report,
        matches: known.all ? `${unread.length} (?:file|files) could not be read` : 'could not be read',
      },
      ...say.map((file): Criterion => ({ kind: 'text', path: outputs.report, contains: file })),
    ],
    dependsOn: before.map(task => task.id),
  }
}
