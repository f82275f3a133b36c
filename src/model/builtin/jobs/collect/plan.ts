import { extensionOf, nameOf } from '../../../../domain/place.ts'
import type { Criterion, Plan, Task } from '../../../../domain/plan.ts'
import type { OrderHint } from '../../figures/date.ts'
import { READABLE } from '../../figures/document.ts'
import { groupsOf, needsFor } from '../../figures/selection.ts'
import { counted, listed } from '../../figures/words.ts'
import { type FileInfo, jobBlock } from '../../job.ts'
import { type Column, columnsNamed, USUAL_COLUMNS } from './columns.ts'
import { type Looked, receiptFiles } from './look.ts'
import { type Outputs, outputsOf, tableFiles } from './slots.ts'
import type { ExtractInput, ReportInput, TableInput } from './steps.ts'
import { RECEIPTS, workbookColumns } from './workbook.ts'

const PART_COLUMNS = ['file', 'date', 'vendor', 'currency', 'total', 'tax', 'number', 'unsure', 'unreadable']
/** A task has 20 criteria at most. */
const MOST_NAMED = 17

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
  const groups = groupsOf(paths).flatMap(group => withinBrief(group, order))
  if (groups.length > MOST_GROUPS)
    return `${counted(paths.length, 'file')} are too many for one go. Name a folder with fewer of them after "Files".`
  const parts = groups.map((group, index) => extractTask(group, index, order, known))
  const partFiles = parts.map(task => task.outputs[0]!)
  const table = tableTask(partFiles, parts, columns, outputs, files, known.all ? readable : null)
  const left = matching.filter(path => !paths.includes(path))
  return {
    goal: `Collect the figures of ${counted(paths.length, 'file')} in ${outputs.table}`,
    assumptions: assumptionsFrom(known, answers, left),
    tasks: [...parts, table, reportTask(partFiles, [...parts, table], paths, left, outputs, files, known)],
  }
}

/** A brief has 2,500 characters at most, and names every file. */
const BRIEF = 1700
/** A plan has 60 tasks at most. */
const MOST_GROUPS = 50

function withinBrief(group: string[], order: Record<string, OrderHint>): string[][] {
  const groups: string[][] = [[]]
  let length = 0
  for (const path of group) {
    const own = JSON.stringify({ path, order: order[path] }).length + 1
    if (length + own > BRIEF && length > 0) {
      groups.push([])
      length = 0
    }
    groups.at(-1)!.push(path)
    length += own
  }
  return groups
}

/** As many names as fit a brief; the last one then says how many more there are. */
function namesWithin(names: readonly string[]): string[] {
  let length = 0
  const kept = names.filter(name => {
    length += name.length + 3
    return length <= BRIEF
  })
  return kept.length === names.length ? kept : [...kept, `and ${names.length - kept.length} more`]
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
    ...(known.pictures > 0
      ? [
          `The words of ${counted(known.pictures, 'picture or scan', 'pictures and scans')} are recognised here; figures that were hard to read are named in the report.`,
        ]
      : []),
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
  named: readonly Column[],
  outputs: Outputs,
  files: FileInfo[],
  rows: number | null,
): Task {
  const { table, workbook, byMonth, byVendor } = outputs
  const own = tableFiles(outputs)
  const columns = workbook ? workbookColumns(named, { byMonth: byMonth !== null, byVendor: byVendor !== null }) : named
  const input: TableInput = { parts, columns: [...columns], table, workbook, byMonth, byVendor }
  return {
    id: 'table',
    title: `Write ${listed(own)}`,
    brief: `Put all rows into one table with the columns ${columns.join(', ')}, sorted by date${byMonth || byVendor ? ', and add up the totals for each currency' : ''}.\n\n${jobBlock('collect', 'tabulate', input)}`,
    inputs: parts,
    outputs: own,
    needs: needsFor(own, files),
    criteria: tableCriteria(parts, columns, outputs, rows),
    dependsOn: before.map(task => task.id),
  }
}

/** The rows and columns there must be, and sums that are those of the parts, in the table and in both kinds of totals. */
function tableCriteria(
  parts: string[],
  columns: readonly Column[],
  { table, workbook, byMonth, byVendor }: Outputs,
  rows: number | null,
): Criterion[] {
  const agree = { column: 'total', sameAs: { paths: parts, column: 'total' } }
  const whole = {
    columns: [...columns],
    ...(rows === null ? { minRows: 1 } : { rows }),
    ...(columns.includes('total') ? { sums: [agree] } : {}),
  }
  const totals = ([name, first]: readonly [string | null, string]): Criterion[] => {
    if (name === null) return []
    const wished = { columns: [first, 'currency', 'receipts', 'total'], minRows: 1, sums: [agree] }
    return [
      workbook ? { kind: 'document', path: table, sheet: name, ...wished } : { kind: 'table', path: name, ...wished },
    ]
  }
  return [
    workbook ? { kind: 'document', path: table, sheet: RECEIPTS, ...whole } : { kind: 'table', path: table, ...whole },
    ...(
      [
        [byMonth, 'month'],
        [byVendor, 'vendor'],
      ] as const
    ).flatMap(totals),
  ]
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
  const input: ReportInput = { parts, out: outputs.report, table: outputs.table, left: namesWithin(left) }
  const unread = paths.filter(path => known.receipts[path] === 0)
  const say = [
    ...new Set([...unread, ...known.unsure, ...known.open.map(one => one.file), ...namesWithin(left)]),
  ].slice(0, MOST_NAMED)
  return {
    id: 'report',
    title: `Write ${outputs.report}`,
    brief: `Write a short report: totals, every file that could not be read, and everything that is unsure.\n\n${jobBlock('collect', 'report', input)}`,
    inputs: parts,
    outputs: [outputs.report],
    needs: needsFor([outputs.report], files),
    criteria: reportCriteria(outputs.report, known.all ? unread.length : null, say),
    dependsOn: before.map(task => task.id),
  }
}

function reportCriteria(path: string, unread: number | null, say: string[]): Criterion[] {
  const told = unread === null ? 'could not be read' : `${counted(unread, 'file')} could not be read`
  return /\.(?:docx|pdf)$/i.test(path)
    ? [{ kind: 'document', path, headings: ['Receipts'], contains: [told, ...say] }]
    : [told, ...(/\.md$/i.test(path) ? ['# Receipts'] : []), ...say].map(
        (contains): Criterion => ({ kind: 'text', path, contains }),
      )
}
