import { failed, ok, type Result } from '../domain/failure.ts'
import { type Place, parsePlace } from '../domain/place.ts'
import type { Need, Task } from '../domain/plan.ts'
import { planProblems } from '../domain/plan-check.ts'
import { type Desk, homeRoot } from './desk.ts'

const isGlob = (path: string) => /[*?[\]{}]/.test(path)

/**
 * Looks at a plan before anything starts: the graph, the outputs, the inputs that must be there, and what the task will have to be
 * allowed. Gives the tasks as they will be carried out, or every problem in one sentence each. Changes nothing.
 */
export async function prepareTasks(
  desk: Desk,
  tasks: Task[],
  known: Task[] = [],
): Promise<Result<{ tasks: Task[]; problems: string[] }>> {
  const home = homeRoot(desk)
  const problems = planProblems({ tasks }, desk.state.roots, home, known)
  if (problems.length > 0) return ok({ tasks, problems })
  const made = new Set([...known, ...tasks].flatMap(task => task.outputs))
  const ready: Task[] = []
  for (const task of tasks) {
    problems.push(...(await missingInputs(desk, task, made)))
    const overwrites = await existingOutputs(desk, task)
    if (!overwrites.ok) return overwrites
    ready.push({ ...task, needs: [...outputNeeds(task, overwrites.value), ...task.needs] })
  }
  return ok({ tasks: ready, problems })
}

async function missingInputs(desk: Desk, task: Task, made: ReadonlySet<string>): Promise<string[]> {
  const problems: string[] = []
  const ids = desk.state.roots.map(root => root.id)
  for (const input of task.inputs) {
    if (made.has(input) || isGlob(input)) continue
    const place = parsePlace(input, ids, homeRoot(desk))
    if (!place.ok) {
      problems.push(`Input of "${task.title}": ${place.failure.message}`)
      continue
    }
    if (place.value.path === '' || (await isThere(desk, place.value))) continue
    problems.push(`Task "${task.title}" needs "${input}", which is not there.`)
  }
  return problems
}

async function isThere(desk: Desk, place: Place): Promise<boolean> {
  const stat = await desk.folders().get(place.root)?.stat(place.path)
  return stat?.ok === true && stat.value !== null
}

async function existingOutputs(desk: Desk, task: Task): Promise<Result<string[]>> {
  const there: string[] = []
  const ids = desk.state.roots.map(root => root.id)
  for (const output of task.outputs) {
    const place = parsePlace(output, ids, homeRoot(desk))
    if (!place.ok) continue
    if (!desk.folders().has(place.value.root))
      return failed('permission-lost', 'A folder of this session is not connected. Reconnect it first.')
    if (await isThere(desk, place.value)) there.push(output)
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
