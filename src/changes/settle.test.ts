import { expect, test } from 'vitest'
import { createWorld, type World } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { settleOpenChanges } from './settle.ts'

/** The log as a crash leaves it: the intent is written, its end is not. */
const openLog = (world: World) =>
  world.events.filter(event => !['file.changed', 'file.changeFailed'].includes(event.type))

async function crashed(change: (world: World) => Promise<unknown>) {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  await change(world)
  const again = createWorld({ home, log: openLog(world), vault: world.vault })
  return { home, again, settle: () => settleOpenChanges(again.deps) }
}
const change = {
  create: (world: World) => world.write('n/b.txt', 'new'),
  overwrite: (world: World) => world.write('a.txt', 'new'),
  move: (world: World) => world.move('a.txt', 'n/b.txt'),
  trash: (world: World) => world.trash('a.txt'),
}
const trashed = '.deskhand/trash/session-/a.txt'

test.each(Object.entries(change))(
  '%s that took effect before the crash is done, and can be undone',
  async (_, make) => {
    const { home, again, settle } = await crashed(make)
    expect(await settle()).toEqual({ ok: true, value: { happened: 1, didNot: 0, unclear: 0, left: 0 } })
    expect(again.state.changes[0]?.status).toBe('done')
    expect(await again.changes.undo({ kind: 'session' })).toMatchObject({
      ok: true,
      value: { restored: 1, verified: 1 },
    })
    expect(home.files()).toEqual({ 'a.txt': 'old' })
    expect(home.folders()).toEqual([])
  },
)

test.each(Object.entries(change))('%s that did not take effect is failed, its empty folders gone', async (_, make) => {
  const { home, again, settle } = await crashed(make)
  home.edit('a.txt', 'old')
  home.edit('n/b.txt', null)
  home.edit(trashed, null)
  expect(await settle()).toEqual({ ok: true, value: { happened: 0, didNot: 1, unclear: 0, left: 0 } })
  expect(again.state.changes[0]?.status).toBe('failed')
  expect(home.folders()).toEqual([])
  expect(await make(again)).toMatchObject({ ok: true, value: { changed: true } })
})

test.each([
  ['create', { 'n/b.txt': 'theirs' }],
  ['overwrite', { 'a.txt': 'theirs' }],
  ['move', { 'n/b.txt': 'theirs' }],
  ['move', { 'a.txt': 'old' }],
  ['trash', { [trashed]: null }],
] as const)(
  '%s whose file is neither as before nor as meant is unknown, shown, and left alone: %j',
  async (op, edits) => {
    const { home, again, settle } = await crashed(change[op])
    for (const [path, text] of Object.entries(edits)) home.edit(path, text)
    const before = home.files()
    expect(await settle()).toEqual({ ok: true, value: { happened: 0, didNot: 0, unclear: 1, left: 0 } })
    expect(again.state.changes[0]).toMatchObject({ status: 'unknown', failure: { kind: 'conflict' } })
    expect(home.files()).toEqual(before)
  },
)

test('what is in a folder that cannot be reached stays open until it can', async () => {
  let lost = true
  const home = createMemoryFolder(
    {},
    { before: () => (lost ? { kind: 'permission-lost', message: 'Reconnect the folder.' } : null) },
  )
  lost = false
  const world = createWorld({ home })
  await world.write('a.txt', 'new')
  const again = createWorld({ home, log: openLog(world) })
  lost = true
  expect(await settleOpenChanges(again.deps)).toMatchObject({ ok: true, value: { left: 1 } })
  expect(again.state.changes[0]?.status).toBe('open')
  lost = false
  expect(await settleOpenChanges(again.deps)).toMatchObject({ ok: true, value: { happened: 1, left: 0 } })
})

test('a folder that is lost in the middle leaves the change open, and the next change of that file settles it first', async () => {
  let lost = false
  const home = createMemoryFolder(
    { 'a.txt': 'old' },
    { before: () => (lost ? { kind: 'permission-lost', message: 'Reconnect the folder.' } : null) },
  )
  const world = createWorld({ home })
  const real = home.write
  home.write = async (...args) => {
    const done = await real(...args)
    lost = true
    return done
  }
  expect(await world.write('a.txt', 'new')).toMatchObject({ ok: false, failure: { kind: 'permission-lost' } })
  expect(world.state.changes[0]?.status).toBe('open')
  lost = false
  home.write = real
  expect(await world.write('a.txt', 'newer')).toMatchObject({ ok: true })
  expect(world.state.changes.map(each => each.status)).toEqual(['done', 'done'])
  await world.changes.undo({ kind: 'session' })
  expect(home.files()).toEqual({ 'a.txt': 'old' })
})

test('a change that is going on is waited for, not settled under its feet', async () => {
  let release: (value: null) => void = () => undefined
  const held = new Promise<null>(resolve => {
    release = resolve
  })
  const home = createMemoryFolder({}, { before: method => (method === 'write' ? held : null) })
  const world = createWorld({ home })
  const writing = world.write('a.txt', 'text')
  await expect.poll(() => world.state.changes[0]?.status).toBe('open')
  const settling = settleOpenChanges(world.deps)
  release(null)
  expect(await writing).toMatchObject({ ok: true })
  expect(await settling).toEqual({ ok: true, value: { happened: 0, didNot: 0, unclear: 0, left: 0 } })
})
