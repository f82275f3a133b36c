import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AT_WORK } from '../../tests/doubles/desk-client.ts'
import { showPage } from '../../tests/doubles/shown-page.tsx'
import type { EventBody } from '../domain/event.ts'
import type { Task } from '../domain/plan.ts'

const taskOf = (id: string): Task => ({
  id,
  title: `Task ${id}`,
  brief: id,
  inputs: [],
  outputs: [],
  needs: [],
  criteria: [],
  dependsOn: [],
})
const PLANNED: EventBody[] = [
  { type: 'plan.proposed', plan: 'p', goal: 'Sorted', assumptions: [], tasks: ['a', 'b'] },
  ...['a', 'b'].map((id): EventBody => ({ type: 'task.planned', plan: 'p', spec: taskOf(id) })),
]
const DONE_ONE: EventBody[] = [
  { type: 'plan.approved', plan: 'p' },
  { type: 'task.started', task: 'a', agent: 'a1', attempt: 1 },
  { type: 'task.ended', task: 'a', outcome: 'done' },
]

let close: () => void = () => undefined
async function show() {
  const shown = await showPage(AT_WORK)
  close = shown.close
  return shown
}

/** What the icon was asked to show; the browser is asked as well. */
let badges: number[] = []

beforeEach(() => {
  localStorage.clear()
  badges = []
  const [set, clear] = [navigator.setAppBadge.bind(navigator), navigator.clearAppBadge.bind(navigator)]
  vi.spyOn(navigator, 'setAppBadge').mockImplementation(count => {
    badges.push(count ?? 0)
    return set(count)
  })
  vi.spyOn(navigator, 'clearAppBadge').mockImplementation(() => {
    badges.push(0)
    return clear()
  })
})
afterEach(() => {
  close()
  vi.restoreAllMocks()
})

test('the title says how far it is, and the icon that it needs the person', async () => {
  const { tell } = await show()
  expect(document.title).toBe('Sort them')
  tell(...PLANNED)
  await vi.waitFor(() => expect(badges).toEqual([1]))
  expect(document.title).toBe('(0/2) Sort them')
  tell(...DONE_ONE)
  expect(document.title).toBe('(1/2) Sort them')
  expect(badges).toEqual([1, 0])
  tell({ type: 'question.asked', id: 'ask', agent: 'lead', questions: [{ id: 'q', text: 'Which year?' }] })
  expect(badges).toEqual([1, 0, 1])
  tell({ type: 'question.ended', id: 'ask', outcome: 'answered', answers: {} }, { type: 'run.ended', outcome: 'done' })
  expect(badges).toEqual([1, 0, 1, 0])
  expect(document.title).toBe('Sort them')
})
