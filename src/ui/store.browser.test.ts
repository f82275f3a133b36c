import { expect, test } from 'vitest'
import type { EventBody, SessionEvent } from '../domain/event.ts'
import { project } from '../domain/project.ts'
import { createScreen } from './store.ts'

const USAGE = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }
const numbered = (from: number, ...bodies: EventBody[]): SessionEvent[] =>
  bodies.map((body, index) => ({ v: 1, session: 's', seq: from + index, epoch: 1, at: 0, by: 'desk', ...body }))

const STARTED = numbered(
  1,
  { type: 'session.started', title: 'Papers', model: { provider: 'builtin' } },
  { type: 'run.started', run: 'r', text: 'Sort them' },
  { type: 'agent.started', agent: 'lead', model: 'builtin' },
)
const SAID: EventBody = {
  type: 'message.finished',
  agent: 'lead',
  body: 'sha256:b',
  stop: 'end_turn',
  text: 'Done.',
  thinking: '',
  usage: USAGE,
}
const painted = () => new Promise(resolve => setTimeout(resolve, 400))

test('the screen is the fold of the log, however the news was cut', () => {
  const all = [...STARTED, ...numbered(4, SAID, { type: 'run.ended', outcome: 'done' })]
  for (const cut of [1, 2, 3, 4]) {
    const screen = createScreen('s')
    screen.show(project('s', all.slice(0, cut)), [])
    screen.hear({ events: all.slice(cut), signals: [] })
    expect(JSON.parse(JSON.stringify(screen.state))).toEqual(JSON.parse(JSON.stringify(project('s', all))))
  }
})

test('news that comes before the state is not lost, and none counts twice', () => {
  const screen = createScreen('s')
  screen.hear({ events: [...STARTED.slice(2), ...numbered(4, SAID)], signals: [] })
  screen.show(project('s', STARTED), [])
  expect(screen.state.items.map(item => item.kind)).toEqual(['request', 'message'])
  expect(screen.state.lastSeq).toBe(4)
})

test('earlier rows come before those that are there, each once, and know what happened meanwhile', () => {
  const texts = ['one', 'two', 'three', 'four']
  const all = [...STARTED, ...numbered(4, ...texts.map((text): EventBody => ({ ...SAID, text })))]
  const whole = project('s', all)
  const screen = createScreen('s')
  screen.show({ ...project('s', all.slice(0, 6)), items: whole.items.slice(2, 4) }, [])
  const drawn = screen.state.items[0]
  screen.hear({ events: all.slice(6), signals: [] })
  screen.hear({ events: [], signals: [], earlier: { items: whole.items.slice(0, 3), changes: [] } })
  expect(JSON.parse(JSON.stringify(screen.state.items))).toEqual(whole.items)
  // What is drawn already is not drawn anew.
  expect(screen.state.items[2]).toBe(drawn)
})

test('a session of any length holds its newest runs, whole, and the same for as long as they are there', () => {
  const run = (n: number): EventBody[] => [
    { type: 'run.started', run: `r${n}`, text: `Request ${n}` },
    ...Array.from({ length: 99 }, (_, message): EventBody => ({ ...SAID, text: `${n}, ${message}` })),
  ]
  const all = [...STARTED, ...numbered(4, ...Array.from({ length: 40 }, (_, n) => run(n)).flat())]
  const whole = project('s', all)
  const screen = createScreen('s')
  screen.show(project('s', STARTED), [])
  let most = 0
  for (const event of all.slice(STARTED.length)) {
    screen.hear({ events: [event], signals: [] })
    screen.letGo()
    most = Math.max(most, screen.state.items.length)
  }
  expect(most).toBeLessThan(1500)
  const { items, ...rest } = JSON.parse(JSON.stringify(screen.state))
  const { items: known, ...others } = JSON.parse(JSON.stringify(whole))
  expect(rest).toEqual(others)
  expect(items[0].kind).toBe('request')
  expect(items).toEqual(known.slice(-items.length))
})

test('a run that is longer than what is held stays whole', () => {
  const long = numbered(4, ...Array.from({ length: 2000 }, (): EventBody => SAID))
  const screen = createScreen('s')
  screen.show(project('s', [...STARTED, ...long]), [])
  expect(screen.letGo()).toBe(false)
  expect(screen.state.items).toHaveLength(2001)
})

test('words being said are gone once the log has them, also those that wait to be painted', async () => {
  const screen = createScreen('s')
  screen.show(project('s', STARTED), [])
  screen.hear({ events: [], signals: [{ type: 'text', agent: 'lead', text: 'Do' }] })
  screen.hear({ events: [], signals: [{ type: 'text', agent: 'lead', text: 'ne' }] })
  await painted()
  expect(screen.live.lead?.text.whole()).toBe('Done')
  screen.hear({ events: [], signals: [{ type: 'text', agent: 'lead', text: '.' }] })
  screen.hear({ events: numbered(4, SAID), signals: [] })
  await painted()
  expect(screen.live.lead).toBeUndefined()
})
