import type { GraphTask } from './graph.ts'

export const thinkingOf = (task: GraphTask) => task.thinkMs.reduce((sum, ms) => sum + ms, 0)

/** No schedule can be shorter, whatever it does: the longest chain, or all work spread evenly over the slots. */
export function lowerBound(tasks: readonly GraphTask[], slots: number): number {
  const work = tasks.reduce((sum, task) => sum + thinkingOf(task), 0)
  return Math.max(longestChain(tasks), work / slots)
}

/** Tasks name only earlier ones, so one pass in order is enough. */
function longestChain(tasks: readonly GraphTask[]): number {
  const endOf = new Map<string, number>()
  for (const task of tasks) {
    const before = Math.max(0, ...task.dependsOn.map(id => endOf.get(id)!))
    endOf.set(task.id, before + thinkingOf(task))
  }
  return Math.max(...endOf.values())
}
