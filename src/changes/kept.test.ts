import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { anyStart, anySteps, play } from '../../tests/doubles/random-changes.ts'
import { BEFORE, stampOf, timeOfStamp } from './aside.ts'

const all = { kind: 'session' } as const
const keptIn = (files: Record<string, string>) =>
  Object.entries(files)
    .filter(([path]) => path.startsWith(BEFORE))
    .map(([path, text]) => [path.split('/').slice(3).join('/'), text])

test('what a person wrote is kept in the folder before it is overwritten, and once', async () => {
  const home = createMemoryFolder({ 'in/a.txt': 'theirs' })
  const world = createWorld({ home, keepsBefore: true })
  await world.write('in/a.txt', 'ours')
  await world.write('in/a.txt', 'ours again')
  await world.write('b.txt', 'new')
  await world.write('b.txt', 'newer')
  expect(keptIn(home.files())).toEqual([['in/a.txt', 'theirs']])
  home.edit('in/a.txt', 'theirs, later')
  await world.write('in/a.txt', 'ours, later')
  expect(
    keptIn(home.files())
      .map(([, text]) => text)
      .sort(),
  ).toEqual(['theirs', 'theirs, later'])
})

test('it goes with the undo, comes with the redo, and the folder is as it was', async () => {
  const home = createMemoryFolder({ 'a.txt': 'theirs' })
  const world = createWorld({ home, keepsBefore: true })
  await world.write('a.txt', 'ours')
  const after = home.files()
  await world.changes.undo(all)
  expect(home.files()).toEqual({ 'a.txt': 'theirs' })
  expect(home.folders()).toEqual([])
  await world.changes.redo(all)
  expect(home.files()).toEqual(after)
  await world.changes.undo(all)
  expect(home.folders()).toEqual([])
})

test('where it cannot be kept, nothing is overwritten', async () => {
  const home = createMemoryFolder(
    { 'a.txt': 'theirs' },
    {
      before: (method, path) =>
        method === 'write' && path.startsWith(BEFORE) ? { kind: 'disk-full', message: 'The disk is full.' } : null,
    },
  )
  const world = createWorld({ home, keepsBefore: true })
  expect(await world.write('a.txt', 'ours')).toMatchObject({ ok: false, failure: { kind: 'disk-full' } })
  expect(home.files()).toEqual({ 'a.txt': 'theirs' })
  expect(home.folders()).toEqual([])
})

test('an overwrite that did not happen leaves no copy, also after a crash', async () => {
  const edited = createMemoryFolder({ 'a.txt': 'theirs' })
  const world = createWorld({ home: edited, keepsBefore: true })
  const write = edited.write
  edited.write = (path, bytes, lastLook) => {
    if (path === 'a.txt') edited.edit('a.txt', 'edited meanwhile')
    return write(path, bytes, lastLook)
  }
  expect(await world.write('a.txt', 'ours')).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
  expect(edited.files()).toEqual({ 'a.txt': 'edited meanwhile' })

  const home = createMemoryFolder({ 'a.txt': 'theirs' })
  const crashed = createWorld({ home, keepsBefore: true })
  const plain = home.write
  const dead = new Promise<void>(die => {
    home.write = (path, bytes, lastLook) => {
      if (path !== 'a.txt') return plain(path, bytes, lastLook)
      die()
      return new Promise(() => undefined)
    }
  })
  void crashed.write('a.txt', 'ours')
  await dead
  expect(keptIn(home.files())).toEqual([['a.txt', 'theirs']])
  home.write = plain
  const again = createWorld({ home, log: crashed.events, vault: crashed.vault, keepsBefore: true })
  expect(await again.changes.undo(all)).toMatchObject({ ok: false, failure: { kind: 'missing' } })
  expect(home.files()).toEqual({ 'a.txt': 'theirs' })
  expect(home.folders()).toEqual([])
})

test('a browser that knows nothing of it lists what is kept, and puts it back', async () => {
  const home = createMemoryFolder({ 'a.txt': 'one', 'in/b.txt': 'two', 'c.txt': 'three', 'd.txt': 'four' })
  const lost = createWorld({ home, keepsBefore: true })
  await lost.write('a.txt', 'ours')
  await lost.write('in/b.txt', 'ours')
  await lost.write('d.txt', 'ours')
  home.edit('d.txt', null)
  await lost.trash('c.txt')
  const told = await lost.changes.kept()
  expect(told.ok && told.value.map(({ kind, original, why }) => [kind, original, why])).toEqual([
    ['trash', 'c.txt', 'Not needed'],
    ['before', 'a.txt', undefined],
    ['before', 'd.txt', undefined],
    ['before', 'in/b.txt', undefined],
  ])

  const world = createWorld({ home, keepsBefore: true })
  const kept = await world.changes.kept()
  if (!kept.ok) throw new Error(kept.failure.message)
  expect(kept.value.map(({ original }) => original).sort()).toEqual(['a.txt', 'c.txt', 'd.txt', 'in/b.txt'])
  expect(kept.value.find(file => file.kind === 'before')?.at).toBeGreaterThanOrEqual(0)
  const before = home.files()
  expect(await world.changes.restoreKept(kept.value, 'back')).toMatchObject({
    ok: true,
    value: { restored: [{}, {}, {}, {}], refused: [] },
  })
  expect(home.files()).toMatchObject({ 'a.txt': 'one', 'in/b.txt': 'two', 'c.txt': 'three', 'd.txt': 'four' })
  const later = await world.changes.kept()
  expect(later.ok && later.value.filter(file => file.same).map(({ original }) => original)).toEqual([
    'a.txt',
    'in/b.txt',
  ])
  await world.changes.undo(all)
  expect(home.files()).toEqual(before)
})

test('nothing is put back over something else; beside it there is room', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  await world.trash('a.txt')
  home.edit('a.txt', 'new')
  home.edit('a (restored).txt', 'another')
  const kept = await world.changes.kept()
  if (!kept.ok) throw new Error(kept.failure.message)
  expect(await world.changes.restoreKept(kept.value, 'back')).toMatchObject({
    ok: true,
    value: { restored: [], refused: [{ path: 'a.txt', failure: { kind: 'exists' } }] },
  })
  expect(await world.changes.restoreKept(kept.value, 'beside')).toMatchObject({
    ok: true,
    value: { restored: [{ to: 'a (restored 2).txt' }], refused: [] },
  })
  expect(home.files()).toEqual({ 'a.txt': 'new', 'a (restored).txt': 'another', 'a (restored 2).txt': 'old' })
  expect(home.folders()).toEqual([])
})

test('only what lies in the trash is removed for good, and only as it was shown', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' })
  const world = createWorld({ home })
  await world.trash('a.txt')
  await world.trash('b.txt')
  const kept = await world.changes.kept()
  if (!kept.ok) throw new Error(kept.failure.message)
  home.edit('.deskhand/trash/session-/b.txt', 'changed since')
  const outside = [
    { root: 'work', path: 'c.txt', size: 1, mtime: 0 },
    { root: 'work', path: '.deskhand/trash/../../c.txt', size: 1, mtime: 0 },
  ]
  expect(await world.changes.removeKept([...kept.value, ...outside])).toMatchObject({ value: { removed: 1 } })
  expect(home.files()).toEqual({ 'c.txt': 'c', '.deskhand/trash/session-/b.txt': 'changed since' })
  expect(await world.changes.undo(all)).toMatchObject({ ok: true, value: { restored: 0 } })
})

test('times in names are read back', () => {
  const at = new Date(2026, 10, 22, 15, 45, 27).getTime()
  expect(stampOf(at)).toBe('2026-11-22 15.45.27')
  expect(timeOfStamp(`${stampOf(at)} abcdef12 2`)).toBe(at)
  expect(timeOfStamp('notes')).toBe(null)
})

test('with copies in the folder, any changes are undone, redone and undone to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(anyStart, anySteps(20), async (start, steps) => {
      const home = createMemoryFolder(Object.fromEntries(start))
      const before = { files: home.files(), folders: home.folders() }
      const world = createWorld({ home, keepsBefore: true })
      await play(world, steps)
      const after = { files: home.files(), folders: home.folders() }
      if (!(await world.changes.undo(all)).ok) return
      expect({ files: home.files(), folders: home.folders() }).toEqual(before)
      expect(await world.changes.redo(all)).toMatchObject({ value: { refused: [] } })
      expect({ files: home.files(), folders: home.folders() }).toEqual(after)
      await world.changes.undo(all)
      expect({ files: home.files(), folders: home.folders() }).toEqual(before)
    }),
    { numRuns: 25 },
  )
}, 30_000)
