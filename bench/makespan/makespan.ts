import { loadavg } from 'node:os'
import { SLOTS } from '../../src/session/desk.ts'
import { type Figure, median } from '../figure.ts'
import { lowerBound } from './bound.ts'
import { chained, independentTasks, randomGraph } from './graph.ts'
import { carryOut } from './run.ts'
import { guessOf } from './script.ts'
import { unhindered } from './unhindered.ts'

const GRAPHS = 12
const FEWEST_TASKS = 12
const MOST_TASKS = 40
const INDEPENDENT_TASKS = 16

const sizeOf = (graph: number) => Math.round(FEWEST_TASKS + ((MOST_TASKS - FEWEST_TASKS) * graph) / (GRAPHS - 1))
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** How much longer the app takes for graphs of tasks than anything could, and what four helpers gain over one. */
export async function benchMakespan(app: string, remark: (text: string) => void): Promise<Figure[]> {
  const ratios: number[] = []
  const floors: number[] = []
  for (let graph = 0; graph < GRAPHS; graph++) {
    const tasks = randomGraph(graph + 1, sizeOf(graph))
    const bound = lowerBound(tasks, SLOTS)
    const took = await carryOut(app, tasks)
    ratios.push(took / bound)
    floors.push(unhindered(tasks, SLOTS, guessOf) / bound)
    remark(
      `${tasks.length} tasks in ${seconds(took)}, bound ${seconds(bound)}: ${ratios.at(-1)!.toFixed(3)}` +
        ` (the schedule alone ${floors.at(-1)!.toFixed(3)}), load ${loadavg()[0]!.toFixed(1)}`,
    )
  }
  const tasks = independentTasks(1, INDEPENDENT_TASKS)
  const one = await carryOut(app, chained(tasks))
  const four = await carryOut(app, tasks)
  remark(`${tasks.length} independent tasks: ${seconds(one)} one after another, ${seconds(four)} by four helpers`)
  const most = lowerBound(chained(tasks), SLOTS) / lowerBound(tasks, SLOTS)
  return [
    { name: 'makespan ÷ bound, median', value: median(ratios), floor: median(floors), atMost: 1.05 },
    { name: 'makespan ÷ bound, worst', value: Math.max(...ratios), floor: Math.max(...floors), atMost: 1.1 },
    { name: 'one agent ÷ four', value: one / four, floor: most, atLeast: 3.5 },
  ]
}
