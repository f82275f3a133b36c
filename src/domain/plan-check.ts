import type { RootInfo } from './event.ts'
import { repeatsRepeats } from './pattern.ts'
import { extensionOf, parsePlace, showPlace } from './place.ts'
import type { Criterion, Plan, Task } from './plan.ts'

/**
 * What is wrong with a plan, one sentence each; empty when nothing is. Pure: looks at the plan alone, not at the disk. `known`
 * are tasks of the same plan that exist already and may be depended on.
 */
export function planProblems(
  plan: Pick<Plan, 'tasks'>,
  roots: readonly RootInfo[],
  home: string,
  known: readonly Task[] = [],
): string[] {
  const all = [...known.filter(task => !plan.tasks.some(other => other.id === task.id)), ...plan.tasks]
  return [
    ...twice(plan.tasks.map(task => task.id)).map(id => `Two tasks have the id "${id}".`),
    ...unknownDependencies(plan.tasks, all),
    ...undeclaredInputs(plan.tasks, all),
    ...cycle(all),
    ...outputProblems(plan.tasks, all, roots, home),
    ...plan.tasks.flatMap(task => trivial(task)),
  ]
}

const twice = (values: string[]) => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]

const unknownDependencies = (tasks: readonly Task[], all: readonly Task[]) =>
  tasks.flatMap(task =>
    task.dependsOn
      .filter(id => !all.some(other => other.id === id))
      .map(id => `Task "${task.title}" depends on "${id}", which is not in the plan.`),
  )

/** A task that reads what another writes must wait for it. */
function undeclaredInputs(tasks: readonly Task[], all: readonly Task[]): string[] {
  const byId = new Map(all.map(task => [task.id, task]))
  const waitsFor = (id: string, target: string, seen = new Set<string>()): boolean =>
    (byId.get(id)?.dependsOn ?? []).some(next => {
      if (next === target) return true
      if (seen.has(next)) return false
      seen.add(next)
      return waitsFor(next, target, seen)
    })
  return tasks.flatMap(task =>
    task.inputs.flatMap(input =>
      all
        .filter(other => other.id !== task.id && other.outputs.includes(input) && !waitsFor(task.id, other.id))
        .map(
          other => `Task "${task.title}" reads "${input}", which "${other.title}" writes, but does not depend on it.`,
        ),
    ),
  )
}

function cycle(tasks: readonly Task[]): string[] {
  const byId = new Map(tasks.map(task => [task.id, task]))
  const done = new Set<string>()
  const visit = (id: string, path: string[]): string[] | null => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id]
    if (done.has(id)) return null
    for (const next of byId.get(id)?.dependsOn ?? []) {
      const found = visit(next, [...path, id])
      if (found) return found
    }
    done.add(id)
    return null
  }
  for (const task of tasks) {
    const found = visit(task.id, [])
    if (found) return [`Tasks wait for each other in a circle: ${found.join(' → ')}.`]
  }
  return []
}

function outputProblems(
  tasks: readonly Task[],
  all: readonly Task[],
  roots: readonly RootInfo[],
  home: string,
): string[] {
  const ids = roots.map(root => root.id)
  const owner = new Map<string, Task>()
  const problems: string[] = []
  for (const task of all)
    for (const output of task.outputs) {
      const place = parsePlace(output, ids, home)
      if (!place.ok) {
        if (tasks.includes(task)) problems.push(`Output of "${task.title}": ${place.failure.message}`)
        continue
      }
      const key = showPlace(place.value, home).normalize('NFC').toLowerCase()
      const other = owner.get(key)
      if (other && other !== task)
        problems.push(`"${output}" is an output of both "${other.title}" and "${task.title}".`)
      owner.set(key, task)
      if (roots.find(root => root.id === place.value.root)?.access === 'read')
        problems.push(`"${output}" is in a folder that may only be read.`)
    }
  return problems
}

const TABLES = ['csv', 'tsv']
const SHEETS = ['xlsx', 'xls', 'ods']
const PAPERS = ['docx', 'pptx', 'pdf']
const TEXTS = ['md', 'txt', 'html', 'htm']

/** A criterion that would also pass for a wrong or empty result proves nothing: the plan goes back with the task's name. */
function trivial(task: Task): string[] {
  const about = (output: string) => task.criteria.filter(criterion => 'path' in criterion && criterion.path === output)
  const problems = task.outputs.flatMap(output => {
    const kind = extensionOf(output)
    const criteria = about(output)
    if (TABLES.includes(kind) && !criteria.some(provesTable))
      return [
        `Task "${task.title}": for the table "${output}" give a "table" criterion with its columns and its rows or a sum.`,
      ]
    if (SHEETS.includes(kind) && !criteria.some(provesSheet))
      return [
        `Task "${task.title}": for the workbook "${output}" give a "document" criterion with its columns and its rows or a sum.`,
      ]
    if (PAPERS.includes(kind) && !criteria.some(provesPaper))
      return [
        `Task "${task.title}": for "${output}" give a "document" criterion with headings or what it must contain.`,
      ]
    if (kind === 'json' && !criteria.some(criterion => provesJson(criterion) || provesTable(criterion)))
      return [
        `Task "${task.title}": for "${output}" give a "json" criterion with "minItems", a "table" or a "text" criterion.`,
      ]
    if (TEXTS.includes(kind) && !criteria.some(provesText))
      return [`Task "${task.title}": for "${output}" give a "text" criterion with something it must contain.`]
    if (criteria.length === 0) return [`Task "${task.title}": no criterion is about its output "${output}".`]
    return []
  })
  const moves = task.needs.some(need => need.verb === 'move' || need.verb === 'trash')
  if (moves && !task.criteria.some(criterion => criterion.kind === 'count' && criterion.equals !== undefined))
    problems.push(
      `Task "${task.title}" moves files: give a "count" criterion with "equals" for where they are afterwards.`,
    )
  for (const criterion of task.criteria) {
    const problem = unfit(criterion)
    if (problem) problems.push(`Task "${task.title}": ${problem}`)
  }
  return problems
}

/** What makes a criterion impossible to check, or dangerous to. */
function unfit(criterion: Criterion): string | null {
  if (criterion.kind !== 'text') return null
  if (criterion.contains === undefined && criterion.matches === undefined)
    return `the "text" criterion for "${criterion.path}" says neither what it must contain nor what it must match.`
  if (criterion.matches !== undefined && repeatsRepeats(criterion.matches))
    return `the pattern /${criterion.matches}/ repeats a group that repeats something itself, which can take forever. Simplify it.`
  return null
}

const provesTable = (criterion: Criterion) =>
  criterion.kind === 'table' &&
  (criterion.columns?.length ?? 0) > 0 &&
  (criterion.rows !== undefined || (criterion.minRows ?? 0) > 0 || (criterion.sums?.length ?? 0) > 0)

const provesSheet = (criterion: Criterion) =>
  criterion.kind === 'document' &&
  (criterion.columns?.length ?? 0) > 0 &&
  (criterion.rows !== undefined || (criterion.minRows ?? 0) > 0 || (criterion.sums?.length ?? 0) > 0)

const provesPaper = (criterion: Criterion) =>
  criterion.kind === 'document' &&
  [...(criterion.headings ?? []), ...(criterion.contains ?? [])].some(text => text.trim() !== '')

const provesJson = (criterion: Criterion) =>
  (criterion.kind === 'json' && (criterion.minItems ?? 0) > 0) || provesText(criterion)

const provesText = (criterion: Criterion) =>
  criterion.kind === 'text' &&
  !criterion.not &&
  ((criterion.contains ?? '').trim() !== '' || (criterion.matches !== undefined && !matchesNothing(criterion.matches)))

/** True for patterns like `.*` that also match an empty text. */
function matchesNothing(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'imu').test('')
  } catch {
    // Not an expression at all: the check itself will say so.
    return false
  }
}
