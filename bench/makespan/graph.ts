import { seeded } from '../random.ts'

/** A task as the bench knows it: how long its helper's model thinks before each of its three answers. */
export interface GraphTask {
  id: string
  thinkMs: number[]
  dependsOn: string[]
}

const CALLS = 3
const SHORTEST_MS = 200
const LONGEST_MS = 1000

const thinkTimes = (random: () => number) =>
  Array.from({ length: CALLS }, () => Math.round(SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS)))

const named = (index: number) => `t${String(index + 1).padStart(2, '0')}`

/** A graph of `size` tasks, each behind none to three of those before it; how densely differs from graph to graph. */
export function randomGraph(seed: number, size: number): GraphTask[] {
  const random = seeded(seed)
  const density = random()
  return Array.from({ length: size }, (_, index) => {
    const wanted = [0, 0, 0].filter(() => random() < density).map(() => Math.floor(random() * index))
    const dependsOn = index === 0 ? [] : [...new Set(wanted)].map(named)
    return { id: named(index), thinkMs: thinkTimes(random), dependsOn }
  })
}

/** Tasks that need nothing from each other. */
export function independentTasks(seed: number, size: number): GraphTask[] {
  const random = seeded(seed)
  return Array.from({ length: size }, (_, index) => ({ id: named(index), thinkMs: thinkTimes(random), dependsOn: [] }))
}

/** The same tasks, each behind the one before it: what a single agent would do. */
export const chained = (tasks: readonly GraphTask[]): GraphTask[] =>
  tasks.map((task, index) => ({ ...task, dependsOn: index === 0 ? [] : [tasks[index - 1]!.id] }))
