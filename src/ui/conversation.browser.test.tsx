import { createRoot } from 'solid-js'
import { render } from 'solid-js/web'
import { expect, test, vi } from 'vitest'
import type { EventBody, SessionEvent } from '../domain/event.ts'
import { DeskContext } from './context.ts'
import { Conversation } from './conversation.tsx'
import { createReplayDesk } from './replay-desk.ts'

const REQUESTS = 1000

/** A session in which so many things were asked for, and nothing else. */
const events = Array.from({ length: REQUESTS }, (_, index): EventBody[] => [
  { type: 'run.started', run: `run-${index}`, text: `Request ${index + 1}` },
  { type: 'run.ended', outcome: 'done' },
])
  .flat()
  .map((body, index): SessionEvent => ({ v: 1, session: 's', seq: index + 1, epoch: 1, at: 0, by: 'person', ...body }))

/** The conversation of these requests, in a page of its own, and how to end it. */
function drawConversation() {
  const replay = createRoot(() => createReplayDesk('s', events, { blob: vi.fn(), image: vi.fn() }))
  const place = document.createElement('div')
  document.body.append(place)
  const dispose = render(
    () => (
      <DeskContext.Provider value={replay.desk}>
        <Conversation />
      </DeskContext.Provider>
    ),
    place,
  )
  const end = () => {
    dispose()
    place.remove()
  }
  return { replay, place, end }
}

test('of a long session the newest is drawn, and what was before when it is asked for', async () => {
  const { replay, place, end } = drawConversation()
  const drawn = () => [...place.querySelectorAll('.bubble')].map(each => each.textContent)
  await vi.waitFor(() => expect(drawn().at(-1)).toBe(`Request ${REQUESTS}`))
  expect(drawn().length).toBeLessThan(REQUESTS / 2)
  const before = drawn()
  const earlier = () => place.querySelector<HTMLButtonElement>('[data-testid="earlier"]')
  expect(earlier()?.textContent).toContain(`(${REQUESTS - before.length})`)
  earlier()?.click()
  await vi.waitFor(() => expect(drawn().length).toBeGreaterThan(before.length))
  expect(drawn().slice(-before.length)).toEqual(before)
  while (earlier()) earlier()?.click()
  expect(drawn()[0]).toBe('Request 1')
  expect(drawn()).toHaveLength(REQUESTS)

  replay.show(20)
  await vi.waitFor(() => expect(drawn()).toHaveLength(10))
  replay.show(events.length)
  await vi.waitFor(() => expect(drawn().at(-1)).toBe(`Request ${REQUESTS}`))
  end()
})

test('who was at the newest stays there when the window changes its size', async () => {
  const { place, end } = drawConversation()
  const scroller = place.querySelector<HTMLElement>('.conversation')!
  scroller.style.cssText = 'display: block; overflow: auto; block-size: 600px'
  const fromEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
  await vi.waitFor(() => expect(scroller.scrollHeight).toBeGreaterThan(1200))
  scroller.scrollTop = scroller.scrollHeight
  await vi.waitFor(() => expect(fromEnd()).toBeLessThan(2))
  scroller.style.blockSize = '300px'
  await vi.waitFor(() => expect(fromEnd()).toBeLessThan(2))
  end()
})
