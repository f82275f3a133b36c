import { afterEach, expect, test, vi } from 'vitest'
import { AT_WORK } from '../../tests/doubles/desk-client.ts'
import { showPage } from '../../tests/doubles/shown-page.tsx'
import type { EventBody } from '../domain/event.ts'

const sent = (n: number): EventBody => ({
  type: 'request.sent',
  agent: 'lead',
  request: `r${n}`,
  origin: 'https://models.test',
  bytes: 1000 + n,
  attempt: 1,
})

let close: () => void = () => undefined
afterEach(() => close())

test('a request that somebody looks at stays open while others leave, and what comes back for it is added', async () => {
  const { by, place, tell, ...page } = await showPage([...AT_WORK, sent(1)])
  close = page.close
  by('tab-where')?.click()
  const rows = () => [...place.querySelectorAll<HTMLElement>('[data-testid=where-request]')]
  await vi.waitFor(() => expect(rows()).toHaveLength(1), { timeout: 8_000 })
  const first = rows()[0]!
  first.querySelector('details')!.open = true
  tell({ type: 'request.ended', agent: 'lead', request: 'r1', bytes: 77 }, sent(2))
  await vi.waitFor(() => expect(rows()).toHaveLength(2))
  expect(rows()[1]).toBe(first)
  expect(first.querySelector('details')?.open).toBe(true)
  expect(first.textContent).toContain('77 bytes received')
  expect(rows()[0]?.dataset.sent).toBe('1002')
})
