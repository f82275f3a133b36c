import { expect, test } from 'vitest'
import { createMemorySessions } from '../../tests/doubles/memory-log.ts'
import type { EventDraft } from '../domain/event.ts'
import type { Result } from '../domain/failure.ts'
import { project } from '../domain/project.ts'
import { emptyState, type SessionState } from '../domain/state.ts'
import { createRecord } from './record.ts'
import { foldLog, foldNewest, keepState, rowsBefore } from './snapshot.ts'

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}

/** A call that makes one file, as a row of the conversation and a change. */
const step = (n: number): EventDraft[] => [
  { type: 'tool.started', by: 'lead', agent: 'lead', call: `call-${n}`, tool: 'write', summary: `Write ${n}` },
  {
    type: 'file.willChange',
    by: 'lead',
    effect: `effect-${n}`,
    agent: 'lead',
    change: { op: 'create', root: 'home', path: `${n}.txt` },
    before: null,
    after: { size: 1, hash: `sha256:${n}` },
    grant: 'g',
    made: [],
  },
  { type: 'file.changed', by: 'lead', effect: `effect-${n}`, version: { size: 1, mtime: n, hash: `sha256:${n}` } },
]

async function session(steps: number) {
  const sessions = createMemorySessions()
  value(await sessions.create('s', 'Long'))
  const log = value(await sessions.open('s'))
  const state = emptyState('s')
  const record = createRecord(log, state, () => undefined)
  value(await record([{ type: 'run.started', by: 'person', run: 'r', text: 'Write them all' }]))
  for (let n = 0; n < steps; n++) value(await record(step(n)))
  return { sessions, log, state, record }
}

/** What the log says when nothing is kept beside it. */
const told = async (log: Awaited<ReturnType<typeof session>>['log']) =>
  project('s', value(await log.read(1, Number.MAX_SAFE_INTEGER)))

/** The rows, as a page puts them together that asks for what was before until there is no more. */
function joined(newest: SessionState, whole: SessionState): SessionState {
  let { items, changes } = newest
  for (let more = true; more; ) {
    const asked = rowsBefore(whole, { item: items[0]?.seq ?? 0, change: changes[0]?.seq ?? 0 })
    items = [...asked.rows.items, ...items]
    changes = [...asked.rows.changes, ...changes]
    more = asked.more.items || asked.more.changes
  }
  return { ...newest, items, changes }
}

test('a long session is shown by its newest rows, and what was before them makes it whole', async () => {
  const { log, state, record } = await session(1500)
  value(await keepState(log, state))
  // After the snapshot, also the oldest rows change.
  value(
    await record([
      { type: 'undo.started', by: 'person', undo: 'u', scope: { kind: 'session' }, effects: 2 },
      { type: 'file.restored', by: 'person', undo: 'u', effect: 'effect-1499' },
      { type: 'file.restored', by: 'person', undo: 'u', effect: 'effect-0' },
    ]),
  )
  const all = await told(log)
  const newest = value(await foldNewest(log, state.lastSeq))!
  expect([newest.items.length, newest.changes.length]).toEqual([500, 250])
  expect(newest.changes.at(-1)?.status).toBe('undone')
  const whole = value(await foldLog(log, state.lastSeq))
  expect(whole).toEqual(all)
  expect(joined(newest, whole)).toEqual(all)
})

test('a short session has no earlier rows, and is whole at once', async () => {
  const { log, state } = await session(200)
  value(await keepState(log, state))
  expect(value(await foldNewest(log, state.lastSeq))).toBe(null)
  expect(value(await foldLog(log, state.lastSeq))).toEqual(await told(log))
})

test('where the two parts of a snapshot are not of one moment, the log itself is read', async () => {
  const { log, state } = await session(600)
  value(await keepState(log, state))
  value(
    await log.putSnapshots(state.stateVersion, state.lastSeq - 1, { 'session earlier': '{"items":[],"changes":[]}' }),
  )
  expect(value(await foldLog(log, state.lastSeq))).toEqual(await told(log))
})

test('the state is kept ever more seldom as the log grows, and always where a run ends', async () => {
  const { sessions, log, record } = await session(4200)
  const keptAt = () => sessions.kept('s')!.snapshots.get('session')!.seq
  expect(12_601 - keptAt()).toBeLessThan(1300)
  value(await record([{ type: 'run.ended', by: 'desk', outcome: 'done' }]))
  expect(keptAt()).toBe(12_602)
  expect(value(await foldLog(log, 12_602)).status).toEqual({ kind: 'done' })
})
