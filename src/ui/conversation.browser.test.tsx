import { createRoot } from 'solid-js'
import { render } from 'solid-js/web'
import { expect, test, vi } from 'vitest'
import type { EventBody, SessionEvent, Signal } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { project } from '../domain/project.ts'
import type { SessionState } from '../domain/state.ts'
import type { DeskNews } from '../ports/desk.ts'
import { rowsBefore } from '../session/snapshot.ts'
import { DeskContext } from './context.ts'
import { Conversation } from './conversation.tsx'
import { createDesk } from './desk.ts'
import type { OpenDesk } from './desk-client.ts'
import { ProgressTab } from './progress-tab.tsx'
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

test('who is at the newest stays there when much comes at once, and leaves it only by scrolling up', async () => {
  const { place, end } = drawConversation()
  const scroller = place.querySelector<HTMLElement>('.conversation')!
  scroller.style.cssText = 'display: block; overflow: auto; block-size: 300px'
  const sheet = scroller.querySelector('.sheet')!
  const more = () => {
    const box = document.createElement('div')
    box.style.blockSize = '400px'
    sheet.append(box)
  }
  const left = () => place.querySelector('.to-end') !== null
  const scrolled = () =>
    new Promise(done => scroller.addEventListener('scroll', () => setTimeout(done), { once: true }))
  await vi.waitFor(() => expect(scroller.scrollTop).toBeGreaterThan(0))
  for (let times = 0; times < 3; times++) {
    more()
    scroller.scrollTop = scroller.scrollHeight
    more()
    await scrolled()
    expect(left()).toBe(false)
  }
  scroller.scrollTop -= 200
  await scrolled()
  expect(left()).toBe(true)
  scroller.scrollTop = scroller.scrollHeight
  await scrolled()
  expect(left()).toBe(false)
  end()
})

/** The log of so many runs, each of 50 rows. */
const runs = (count: number): SessionEvent[] =>
  Array.from({ length: count }, (_, n): EventBody[] => [
    { type: 'run.started', run: `run-${n + 1}`, text: `Request ${n + 1}` },
    ...Array.from(
      { length: 49 },
      (): EventBody => ({ type: 'trouble', failure: { kind: 'storage', message: `In ${n + 1}` } }),
    ),
  ])
    .flat()
    .map((body, at): SessionEvent => ({ v: 1, session: 's', seq: at + 1, epoch: 1, at: 0, by: 'person', ...body }))

/** A desk that may be worked at, opened with that state; rows before those at hand are read from `known`. */
function openDesk(
  known: SessionEvent[],
  state: SessionState,
  isPart: boolean,
  watching: OpenDesk['opened']['watching'] = null,
) {
  let tell: (news: DeskNews) => void = () => undefined
  const asked: number[] = []
  const calls = {
    async earlier(item: number, change: number) {
      asked.push(item)
      const { rows, more } = rowsBefore(project('s', known), { item, change })
      tell({ events: [], signals: [], earlier: rows })
      return { ok: true, value: more }
    },
  } as unknown as OpenDesk['calls']
  const opened = { row: { id: 's' }, state, recent: [], watching, isPart } as unknown as OpenDesk['opened']
  const desk = createRoot(() =>
    createDesk(
      {
        open: async (_, hear) => {
          tell = hear
          return { ok: true, value: { opened, ready: Promise.resolve(), calls } as unknown as OpenDesk }
        },
      },
      { id: 's', draft: false },
    ),
  )
  return { desk, asked, tell: (events: SessionEvent[], signals: Signal[] = []) => tell({ events, signals }) }
}

test('the progress tells an agent that thinks from one that talks', async () => {
  const log = [
    { type: 'run.started', run: 'r', text: 'Look' },
    { type: 'agent.started', agent: LEAD, model: 'm' },
    { type: 'request.sent', agent: LEAD, request: 'q', origin: 'https://example.com', bytes: 1, attempt: 1 },
  ].map((body, at) => ({ v: 1, session: 's', seq: at + 1, epoch: 1, at: 0, by: 'desk', ...body }) as SessionEvent)
  const { desk, tell } = openDesk(log, project('s', log), false)
  await vi.waitFor(() => expect(desk.phase()).toBe('open'))
  const place = document.createElement('div')
  const end = render(
    () => (
      <DeskContext.Provider value={desk}>
        <ProgressTab />
      </DeskContext.Provider>
    ),
    place,
  )
  const now = () => place.querySelector('.agent-now .now')?.textContent
  await vi.waitFor(() => expect(now()).toBe('Thinking'))
  tell([], [{ type: 'text', agent: LEAD, text: 'There are' }])
  await vi.waitFor(() => expect(now()).toBe('Writing to you'))
  end()
})

test('a tab that only watches lets go of older rows too, and one that shows a saved session keeps them', async () => {
  const log = runs(40)
  for (const watching of ['other-tab', 'saved'] as const) {
    const { desk, tell } = openDesk(log, project('s', log.slice(0, 100)), false, watching)
    await vi.waitFor(() => expect(desk.phase()).toBe('watching'))
    for (let from = 100; from < log.length; from += 50) tell(log.slice(from, from + 50))
    expect(desk.state.items.length < 1000).toBe(watching === 'other-tab')
    expect(desk.moreBefore()).toBe(watching === 'other-tab')
  }
})

test('of a long session that is opened the newest runs are read, whole, and no more', async () => {
  const known = runs(200)
  const state = project('s', known)
  const { desk, asked } = openDesk(known, { ...state, items: state.items.slice(-530) }, true)
  await vi.waitFor(() => expect(desk.phase()).toBe('open'))
  await vi.waitFor(() => expect(desk.whole()).toBe(true), { timeout: 10_000 })
  expect(desk.moreBefore()).toBe(true)
  expect(asked).toHaveLength(1)
  expect(desk.state.items.length).toBeLessThan(1500)
  expect(desk.state.items[0]?.kind).toBe('request')
  expect(JSON.parse(JSON.stringify(desk.state.items))).toEqual(state.items.slice(-desk.state.items.length))
})

test('rows of older runs go while the person is at the newest, come back when asked for, and none goes that is looked at', async () => {
  const log = runs(40)
  const known = log.slice(0, 1600)
  const { desk, asked, tell } = openDesk(known, project('s', log.slice(0, 100)), false)
  const place = document.createElement('div')
  document.body.append(place)
  const end = render(
    () => (
      <DeskContext.Provider value={desk}>
        <Conversation />
      </DeskContext.Provider>
    ),
    place,
  )
  await vi.waitFor(() => expect(desk.phase()).toBe('open'))
  for (let from = 100; from < known.length; from += 50) tell(known.slice(from, from + 50))
  expect(desk.state.items.length).toBeLessThan(1500)
  const scroller = place.querySelector<HTMLElement>('.conversation')!
  scroller.style.cssText = 'display: block; overflow: auto; block-size: 600px'
  const button = () => place.querySelector<HTMLButtonElement>('[data-testid="earlier"]')
  while (desk.state.items.length < 1600) {
    scroller.scrollTop = 0
    const before = place.querySelectorAll('.row').length
    button()!.click()
    await vi.waitFor(() => expect(place.querySelectorAll('.row').length).toBeGreaterThan(before))
  }
  expect(asked.length).toBe(1)
  tell(log.slice(1600))
  expect(desk.state.items).toHaveLength(2000)
  expect(desk.state.items[0]).toMatchObject({ kind: 'request', text: 'Request 1' })
  scroller.scrollTop = scroller.scrollHeight
  await vi.waitFor(() => expect(desk.state.items.length).toBeLessThan(1500))
  expect(place.querySelectorAll('.row').length).toBeLessThan(130)
  end()
  place.remove()
})
