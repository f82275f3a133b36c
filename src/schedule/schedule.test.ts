import { expect, test } from 'vitest'
import type { TaskState } from '../domain/state.ts'
import { blockedTasks, isSettled, readyTasks, startNow } from './schedule.ts'

const state = (
  id: string,
  dependsOn: string[] = [],
  status: TaskState['status'] = 'planned',
  weight = 1,
): TaskState => ({
  task: { id, title: id, brief: '', inputs: [], outputs: [], needs: [], criteria: [], dependsOn, weight },
  status,
  approved: true,
  attempt: 0,
  checked: 0,
  checks: [],
})
const ids = (states: TaskState[]) => states.map(each => each.task.id)

test('the task that holds up the longest chain starts first', () => {
  const tasks = [state('short'), state('long'), state('next', ['long']), state('last', ['next'])]
  expect(ids(readyTasks(tasks))).toEqual(['long', 'short'])
})

test('a task starts as soon as what it depends on is done, whatever else still runs', () => {
  const tasks = [state('a', [], 'done'), state('b', [], 'running'), state('c', ['a']), state('d', ['b'])]
  expect(ids(startNow(tasks, 4))).toEqual(['c'])
})

test('never more than the slots work at once', () => {
  const tasks = [state('a', [], 'running'), state('b', [], 'checking'), ...['c', 'd', 'e'].map(id => state(id))]
  expect(ids(startNow(tasks, 3))).toEqual(['c'])
})

test('a skipped task does not hold up what depends on it, a failed one does', () => {
  const tasks = [
    state('a', [], 'skipped'),
    state('b', ['a']),
    state('c', [], 'failed'),
    state('d', ['c']),
    state('e', ['d']),
  ]
  expect(ids(readyTasks(tasks))).toEqual(['b'])
  expect(ids(blockedTasks(tasks))).toEqual(['d', 'e'])
})

test('what was interrupted goes on before anything new', () => {
  expect(ids(readyTasks([state('new', [], 'planned', 50), state('old', [], 'interrupted')]))).toEqual(['old', 'new'])
})

test('a task that the person has not approved neither starts nor lets the plan settle', () => {
  const waiting = { ...state('a'), approved: false }
  expect([ids(readyTasks([waiting])), isSettled([waiting])]).toEqual([[], false])
})
