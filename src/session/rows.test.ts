import { expect, test } from 'vitest'
import { createMemorySessions } from '../../tests/doubles/memory-log.ts'
import { createRandom } from '../../tests/sim/random.ts'
import type { EventDraft } from '../domain/event.ts'
import { failed, type Result } from '../domain/failure.ts'
import { openRows } from '../domain/open-rows.ts'
import { project } from '../domain/project.ts'
import { emptyState, type Item } from '../domain/state.ts'
import type { Log } from '../ports/log.ts'
import { createRecord } from './record.ts'
import { createRows, lookBefore } from './rows.ts'
import { foldLog, foldWorking, keepState } from './snapshot.ts'

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}

const USAGE = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }
const FAILURE = failed('storage', 'The disk is full.').failure

/** What a session at work writes down, made up as it goes: calls that last, plans that are revised, messages that wait, and all else. */
function createWork(random: ReturnType<typeof createRandom>) {
  let ids = 0
  let plan = ''
  const open: { agent: string; call: string }[] = []
  const steers: { id: string; to: string }[] = []
  const take = <T>(from: T[]) => from.splice(random.whole(0, from.length - 1), 1)
  const desk = { by: 'desk' } as const
  const ways: (() => EventDraft[])[] = [
    () => [{ ...desk, type: 'run.started', run: `r${++ids}`, text: `Request ${ids}` }],
    () => [{ ...desk, type: 'run.ended', outcome: 'stopped', failure: FAILURE }],
    () => [{ ...desk, type: 'run.paused', why: 'trouble', failure: FAILURE }],
    () => [{ ...desk, type: 'trouble', failure: { ...FAILURE, message: `Trouble ${++ids}` } }],
    () => {
      plan = `p${++ids}`
      return [{ ...desk, type: 'plan.proposed', plan, goal: 'All', assumptions: [], tasks: [] }]
    },
    () =>
      plan === ''
        ? []
        : [{ ...desk, type: 'plan.revised', plan, call: `c${++ids}`, why: '', waits: random.chance(0.5) }],
    () => {
      steers.push({ id: `s${++ids}`, to: 'lead' })
      return [{ ...desk, type: 'steer.sent', id: `s${ids}`, to: 'lead', text: 'Wait' }]
    },
    () => take(steers).map(({ id }): EventDraft => ({ ...desk, type: 'steer.delivered', id })),
    () => {
      const agent = `a${random.whole(1, 4)}`
      for (const each of open.filter(each => each.agent === agent)) open.splice(open.indexOf(each), 1)
      return [{ ...desk, type: 'agent.ended', agent, outcome: 'interrupted' }]
    },
  ]
  const usual: (() => EventDraft[])[] = [
    () => {
      const at = { agent: `a${random.whole(1, 4)}`, call: `c${++ids}` }
      open.push(at)
      return [
        { ...desk, type: 'agent.started', agent: at.agent, model: 'm' },
        { ...desk, type: 'tool.started', ...at, tool: 'read', summary: 'Read' },
      ]
    },
    () =>
      take(open).map((at): EventDraft => ({ ...desk, type: 'tool.finished', ...at, body: 'b', summary: 'It is read' })),
    () => [
      {
        ...desk,
        type: 'message.finished',
        agent: 'lead',
        body: 'b',
        stop: 'end_turn',
        text: `Said ${++ids}`,
        thinking: '',
        usage: USAGE,
      },
    ],
  ]
  return () => random.pick(random.chance(0.15) ? ways : usual)()
}

/** All rows, as whoever has the newest puts them together by asking for what was before. */
async function allRows(before: ReturnType<typeof createRows>['before']): Promise<Item[]> {
  let items: Item[] = []
  for (let more = true; more; ) {
    const first = items[0]?.seq ?? Number.MAX_SAFE_INTEGER
    let told: Item[] = []
    const asked = value(
      await before({ item: first, change: 0 }, earlier => {
        told = structuredClone(earlier.items)
      }),
    )
    items = [...told, ...items]
    more = asked.items
  }
  return items
}

/** Works for so many steps, and looks now and then, with that chance, whether all is as the log says. `faults` is how often no page can be written. */
async function work(
  seed: number,
  steps: number,
  sizes: { held: number; page: number },
  { faults, looks }: { faults: number; looks: number },
) {
  const random = createRandom(seed, 'rows')
  const sessions = createMemorySessions()
  value(await sessions.create('s', ''))
  const log = value(await sessions.open('s'))
  const failing: Log = {
    ...log,
    putSnapshots: (...args) =>
      random.chance(faults) ? Promise.resolve(failed('storage', 'No room.')) : log.putSnapshots(...args),
  }
  const whole = async () => project('s', value(await log.read(1, Number.MAX_SAFE_INTEGER)))
  const next = createWork(random)
  let state = emptyState('s')
  let rows = createRows(failing, state, [], sizes)
  let record = createRecord(failing, state, () => undefined, 0, rows)
  let most = 0
  for (let step = 0; step < steps; step++) {
    value(await record(next()))
    if (step % 20 === 0) most = Math.max(most, state.items.length - openRows(state).size)
    if (random.chance(2 * looks)) await keepState(failing, state, rows.pages)
    if (random.chance(looks)) {
      // The page is loaded anew.
      const opened = value(await foldWorking(log, state.lastSeq))
      state = opened.state
      rows = createRows(failing, state, opened.pages, sizes)
      record = createRecord(failing, state, () => undefined, opened.kept, rows)
      expect(value(await foldLog(log, state.lastSeq))).toEqual(await whole())
    }
    if (faults > 0 && random.chance(0.005)) {
      const pages = [...sessions.kept('s')!.snapshots.keys()].filter(name => name.startsWith('rows'))
      if (pages.length > 0) sessions.kept('s')!.snapshots.delete(random.pick(pages))
    }
    if (random.chance(looks)) expect(await allRows(rows.before)).toEqual((await whole()).items)
  }
  expect(await allRows(rows.before)).toEqual((await whole()).items)
  expect(await allRows((before, tell) => lookBefore(log, before, tell))).toEqual((await whole()).items)
  expect(value(await foldLog(log, state.lastSeq))).toEqual(await whole())
  const { items: _, ...rest } = state
  const { items: __, ...wholeRest } = await whole()
  expect(rest).toEqual(wholeRest)
  return { most, pages: rows.pages.length }
}

test('rows in pages and rows at hand are all there is, in order, whatever came and whenever the page was loaded anew', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const { pages } = await work(seed, 400, { held: 6, page: 5 }, { faults: 0, looks: 0.01 })
    expect(pages).toBeGreaterThan(10)
  }
})

test('so they are where pages cannot be written, or are lost', async () => {
  for (let seed = 100; seed < 108; seed++) await work(seed, 400, { held: 6, page: 5 }, { faults: 0.3, looks: 0.01 })
})

test('a session of 30,000 events holds no more in memory than one of 3,000', async () => {
  const { most, pages } = await work(1, 30_000, { held: 500, page: 250 }, { faults: 0, looks: 0 })
  expect(pages).toBeGreaterThan(20)
  expect(most).toBeLessThanOrEqual(850)
})
