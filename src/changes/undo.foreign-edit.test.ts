import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder, type MemoryFolder } from '../../tests/doubles/memory-folder.ts'

const refusals = (world: { events: { type: string }[] }) =>
  world.events.filter(event => event.type === 'file.restoreRefused').length

test('a file we made and someone edited stays', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  await world.write('x/a.txt', 'ours')
  home.edit('x/a.txt', 'theirs')
  const undone = await world.changes.undo({ kind: 'session' })
  expect(undone).toMatchObject({
    ok: true,
    value: { restored: 0, verified: 0, refused: [{ path: 'x/a.txt', failure: { kind: 'conflict' } }] },
  })
  expect(home.files()).toEqual({ 'x/a.txt': 'theirs' })
  expect(refusals(world)).toBe(1)
  expect(world.state.changes[0]).toMatchObject({ status: 'done', refusedUndo: { kind: 'conflict' } })
})

test('a file we made and someone edits at the very moment of its removal stays', async () => {
  const home: MemoryFolder = createMemoryFolder(
    {},
    {
      before: (method, path) => {
        if (method === 'removeFile') home.edit(path, 'theirs')
        return null
      },
    },
  )
  const world = createWorld({ home })
  await world.write('a.txt', 'ours')
  const undone = await world.changes.undo({ kind: 'session' })
  expect(undone).toMatchObject({ ok: true, value: { restored: 0, refused: [{ failure: { kind: 'conflict' } }] } })
  expect(home.files()).toEqual({ 'a.txt': 'theirs' })
})

test('an overwritten file that someone edited stays, with the advice that works', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old', 'b.txt': 'b' })
  const world = createWorld({ home })
  await world.write('a.txt', 'ours')
  await world.write('b.txt', 'ours too')
  home.edit('a.txt', 'theirs')
  const undone = await world.changes.undo({ kind: 'session' })
  expect(undone).toMatchObject({ ok: true, value: { restored: 1, verified: 1, refused: [{ path: 'a.txt' }] } })
  expect(home.files()).toEqual({ 'a.txt': 'theirs', 'b.txt': 'b' })

  home.edit('mine.txt', 'theirs')
  home.edit('a.txt', null)
  expect(await world.changes.undo({ kind: 'session' })).toMatchObject({ ok: true, value: { restored: 1, verified: 1 } })
  expect(home.files()).toEqual({ 'a.txt': 'old', 'b.txt': 'b', 'mine.txt': 'theirs' })
})

test('older changes of a file stand as long as a later one could not be undone', async () => {
  const home = createMemoryFolder({ 'a.txt': 'zero' })
  const world = createWorld({ home })
  await world.write('a.txt', 'one')
  await world.write('a.txt', 'two')
  home.edit('a.txt', 'theirs')
  expect(await world.changes.undo({ kind: 'session' })).toMatchObject({
    ok: true,
    value: { restored: 0, refused: [{ path: 'a.txt' }, { path: 'a.txt' }] },
  })
  expect(home.files()).toEqual({ 'a.txt': 'theirs' })
})

test('a moved file that someone edited stays where it is', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  await world.move('a.txt', 'b.txt')
  home.edit('b.txt', 'theirs')
  expect(await world.changes.undo({ kind: 'session' })).toMatchObject({ ok: true, value: { restored: 0 } })
  expect(home.files()).toEqual({ 'b.txt': 'theirs' })
})

test('a file does not come back over something new in its place', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  await world.trash('a.txt')
  home.edit('a.txt', 'theirs')
  const undone = await world.changes.undo({ kind: 'session' })
  expect(undone).toMatchObject({ ok: true, value: { refused: [{ path: 'a.txt', failure: { kind: 'exists' } }] } })
  expect(home.files()).toEqual({ 'a.txt': 'theirs', '.deskhand/trash/session-/a.txt': 'old' })
})

test('a trash that the person emptied is said', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  await world.trash('a.txt')
  home.edit('.deskhand', null)
  const undone = await world.changes.undo({ kind: 'session' })
  expect(undone).toMatchObject({ ok: true, value: { refused: [{ failure: { kind: 'missing' } }] } })
})

test('without the image in the vault an overwritten file is left as it is', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  await world.write('a.txt', 'new')
  world.vault.images.clear()
  expect(await world.changes.undo({ kind: 'session' })).toMatchObject({ ok: true, value: { restored: 0 } })
  expect(home.files()).toEqual({ 'a.txt': 'new' })
})

test('an edit at the very moment of undoing wins', async () => {
  let undoing = false
  const home = createMemoryFolder(
    { 'a.txt': 'old' },
    {
      before: (method, path) => {
        if (undoing && method === 'write') home.edit(path, 'theirs')
        return null
      },
    },
  )
  const world = createWorld({ home })
  await world.write('a.txt', 'new')
  undoing = true
  expect(await world.changes.undo({ kind: 'session' })).toMatchObject({ ok: true, value: { restored: 0 } })
  expect(home.files()).toEqual({ 'a.txt': 'theirs' })
})

test('a folder with something of someone else in it stays', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  await world.write('x/y/a.txt', 'ours')
  home.edit('x/mine.txt', 'theirs')
  expect(await world.changes.undo({ kind: 'session' })).toMatchObject({ ok: true, value: { restored: 1, verified: 1 } })
  expect(home.files()).toEqual({ 'x/mine.txt': 'theirs' })
  expect(home.folders()).toEqual(['x'])
})

test('a folder of someone else that became empty stays', async () => {
  const home = createMemoryFolder({ 'x/a.txt': '1' })
  const world = createWorld({ home })
  await world.write('x/b.txt', '2')
  home.edit('x/a.txt', null)
  await world.changes.undo({ kind: 'session' })
  expect(home.folders()).toEqual(['x'])
})
