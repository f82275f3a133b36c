import type { Plan, Task } from '../../../../domain/plan.ts'
import { groupsOf, needsFor } from '../../figures/selection.ts'
import { safeCell } from '../../figures/table.ts'
import { counted, listed } from '../../figures/words.ts'
import { type FileInfo, jobBlock } from '../../job.ts'
import type { Looked } from './look.ts'
import { targetOf } from './slots.ts'
import type { MergeInput, PartInput } from './steps.ts'

/** The plan: groups of tables read at once, then one table of all their rows. */
export function plan(
  slots: Record<string, string>,
  _answers: Record<string, string>,
  files: FileInfo[],
  looked: unknown,
): Plan | string {
  const known = looked as Looked
  const why = known.unreadable.map(one => `${one.path}: ${one.why}`)
  if (known.tables.length === 0)
    return `No table that I can read (csv, tsv, json or a workbook) matches "${slots.Files ?? ''}".${why.length > 0 ? ` ${why.join('; ')}.` : ''}`
  if (known.tables.length === 1)
    return `Only one table matches "${slots.Files ?? ''}", ${known.tables[0]!.path}, so there is nothing to merge.`
  const target = targetOf(slots)
  const source = freeName(slots['Source column']?.trim() || 'source', known.columns)
  const parts = groupsOf(known.tables, 3).map((group, index) => partTask(group, index, known, source))
  return {
    goal: `Merge ${counted(known.tables.length, 'table')} into ${target}`,
    assumptions: [
      'Columns whose names mean the same are one column; cells stay as they are written.',
      ...(known.twins > 0
        ? [
            `${counted(known.twins, 'row')} that ${known.twins === 1 ? 'is' : 'are'} the same as another stay in the table.`,
          ]
        : []),
      ...why.map(one => `Left out: ${one}.`),
      ...known.notes.map(note => `${note}.`),
    ],
    tasks: [...parts, mergeTask(parts, target, source, files, known)],
  }
}

/** The source column must not take the name of a column that is there. */
function freeName(name: string, columns: readonly string[]): string {
  const taken = (one: string) => columns.some(column => column.trim().toLowerCase() === one.toLowerCase())
  return taken(name) ? freeName(`${name} file`, columns) : name
}

function partTask(group: Looked['tables'], index: number, known: Looked, source: string): Task {
  const out = `scratch:merge-${index + 1}.json`
  const paths = group.map(table => table.path)
  const rows = group.reduce((sum, table) => sum + table.rows, 0)
  const input: PartInput = { files: paths, columns: known.columns, source, out }
  return {
    id: `tables-${index + 1}`,
    title: `Read ${listed(paths)}`,
    brief: `Read ${listed(paths)} and write all rows under the common columns into ${out}.\n\n${jobBlock('merge', 'part', input)}`,
    inputs: paths,
    outputs: [out],
    needs: [],
    criteria:
      rows > 0
        ? [{ kind: 'table', path: out, columns: [source, ...known.columns], rows }]
        : [{ kind: 'json', path: out, minItems: 0 }],
    dependsOn: [],
  }
}

function mergeTask(parts: Task[], target: string, source: string, files: FileInfo[], known: Looked): Task {
  const partFiles = parts.map(task => task.outputs[0]!)
  const rows = known.tables.reduce((sum, table) => sum + table.rows, 0)
  const input: MergeInput = { parts: partFiles, columns: known.columns, source, out: target, twins: known.twins }
  return {
    id: 'merge',
    title: `Write ${target}`,
    brief: `Put all ${counted(rows, 'row')} into ${target}, each with the file it came from in the column "${source}".\n\n${jobBlock('merge', 'merge', input)}`,
    inputs: partFiles,
    outputs: [target],
    needs: needsFor([target], files),
    criteria: [
      {
        kind: 'table',
        path: target,
        columns: [source, ...known.columns].map(safeCell),
        rows,
        sums: known.sums.map(({ column, sum }) => ({ column: safeCell(column), equals: Number(sum) })),
      },
    ],
    dependsOn: parts.map(task => task.id),
  }
}
