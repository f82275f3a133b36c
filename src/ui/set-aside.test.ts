import { expect, test } from 'vitest'
import type { EventBody, SessionEvent } from '../domain/event.ts'
import { project } from '../domain/project.ts'
import { setAside } from './set-aside.ts'

const run = (n: number): EventBody[] => [
  { type: 'run.started', run: `r${n}`, text: 'Sort them' },
  { type: 'plan.proposed', plan: `p${n}`, goal: 'Sorted', assumptions: [], tasks: [`${n}.sort`] },
  {
    type: 'task.planned',
    plan: `p${n}`,
    spec: {
      id: `${n}.sort`,
      title: `Sort ${n}`,
      brief: 'Sort every paper by its date.',
      inputs: ['*.pdf'],
      outputs: [`${n}.txt`],
      needs: [],
      criteria: [{ kind: 'exists', path: `${n}.txt` }],
      dependsOn: [],
    },
  },
  { type: 'task.started', task: `${n}.sort`, agent: `a${n}`, attempt: 1 },
  { type: 'agent.started', agent: `a${n}`, task: `${n}.sort`, model: 'model' },
  { type: 'task.reported', task: `${n}.sort`, body: 'sha256:b', summary: 'They are sorted.' },
  { type: 'agent.ended', agent: `a${n}`, outcome: 'done' },
  { type: 'task.ended', task: `${n}.sort`, outcome: 'done' },
]

test('of an earlier plan is kept what each task was called, how it ended and what it cost; the plan itself stays whole', () => {
  const events = [run(1), run(2)].flat()
  const state = project(
    's',
    events.map((body, at): SessionEvent => ({ v: 1, session: 's', seq: at + 1, epoch: 1, at, by: 'desk', ...body })),
  )
  const { tasks, agents } = setAside(state)
  expect(tasks['2.sort']).toBe(state.tasks['2.sort'])
  expect(agents.a2).toBe(state.agents.a2)
  expect(agents).toEqual(state.agents)
  const { task, report, ...ended } = state.tasks['1.sort']!
  expect(tasks['1.sort']).toMatchObject(ended)
  expect(tasks['1.sort']?.task).toMatchObject({ id: task.id, title: 'Sort 1', brief: '' })
  expect(tasks['1.sort']?.report).toBeUndefined()
})
