import type { TaskState } from '../../src/domain/state.ts'
import { startNow } from '../../src/schedule/schedule.ts'
import { thinkingOf } from './bound.ts'
import type { GraphTask } from './graph.ts'

/** How long the app's own schedule takes when all but the thinking is free: what is left to lose lies elsewhere. */
export function unhindered(tasks: readonly GraphTask[], slots: number, weightOf: (task: GraphTask) => number): number {
  const byId = new Map(tasks.map(task => [task.id, task]))
  const states = tasks.map(task => stateOf(task, weightOf(task)))
  const running: { state: TaskState; until: number }[] = []
  let now = 0
  for (;;) {
    for (const state of startNow(states, slots)) {
      state.status = 'running'
      running.push({ state, until: now + thinkingOf(byId.get(state.task.id)!) })
    }
    const next = running.sort((a, b) => a.until - b.until).shift()
    if (!next) return now
    next.state.status = 'done'
    now = next.until
  }
}

const stateOf = ({ id, dependsOn }: GraphTask, weight: number): TaskState => ({
  task: { id, title: id, brief: '', inputs: [], outputs: [], needs: [], criteria: [], dependsOn, weight },
  status: 'planned',
  approved: true,
  checked: 0,
  attempt: 0,
  checks: [],
})
