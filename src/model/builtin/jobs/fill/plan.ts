import { extensionOf, joinPath, nameOf, nameProblem } from '../../../../domain/place.ts'
import type { Criterion, Plan, Task } from '../../../../domain/plan.ts'
import { counted, listed } from '../../figures/words.ts'
import { type FileInfo, jobBlock } from '../../job.ts'
import { freeName, sameName } from '../moves.ts'
import type { Looked } from './look.ts'
import type { FillInput } from './steps.ts'

/** A task has 20 criteria at most, one for each document, and a plan 60 tasks. */
const MOST_EACH = 15
const MOST_ROWS = 750

/** The plan: rows in groups, filled at the same time, each document proved by what its row says. */
export function plan(
  slots: Record<string, string>,
  answers: Record<string, string>,
  files: FileInfo[],
  looked: unknown,
): Plan | string {
  const known = looked as Looked
  if (known.problem !== '') return `${known.problem} Nothing was changed.`
  const { rows, fields, columnOf, columns } = known
  if (rows.length > MOST_ROWS)
    return `The table has ${rows.length} rows; I fill up to ${MOST_ROWS} in one go. Split it. Nothing was changed.`
  const into = (slots.Into ?? '').trim().replace(/^\.?\/|\/$/g, '')
  const problem = into === '' ? null : into.split('/').map(nameProblem).find(Boolean)
  if (problem) return `The folder "${into}" cannot be made: ${problem}. Nothing was changed.`
  const missing = fields.filter(field => columnOf[field] === null)
  const given = Object.fromEntries(missing.map((field, index) => [field, answers[`field-${index}`]?.trim() ?? '']))
  const outputs = outputsFor(known, slots, into, files)
  if (typeof outputs === 'string') return outputs
  const used = new Set(Object.values(columnOf))
  const unused = columns.filter(column => !used.has(column))
  const template = slots.Template!.trim()
  return {
    goal: `Fill ${nameOf(template)} for ${counted(rows.length, 'row')} of ${nameOf(slots.Table!.trim())}`,
    assumptions: [
      `${nameOf(template)} stays as it is; only its places {{…}} are filled, everything else in it is kept.`,
      ...(missing.length > 0
        ? [
            `No column for ${listed(missing.map(field => `{{${field}}}`))}: ${missing.map(field => (given[field] === '' ? 'left empty' : `"${given[field]}"`)).join(', ')}.`,
          ]
        : []),
      ...(unused.length > 0 ? [`Not used, because the template has no place for it: ${listed(unused)}.`] : []),
    ].map(line => line.slice(0, 300)),
    tasks: groups(outputs).map((group, index) => fillTask(group, index, slots, known, given)),
  }
}

interface Out {
  row: number
  path: string
}

/** Names out of the pattern, or of the first column whose cells are all there and all different; a number where there is none. */
function outputsFor(
  { columns, rows }: Looked,
  slots: Record<string, string>,
  into: string,
  files: FileInfo[],
): Out[] | string {
  const template = slots.Template!.trim()
  const said = slots.Names?.trim() ?? ''
  const pattern = said.includes('{') ? said.replace(/\.(?:docx|pptx)$/i, '') : null
  const unknown = [...(pattern ?? '').matchAll(/\{([^}]+)\}/g)]
    .map(match => match[1]!)
    .find(name => !/^number$/i.test(name) && indexOf(name, columns) < 0)
  if (unknown !== undefined)
    return `"${said}" names {${unknown}}, which is no column of the table. There are: ${listed(columns)}. Nothing was changed.`
  const named = said !== '' && pattern === null ? indexOf(said, columns) : -1
  const telling =
    named >= 0
      ? named
      : columns.findIndex((_, column) => {
          const cells = rows.map(row => row[column]!.trim().toLowerCase())
          return cells.every(cell => cell !== '' && cell.length <= 60) && new Set(cells).size === cells.length
        })
  const base =
    nameOf(template)
      .replace(/\.[^.]+$/, '')
      .replace(/[\s_-]*(?:template|vorlage|mod[eè]le)[\s_-]*/i, '') || 'document'
  const taken = new Set(files.map(file => sameName(file.path)))
  return rows.map((row, index) => {
    const number = String(index + 1).padStart(String(rows.length).length, '0')
    const name =
      pattern?.replace(/\{([^}]+)\}/g, (_, column: string) =>
        /^number$/i.test(column) && indexOf(column, columns) < 0 ? number : row[indexOf(column, columns)]!,
      ) ?? `${base} ${telling >= 0 ? row[telling]! : number}`
    const plain = name
      .replace(/[\p{Cc}:?*<>|"/\\]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 100)
      .replace(/[\s.~]+$/, '')
    return { row: index, path: freeName(joinPath(into, `${plain || number}.${extensionOf(template)}`), taken) }
  })
}

const indexOf = (name: string, columns: readonly string[]) =>
  columns.findIndex(column => column.trim().toLowerCase() === name.trim().toLowerCase())

function groups(outputs: Out[]): Out[][] {
  const each = Math.min(MOST_EACH, Math.max(1, Math.ceil(outputs.length / 4)))
  const all: Out[][] = []
  for (const out of outputs) {
    const last = all.at(-1)
    if (last && last.length < each && [...last, out].map(one => one.path).join('","').length < 1400) last.push(out)
    else all.push([out])
  }
  return all
}

function fillTask(
  group: Out[],
  index: number,
  slots: Record<string, string>,
  known: Looked,
  given: Record<string, string>,
): Task {
  const [template, table] = [slots.Template!.trim(), slots.Table!.trim()]
  const input: FillInput = {
    template,
    table,
    columnOf: known.columnOf,
    given,
    outputs: group.map(one => one.path),
    first: group[0]!.row,
  }
  const outputs = group.map(one => one.path)
  return {
    id: `fill-${index + 1}`,
    title:
      group.length === 1
        ? `Fill row ${group[0]!.row + 1}`
        : `Fill rows ${group[0]!.row + 1} to ${group.at(-1)!.row + 1}`,
    brief: `Fill ${template} with each of these rows of ${table}; the template itself stays as it is.\n\n${jobBlock('fill', 'fill', input)}`,
    inputs: [template, table],
    outputs,
    needs: [{ verb: 'create', paths: outputs, most: outputs.length }],
    criteria: group.map((one): Criterion => ({ kind: 'document', path: one.path, contains: proofOf(one.row, known) })),
    dependsOn: [],
  }
}

/** Cells of the row that stand in the document; what every document says where the row is empty. */
function proofOf(row: number, { fields, columnOf, columns, rows, words }: Looked): string[] {
  const cells = fields.flatMap(field => {
    const column = columnOf[field] ?? null
    const cell = column === null ? '' : rows[row]![columns.indexOf(column)]!.trim()
    return cell !== '' && cell.length <= 60 && !/\s{2}|[\r\n\t]/.test(cell) ? [cell] : []
  })
  return cells.length > 0 ? cells.slice(0, 3) : [words || '.']
}
