import type { TaskId } from '../domain/plan.ts'
import type { TaskState } from '../domain/state.ts'

const ENDED_WELL = ['done', 'skipped']

/** Tasks whose dependencies are done and which are approved and not begun; those cut off before come first. */
export function readyTasks(tasks: readonly TaskState[]): TaskState[] {
  const byId = new Map(tasks.map(state => [state.task.id, state]))
  const isReady = (state: TaskState) =>
    state.approved &&
    (state.status === 'planned' || state.status === 'interrupted') &&
    state.task.dependsOn.every(id => ENDED_WELL.includes(byId.get(id)?.status ?? ''))
  const path = longestPaths(tasks)
  const rank = (state: TaskState) => (state.status === 'interrupted' ? 1e6 : 0) + path.get(state.task.id)!
  return tasks.filter(isReady).sort((a, b) => rank(b) - rank(a))
}

/** Weight of the longest chain of tasks that starts with each: whoever holds up most goes first. */
export function longestPaths(tasks: readonly TaskState[]): Map<TaskId, number> {
  const followers = new Map<TaskId, TaskId[]>()
  for (const { task } of tasks)
    for (const id of task.dependsOn) followers.set(id, [...(followers.get(id) ?? []), task.id])
  const weights = new Map(tasks.map(({ task }) => [task.id, task.weight ?? 1]))
  const paths = new Map<TaskId, number>()
  const visit = (id: TaskId): number => {
    const known = paths.get(id)
    if (known !== undefined) return known
    // Set before its followers are visited, so that a circle, which the plan's check refuses, could not loop here.
    paths.set(id, weights.get(id) ?? 1)
    const longest = Math.max(0, ...(followers.get(id) ?? []).map(visit))
    paths.set(id, (weights.get(id) ?? 1) + longest)
    return paths.get(id)!
  }
  for (const { task } of tasks) visit(task.id)
  return paths
}

/** What may start now: never more than `slots` at once, no barrier between levels of the graph. */
export function startNow(tasks: readonly TaskState[], slots: number): TaskState[] {
  const busy = tasks.filter(state => state.status === 'running' || state.status === 'checking').length
  return readyTasks(tasks).slice(0, Math.max(0, slots - busy))
}

/** Tasks that can never start because something they depend on failed. */
export function blockedTasks(tasks: readonly TaskState[]): TaskState[] {
  const byId = new Map(tasks.map(state => [state.task.id, state]))
  const isBlocked = (state: TaskState, seen: Set<TaskId>): boolean =>
    state.task.dependsOn.some(id => {
      if (seen.has(id)) return false
      seen.add(id)
      const other = byId.get(id)
      return !other || other.status === 'failed' || (other.status === 'planned' && isBlocked(other, seen))
    })
  return tasks.filter(state => state.status === 'planned' && isBlocked(state, new Set()))
}

/** True when nothing runs and nothing more can start by itself. */
export const isSettled = (tasks: readonly TaskState[]) =>
  tasks.every(state => !['running', 'checking', 'interrupted'].includes(state.status)) &&
  readyTasks(tasks).length === 0 &&
  tasks.every(state => state.status !== 'planned' || state.approved)
