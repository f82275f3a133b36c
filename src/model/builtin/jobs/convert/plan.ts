import { folderOf, joinPath, nameOf, nameProblem } from '../../../../domain/place.ts'
import type { Criterion, Plan, Task } from '../../../../domain/plan.ts'
import { groupsOf } from '../../figures/selection.ts'
import { safeCell } from '../../figures/table.ts'
import { counted, listed } from '../../figures/words.ts'
import { type FileInfo, jobBlock } from '../../job.ts'
import { freeName, sameName } from '../moves.ts'
import { sheetNames } from './content.ts'
import { type Looked, sourceFiles, targetOf } from './look.ts'
import { TARGETS, type Target } from './slots.ts'
import type { ConvertInput } from './steps.ts'

/** A task has 20 criteria at most, one for each file it writes. */
const MOST_OUTPUTS = 15
const MOST_TASKS = 50

type Source = Looked['files'][number]
interface Item {
  source: Source
  outputs: string[]
}

/** The plan: groups of files converted at the same time, each result proved by what its source holds. */
export function plan(
  slots: Record<string, string>,
  _answers: Record<string, string>,
  files: FileInfo[],
  looked: unknown,
): Plan | string {
  const known = looked as Looked
  const target = targetOf(slots)
  if (!target) return `Say what to convert to after "To": ${listed(TARGETS)}.`
  if (sourceFiles(slots, files).length === 0)
    return `No file that I can convert to ${target} matches "${slots.Files ?? ''}".`
  const tables = target === 'xlsx' || target === 'csv'
  const usable = known.files.filter(file => (tables ? file.sheets.length > 0 : file.words !== ''))
  const left = [
    ...known.unreadable.map(one => `${one.path}: ${one.why}`),
    ...known.files
      .filter(file => !usable.includes(file))
      .map(one => `${one.path}: ${tables ? 'it holds no table' : 'it holds no text'}`),
  ]
  if (usable.length === 0) return `Nothing can be converted to ${target}: ${left.slice(0, 5).join('; ')}.`
  const into = folderFor(slots)
  if (into !== null && typeof into === 'object') return into.problem
  const taken = new Set(files.map(file => sameName(file.path)))
  const items = usable.map(source => ({ source, outputs: outputsFor(source, target, into, taken) }))
  const groups = groupsOf(items, 3).flatMap(withinTask)
  if (groups.length > MOST_TASKS)
    return `${counted(usable.length, 'file')} are too many for one go. Name a folder with fewer of them after "Files".`
  return {
    goal: `Convert ${counted(usable.length, 'file')} to ${target}`,
    assumptions: [
      'The files that are converted stay as they are. Where a name is taken, a number is added.',
      ...(tables
        ? ['Numbers become numbers and days become days; all else stays text. Formulas become their values.']
        : ['Text, headings, lists and tables are taken over; layout, fonts and colours are not.']),
      ...left.slice(0, 8).map(one => `Left out: ${one}.`),
      ...(left.length > 8 ? [`${left.length - 8} more are left out.`] : []),
    ],
    tasks: groups.map((group, index) => convertTask(group, index, target)),
  }
}

function folderFor(slots: Record<string, string>): string | null | { problem: string } {
  const said = (slots.Into ?? '').trim().replace(/^\.?\/|\/$/g, '')
  if (/^(beside.*|)$/i.test(said)) return null
  const problem = said.split('/').map(nameProblem).find(Boolean)
  return problem ? { problem: `The folder "${said}" cannot be made: ${problem}.` } : said
}

function outputsFor({ path, sheets }: Source, target: Target, into: string | null, taken: Set<string>): string[] {
  const base = joinPath(into ?? folderOf(path), nameOf(path).replace(/\.[^.]+$/, ''))
  if (target !== 'csv' || sheets.length < 2) return [freeName(`${base}.${target}`, taken)]
  return sheetNames(sheets.map(sheet => sheet.name)).map(name =>
    freeName(`${base} - ${name.replace(/["<>|]/g, ' ')}.csv`, taken),
  )
}

/** As many as a task may write. */
function withinTask(items: Item[]): Item[][] {
  const groups: Item[][] = [[]]
  for (const item of items) {
    const last = groups.at(-1)!
    const names = [...last, item].flatMap(one => [one.source.path, ...one.outputs])
    const full =
      last.flatMap(one => one.outputs).length + item.outputs.length > MOST_OUTPUTS || names.join('","').length > 1500
    if (full && last.length > 0) groups.push([item])
    else last.push(item)
  }
  return groups
}

function convertTask(items: Item[], index: number, target: Target): Task {
  const input: ConvertInput = {
    to: target,
    files: items.map(({ source, outputs }) => ({ path: source.path, outputs })),
  }
  const outputs = items.flatMap(item => item.outputs)
  const first = nameOf(items[0]!.source.path)
  return {
    id: `convert-${index + 1}`,
    title:
      `Convert ${items.length === 1 ? first : `${counted(items.length, 'file')}: ${first} to ${nameOf(items.at(-1)!.source.path)}`}`.slice(
        0,
        120,
      ),
    brief: `Write ${items.length === 1 ? 'this file' : 'these files'} as ${target}, and leave the sources as they are.\n\n${jobBlock('convert', 'write', input)}`,
    inputs: items.map(item => item.source.path),
    outputs,
    needs: [{ verb: 'create', paths: outputs, most: outputs.length }],
    criteria: items.flatMap(item => criteriaFor(item, target)),
    dependsOn: [],
  }
}

function criteriaFor({ source, outputs }: Item, target: Target): Criterion[] {
  const [path = ''] = outputs
  switch (target) {
    case 'xlsx': {
      const sheet = source.sheets[0]!
      return [{ kind: 'document', path, columns: [...new Set(sheet.columns)], rows: sheet.rows }]
    }
    case 'csv':
      return outputs.map((output, index) => {
        const { columns, rows } = source.sheets[index]!
        return { kind: 'table', path: output, columns: [...new Set(columns)].map(safeCell), rows }
      })
    case 'docx':
    case 'pdf':
      return [{ kind: 'document', path, contains: [source.words] }]
    default:
      return [{ kind: 'text', path, contains: source.words }]
  }
}
