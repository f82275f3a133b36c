import picomatch from 'picomatch'
import { ok, type Result } from '../domain/failure.ts'
import { type Place, parsePlace } from '../domain/place.ts'
import type { Need, Task } from '../domain/plan.ts'
import { planProblems } from '../domain/plan-check.ts'
import { type Desk, homeRoot } from './desk.ts'
import type { StatOf } from './lost-folder.ts'

const isGlob = (path: string) => /[*?[\]{}]/.test(path)

/**
 * Looks at a plan before anything starts: the graph, the outputs, the inputs that must be there, and what the task will have to be
 * allowed. Gives the tasks as they will be carried out, or every problem in one sentence each. Changes nothing.
 */
export async function prepareTasks(
  desk: Desk,
  stat: StatOf,
  tasks: Task[],
  known: Task[] = [],
): Promise<Result<{ tasks: Task[]; problems: string[] }>> {
  const home = homeRoot(desk)
  const problems = planProblems({ tasks }, desk.state.roots, home, known)
  if (problems.length > 0) return ok({ tasks, problems })
  const made = new Set([...known, ...tasks].flatMap(task => task.outputs))
  const ready: Task[] = []
  for (const task of tasks) {
    const missing = await missingInputs(desk, stat, task, made)
    if (!missing.ok) return missing
    problems.push(...missing.value)
    const overwrites = await existingOutputs(desk, stat, task)
    if (!overwrites.ok) return overwrites
    ready.push({ ...task, needs: [...outputNeeds(task, overwrites.value), ...task.needs] })
  }
  return ok({ tasks: ready, problems })
}

async function missingInputs(
  desk: Desk,
  stat: StatOf,
  task: Task,
  made: ReadonlySet<string>,
): Promise<Result<string[]>> {
  const problems: string[] = []
  const ids = desk.state.roots.map(root => root.id)
  for (const input of task.inputs) {
    if (made.has(input)) continue
    if (isGlob(input)) {
      if (!(await anyMatches(desk, input, made)))
        problems.push(`Task "${task.title}" needs files like "${input}", and there are none.`)
      continue
    }
    const place = parsePlace(input, ids, homeRoot(desk))
    if (!place.ok) {
      problems.push(`Input of "${task.title}": ${place.failure.message}`)
      continue
    }
    const there = place.value.path === '' ? ok(true) : await isThere(stat, place.value)
    if (!there.ok) return there
    if (!there.value) problems.push(`Task "${task.title}" needs "${input}", which is not there.`)
  }
  return ok(problems)
}

/** True where a file is there, or will be made by another task, that the glob means. What cannot be looked at counts as there. */
async function anyMatches(desk: Desk, glob: string, made: ReadonlySet<string>): Promise<boolean> {
  if ([...made].some(output => picomatch(glob)(output))) return true
  const prefix = desk.state.roots.find(root => glob.startsWith(`${root.id}:`))?.id
  const found = await desk.crew.reads.find(prefix ?? homeRoot(desk), prefix ? glob.slice(prefix.length + 1) : glob, 1)
  return !found.ok || found.value.files.length > 0
}

/** Fails only where the folder is lost. What cannot be looked at for another reason is as good as not there. */
async function isThere(stat: StatOf, place: Place): Promise<Result<boolean>> {
  const found = await stat(place)
  if (!found.ok && found.failure.kind === 'permission-lost') return found
  return ok(found.ok && found.value !== null)
}

async function existingOutputs(desk: Desk, stat: StatOf, task: Task): Promise<Result<string[]>> {
  const there: string[] = []
  const ids = desk.state.roots.map(root => root.id)
  for (const output of task.outputs) {
    const place = parsePlace(output, ids, homeRoot(desk))
    if (!place.ok) continue
    const found = await isThere(stat, place.value)
    if (!found.ok) return found
    if (found.value) there.push(output)
  }
  return ok(there)
}

/** What writing its outputs takes, said in the plan: overwriting is told apart from creating. */
function outputNeeds(task: Task, existing: string[]): Need[] {
  const isNamed = (path: string) =>
    task.needs.some(need => (need.verb === 'create' || need.verb === 'overwrite') && need.paths.includes(path))
  const outputs = task.outputs.filter(path => !isNamed(path))
  const fresh = outputs.filter(path => !existing.includes(path))
  const there = outputs.filter(path => existing.includes(path))
  return [
    ...(fresh.length > 0 ? [{ verb: 'create' as const, paths: fresh, most: fresh.length }] : []),
    ...(there.length > 0 ? [{ verb: 'overwrite' as const, paths: there, most: there.length }] : []),
  ]
}
