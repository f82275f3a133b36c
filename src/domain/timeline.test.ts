import { expect, test } from 'vitest'
import type { EventBody, SessionEvent } from './event.ts'
import { applyToTimeline, coarse, emptyTimeline, stretchAt, timeSpent } from './timeline.ts'

function story(...told: [at: number, body: EventBody][]) {
  const timeline = emptyTimeline()
  told.forEach(([at, body], index) => {
    applyToTimeline(timeline, { v: 1, session: 's', seq: index + 1, epoch: 1, at, by: 'desk', ...body } as SessionEvent)
  })
  return timeline
}
const started = (agent: string): EventBody => ({ type: 'agent.started', agent, model: 'm' })
const tool = (agent: string, tool: string): EventBody => ({
  type: 'tool.started',
  agent,
  call: 'c',
  tool,
  summary: `Use ${tool}`,
})
const got = (agent: string): EventBody => ({ type: 'tool.finished', agent, call: 'c', body: 'sha256:0', summary: '' })

test('working and waiting are told apart, also over a pause', () => {
  const timeline = story(
    [0, started('lead')],
    [10, tool('lead', 'read')],
    [30, got('lead')],
    [40, tool('lead', 'ask')],
    [100, got('lead')],
    [110, { type: 'run.paused', why: 'person' }],
    [150, { type: 'run.resumed' }],
    [160, { type: 'agent.ended', agent: 'lead', outcome: 'done' }],
  )
  const lead = timeline.agents.get('lead')!
  expect(lead.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['thinking', 0, 10],
    ['doing', 10, 30],
    ['thinking', 30, 40],
    ['waiting', 40, 100],
    ['thinking', 100, 110],
    ['waiting', 110, 150],
    ['thinking', 150, 160],
  ])
  expect(timeSpent(lead, 999)).toEqual({ working: 60, waiting: 100 })
  expect(stretchAt(lead, 20)?.what).toBe('Use read')
  expect(stretchAt(lead, 160)).toBe(null)
})

test('a second life after a reload is a stretch of its own, and nothing is drawn between', () => {
  const timeline = story(
    [0, started('a1')],
    [10, { type: 'agent.ended', agent: 'a1', outcome: 'interrupted' }],
    [50, started('a1')],
  )
  expect(timeline.agents.get('a1')?.map(({ from, to }) => [from, to])).toEqual([
    [0, 10],
    [50, null],
  ])
  expect(stretchAt(timeline.agents.get('a1')!, 30)).toBe(null)
})

test('a thousand short steps are drawn with few bars that cover the same time', () => {
  const timeline = story(
    [0, started('lead')],
    ...Array.from({ length: 1000 }, (_, index): [number, EventBody] => [
      index * 10 + 5,
      index % 2 ? got('lead') : tool('lead', 'read'),
    ]),
  )
  const lead = timeline.agents.get('lead')!
  const drawn = coarse(lead, 500, 10_000)
  expect(lead.length).toBeGreaterThan(900)
  expect(drawn.length).toBeLessThan(25)
  expect([drawn[0]?.from, drawn.at(-1)?.to]).toEqual([0, 10_000])
})
