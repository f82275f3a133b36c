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
const OVER: EventBody = { type: 'run.ended', outcome: 'done' }

let close: () => void = () => undefined
async function show() {
  const shown = await showPage(AT_WORK)
  close = shown.close
  return shown
}

/** What the system was asked for: this browser has no window, no battery and nobody to notify. */
let asked: string[] = []
/** The locks that keep the screen on. */
const locks = new Set<object>()
class Notice extends EventTarget {
  static permission = 'granted'
  onclick: (() => void) | null = null
  close = () => undefined
  constructor(title: string, { body }: { body: string }) {
    super()
    asked.push(`${title} | ${body}`)
  }
}
const isHidden = (hidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  localStorage.clear()
  asked = []
  locks.clear()
  vi.stubGlobal('Notification', Notice)
  vi.spyOn(navigator.wakeLock, 'request').mockImplementation(async () => {
    const lock = { release: async () => void locks.delete(lock) }
    locks.add(lock)
    return lock as unknown as WakeLockSentinel
  })
  Object.assign(navigator, {
    setAppBadge: async (n: number) => void asked.push(`badge ${n}`),
    clearAppBadge: async () => void asked.push('badge 0'),
  })
})
afterEach(() => {
  close()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('the title says how far it is, the icon that it needs the person, and a page out of sight tells what it needs and that it is done', async () => {
  const { tell } = await show()
  await vi.waitFor(() => expect(locks.size).toBe(1))
  expect(document.title).toBe('Sort them')
  tell(...PLANNED)
  await vi.waitFor(() => expect(asked).toContain('badge 1'))
  expect(document.title).toBe('(0/2) Sort them')
  // Who looks at the page needs no notice.
  expect(asked.filter(each => each.includes('|'))).toEqual([])

  isHidden(true)
  tell(...DONE_ONE)
  expect(document.title).toBe('(1/2) Sort them')
  expect(asked.at(-1)).toBe('badge 0')
  const questions = [{ id: 'q', text: 'Which year?' }]
  tell({ type: 'question.asked', id: 'ask', agent: 'lead', questions })
  expect(asked.slice(-2)).toEqual(['badge 1', 'Sort them: needs you | Which year?'])
  tell({ type: 'question.ended', id: 'ask', outcome: 'answered', answers: {} }, OVER)
  expect(asked.slice(-2).sort()).toEqual(['Sort them | Done', 'badge 0'])
  expect(document.title).toBe('Sort them')
})

test('while it works the screen stays on, also after the page was away, and the page asks before it is closed; afterwards neither', async () => {
  const { tell } = await show()
  const mayClose = () => {
    const event = new Event('beforeunload', { cancelable: true })
    dispatchEvent(event)
    return !event.defaultPrevented
  }
  await vi.waitFor(() => expect(locks.size).toBe(1))
  expect(mayClose()).toBe(false)
  // The browser takes the lock away while the page is out of sight.
  locks.clear()
  isHidden(true)
  isHidden(false)
  await vi.waitFor(() => expect(locks.size).toBe(1))
  tell({ type: 'run.paused', why: 'person' })
  await vi.waitFor(() => expect(locks.size).toBe(0))
  expect(mayClose()).toBe(true)
  tell({ type: 'run.resumed' })
  await vi.waitFor(() => expect(locks.size).toBe(1))
  expect(mayClose()).toBe(false)
  tell(OVER)
  await vi.waitFor(() => expect(locks.size).toBe(0))
  expect(mayClose()).toBe(true)
})

test('a small window stays on top with the plan and Stop, follows the work, says when it needs the person, and goes when the session is put away', async () => {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const small = frame.contentWindow!
  const closing = vi.spyOn(small, 'close').mockImplementation(() => undefined)
  vi.stubGlobal('documentPictureInPicture', { requestWindow: async () => small })
  const { by, commands, tell } = await show()
  tell(...PLANNED, ...DONE_ONE)
  await vi.waitFor(() => expect(by('small-window')).not.toBeNull())
  by('small-window')?.click()
  await vi.waitFor(() => expect(small.document.body.textContent).toContain('Task b Not started'))
  expect(small.document.body.textContent).toContain('Task a Done')
  expect(by('small-window')).toBeNull()
  const button = (name: string) =>
    [...small.document.querySelectorAll('button')].find(each => each.textContent === name)
  button('Pause')?.click()
  button('Stop')?.click()
  await vi.waitFor(() => expect(commands()).toEqual(['pause', 'stop']))
  tell({ type: 'question.asked', id: 'ask', agent: 'lead', questions: [{ id: 'q', text: 'Which year?' }] })
  expect(small.document.body.textContent).toContain('Needs your answer')
  tell({ type: 'run.ended', outcome: 'stopped' })
  expect(small.document.body.textContent).toContain('Stopped')
  expect(button('Stop')).toBeUndefined()
  close()
  expect(closing).toHaveBeenCalled()
  frame.remove()
})
