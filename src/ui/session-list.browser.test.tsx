import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { AT_WORK } from '../../tests/doubles/desk-client.ts'
import { showPage } from '../../tests/doubles/shown-page.tsx'

const rows = Array.from({ length: 9 }, (_, n) => ({ id: `old-${n}`, title: `Work ${n}`, updatedAt: 1000 - n }))

let close: () => void = () => undefined
async function show() {
  // A narrow page keeps the list behind a button.
  await page.viewport(1280, 800)
  const shown = await showPage(AT_WORK, rows)
  close = shown.close
  const names = () => [...shown.place.querySelectorAll('.session .name')].map(each => each.textContent)
  const press = (label: string) => shown.place.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click()
  await vi.waitFor(() => expect(names()).toHaveLength(9))
  return { ...shown, names, press }
}
beforeEach(() => localStorage.clear())
afterEach(() => close())

test('sessions are searched, pinned to the top, put away and brought back, and the browser keeps that', async () => {
  const { place, names, press } = await show()
  expect(names()[0]).toBe('Work 0')
  press('Pin Work 7')
  expect(names().slice(0, 2)).toEqual(['Work 7', 'Work 0'])
  press('Put away Work 3')
  expect(names()).not.toContain('Work 3')
  const search = place.querySelector<HTMLInputElement>('[aria-label="Search the sessions"]')!
  await userEvent.fill(search, 'WORK 7')
  expect(names()).toEqual(['Work 7'])
  await userEvent.fill(search, 'Work 3')
  expect(names()).toEqual([])
  await userEvent.fill(search, '')
  const away = () => place.querySelector<HTMLElement>('.put-away')
  away()?.click()
  expect(names()).toEqual(['Work 3'])
  press('Bring back Work 3')
  expect(names()).toEqual([])
  away()?.click()
  expect(names()).toHaveLength(9)
  expect(names()[0]).toBe('Work 7')
  expect(localStorage.getItem('deskhand:pinned')).toBe('old-7')
  expect(localStorage.getItem('deskhand:archived')).toBe('')
})

test('a session is renamed by Enter, once, or by going elsewhere; Esc leaves its name', async () => {
  const { press, called, place } = await show()
  const renamed = () => called.flatMap(([command, title]) => (command === 'rename' ? [title] : []))
  const box = () => place.querySelector<HTMLInputElement>('[aria-label="Session name"]')
  press('Rename session')
  await vi.waitFor(() => expect(document.activeElement).toBe(box()))
  await userEvent.keyboard('Another name{Escape}')
  expect(box()).toBeNull()
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Rename session')
  expect(renamed()).toEqual([])
  press('Rename session')
  await vi.waitFor(() => expect(document.activeElement).toBe(box()))
  await userEvent.keyboard('Receipts{Enter}')
  expect(box()).toBeNull()
  await vi.waitFor(() => expect(renamed()).toEqual(['Receipts']))
  press('Rename session')
  await vi.waitFor(() => expect(document.activeElement).toBe(box()))
  await userEvent.keyboard('Bills')
  box()?.blur()
  await vi.waitFor(() => expect(renamed()).toEqual(['Receipts', 'Bills']))
})
