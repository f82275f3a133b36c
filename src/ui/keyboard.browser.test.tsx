import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { AT_WORK, FOLDER } from '../../tests/doubles/desk-client.ts'
import { showPage } from '../../tests/doubles/shown-page.tsx'
import type { EventBody } from '../domain/event.ts'

const REST: EventBody[] = [...AT_WORK, { type: 'run.ended', outcome: 'done' }]

/** Ways to press keys as fast as a machine does. */
const type = (keys: string) => userEvent.keyboard(keys)
const dialog = () => document.querySelector<HTMLDialogElement>('dialog[open]')

let close: () => void = () => undefined
async function show(events: EventBody[]) {
  const shown = await showPage(events)
  close = shown.close
  shown.box.focus()
  return shown
}
beforeEach(() => localStorage.clear())
afterEach(() => close())

test('what is typed right after the key of all commands goes to them, and Enter does what was typed', async () => {
  const { commands, box } = await show(AT_WORK)
  await type('{Control>}k{/Control}stop{Enter}')
  await vi.waitFor(() => expect(commands()).toEqual(['stop']))
  expect(box.value).toBe('')
  expect(dialog()).toBeNull()
})

test('a list of commands does not change under the hand: what can no longer be done is not done, nor anything in its place', async () => {
  const { commands, tell } = await show(AT_WORK)
  await type('{Control>}k{/Control}{ArrowDown}{ArrowDown}')
  const chosen = () => dialog()?.querySelector('[aria-selected=true] span')?.textContent
  await vi.waitFor(() => expect(chosen()).toBe('Pause'))
  tell({ type: 'run.ended', outcome: 'done' })
  expect(chosen()).toBe('Pause')
  await type('{Enter}')
  expect(dialog()?.querySelector('[role=status]')?.textContent).toBe('“Pause” can no longer be done.')
  expect(commands()).toEqual([])
  await type('nothing of the kind')
  expect(dialog()?.querySelector('[role=status]')?.textContent).toBe('Nothing is called that.')
  await type('{Escape}')
  expect(dialog()).toBeNull()
})

test('a question mark lists the shortcuts, but is a letter in the request; Esc closes the list; the keys do what it says', async () => {
  const { box, commands } = await show(AT_WORK)
  await type('?')
  expect(box.value).toBe('?')
  expect(dialog()).toBeNull()
  box.blur()
  await type('?')
  await vi.waitFor(() => expect(dialog()?.textContent).toContain('Keyboard shortcuts'))
  expect(dialog()?.textContent).toContain('Ctrl .Pause')
  await type('{Escape}')
  expect(dialog()).toBeNull()
  await type('{Control>}.{/Control}')
  await type('{Control>}{Shift>}.{/Shift}{/Control}')
  await vi.waitFor(() => expect(commands()).toEqual(['pause', 'stop']))
})

test('a command of a slash that is typed at once and sent at once is done, not sent as words; pressed twice, words are words', async () => {
  const { box, commands, called } = await show(AT_WORK)
  await type('/stop{Enter}')
  await vi.waitFor(() => expect(commands()).toEqual(['stop']))
  expect(box.value).toBe('')
  await type('/no-such-command{Enter}{Enter}')
  await vi.waitFor(() => expect(called.at(-1)).toEqual(['steer', 'lead', '/no-such-command']))
})

test('Enter sends, Shift and Enter make a line, and arrows bring earlier requests back only where nothing else is written', async () => {
  const { box, called } = await show(REST)
  await type('First line{Shift>}{Enter}{/Shift}second line{Enter}')
  await vi.waitFor(() => expect(called.at(-1)).toEqual(['request', 'First line\nsecond line']))
  await type('Another{Enter}')
  await vi.waitFor(() => expect(called.at(-1)).toEqual(['request', 'Another']))
  await vi.waitFor(() => expect(box.value).toBe(''))
  await type('{ArrowUp}')
  expect(box.value).toBe('Another')
  await type('{ArrowUp}')
  expect(box.value).toBe('First line\nsecond line')
  await type('{ArrowDown}{ArrowDown}')
  expect(box.value).toBe('')
  await type('Mine{ArrowUp}')
  expect(box.value).toBe('Mine')
})

test('what is queued waits until the work is done, can be taken back, and outlives the page; after a stop it is not sent', async () => {
  const first = await show(AT_WORK)
  const queued = (place: Element) => [...place.querySelectorAll('.queued li > span')].map(each => each.textContent)
  await type('Then this{Alt>}{Enter}{/Alt}')
  await type('And that{Alt>}{Enter}{/Alt}')
  expect(queued(first.place)).toEqual(['Then this', 'And that'])
  expect(first.commands()).toEqual([])
  first.place.querySelector<HTMLButtonElement>('[aria-label="Take back: And that"]')?.click()
  expect(first.box.value).toBe('And that')
  close()

  const again = await show(AT_WORK)
  expect(queued(again.place)).toEqual(['Then this'])
  expect(again.box.value).toBe('And that')
  again.tell({ type: 'run.ended', outcome: 'stopped' })
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(again.commands()).toEqual([])
  again.tell({ type: 'run.started', run: 'r2', text: 'Again' }, { type: 'run.ended', outcome: 'done' })
  await vi.waitFor(() => expect(again.called.at(-1)).toEqual(['request', 'Then this']))
  expect(queued(again.place)).toEqual([])
})

test('a draft is kept for each session until it is sent', async () => {
  const { box } = await show([FOLDER])
  await type('Half a though')
  expect(box.value).toBe('Half a though')
  close()
  const again = await show([FOLDER])
  expect(again.box.value).toBe('Half a though')
  await type('t{Enter}')
  await vi.waitFor(() => expect(again.called.at(-1)).toEqual(['request', 'Half a thought']))
  close()
  expect((await show([FOLDER])).box.value).toBe('')
})
