import { expect, test } from 'vitest'
import { createWorld, HOME } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'

test('a file is moved, with the folders it needs', async () => {
  const home = createMemoryFolder({ 'a.txt': '1' })
  const world = createWorld({ home })
  expect(await world.move('a.txt', 'x/y/b.txt')).toMatchObject({
    ok: true,
    value: { changed: true, to: { root: 'work', path: 'x/y/b.txt' } },
  })
  expect(home.files()).toEqual({ 'x/y/b.txt': '1' })
  expect(world.state.changes[0]).toMatchObject({ status: 'done', made: ['x', 'x/y'] })
})

test.each(['b.txt', 'sub', 'B.txt'])('something at the target, or its twin, stays: %s', async to => {
  const home = createMemoryFolder({ 'a.txt': '1', 'b.txt': '2', 'sub/c.txt': '3' })
  const world = createWorld({ home })
  const before = home.files()
  expect(await world.move('a.txt', to)).toMatchObject({ ok: false, failure: { kind: 'exists' } })
  expect(home.files()).toEqual(before)
  expect(world.state.changes).toEqual([])
})

test('a target that appears at the last moment stays, also on a disk whose rename overwrites', async () => {
  const home = createMemoryFolder({ 'a.txt': '1' })
  const world = createWorld({
    home,
    beforeRecord: async types => {
      if (types.includes('file.willChange')) home.edit('b.txt', 'theirs')
      return null
    },
  })
  home.move = async (path, to) => {
    home.edit(to, home.text(path))
    home.edit(path, null)
    return { ok: true, value: undefined }
  }
  expect(await world.move('a.txt', 'b.txt')).toMatchObject({ ok: false, failure: { kind: 'exists' } })
  expect(home.files()).toEqual({ 'a.txt': '1', 'b.txt': 'theirs' })
  expect(world.state.changes[0]?.status).toBe('failed')
})

test('a source that is edited at the last moment stays where it is', async () => {
  const home = createMemoryFolder({ 'a.txt': '1' })
  const world = createWorld({
    home,
    beforeRecord: async types => {
      if (types.includes('file.willChange')) home.edit('a.txt', 'theirs')
      return null
    },
  })
  expect(await world.move('a.txt', 'x/b.txt')).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
  expect(home.files()).toEqual({ 'a.txt': 'theirs' })
  expect(home.folders()).toEqual([])
  expect(world.state.changes[0]?.status).toBe('failed')
})

test('a rename in case alone is not its own twin', async () => {
  const home = createMemoryFolder({ 'notes.txt': '1' })
  const world = createWorld({ home })
  expect(await world.move('notes.txt', 'Notes.txt')).toMatchObject({ ok: true })
  expect(home.files()).toEqual({ 'Notes.txt': '1' })
  expect(await world.changes.undo({ kind: 'session' })).toMatchObject({ ok: true, value: { restored: 1, verified: 1 } })
  expect(home.files()).toEqual({ 'notes.txt': '1' })
})

test('a disk that says it moved but copied is unknown, and nothing is lost', async () => {
  const home = createMemoryFolder({ 'a.txt': '1' })
  const world = createWorld({ home })
  home.move = async (path, to) => {
    home.edit(to, home.text(path))
    return { ok: true, value: undefined }
  }
  expect(await world.move('a.txt', 'b.txt')).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
  expect(home.files()).toEqual({ 'a.txt': '1', 'b.txt': '1' })
  expect(world.state.changes[0]?.status).toBe('unknown')
})

test.each([
  ['sub', 'elsewhere', 'invalid', 'is a folder'],
  ['sub', 'sub/inside', 'invalid', 'into itself'],
  ['gone.txt', 'b.txt', 'missing', 'is not there'],
  ['a.txt', '.deskhand/b.txt', 'invalid', 'own folder'],
  ['a.txt', 'a.txt/b.txt', 'invalid', 'into itself'],
])('%s to %s is refused', async (path, to, kind, sentence) => {
  const home = createMemoryFolder({ 'a.txt': '1', 'sub/c.txt': '3' })
  const world = createWorld({ home })
  expect(await world.move(path, to)).toMatchObject({
    ok: false,
    failure: { kind, message: expect.stringContaining(sentence) },
  })
  expect(home.files()).toEqual({ 'a.txt': '1', 'sub/c.txt': '3' })
})

test('a move to where it is already does nothing', async () => {
  const world = createWorld({ home: createMemoryFolder({ 'a.txt': '1' }) })
  expect(await world.move('a.txt', 'a.txt')).toMatchObject({ ok: true, value: { changed: false } })
  expect(world.state.changes).toEqual([])
})

test('a move between two folders of the session is refused with a sentence', async () => {
  const folder = createMemoryFolder()
  const world = createWorld({
    home: createMemoryFolder({ 'a.txt': '1' }),
    more: [{ info: { id: 'other', name: 'Other', access: 'readwrite', kind: 'folder' }, folder }],
  })
  const done = await world.changes.apply(
    { kind: 'move', place: { root: HOME.id, path: 'a.txt' }, to: { root: 'other', path: 'a.txt' }, seen: 'not-looked' },
    { agent: 'agent-1' },
  )
  expect(done).toMatchObject({
    ok: false,
    failure: { kind: 'invalid', message: expect.stringContaining('two different folders') },
  })
  expect(folder.files()).toEqual({})
})

test('a source that changed since it was read stays where it is', async () => {
  const home = createMemoryFolder({ 'a.txt': '1' })
  const world = createWorld({ home })
  const seen = await world.see('a.txt')
  home.edit('a.txt', 'theirs')
  expect(await world.move('a.txt', 'b.txt', seen)).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
  expect(home.files()).toEqual({ 'a.txt': 'theirs' })
})

test('the trash keeps every file under its own path and never overwrites', async () => {
  const home = createMemoryFolder({ 'n/a.txt': 'one' })
  const world = createWorld({ home })
  const first = await world.trash('n/a.txt')
  await world.write('n/a.txt', 'two')
  const second = await world.trash('n/a.txt')
  expect([first, second].map(done => done.ok && done.value.to?.path)).toEqual([
    '.deskhand/trash/session-/n/a.txt',
    '.deskhand/trash/session--2/n/a.txt',
  ])
  expect(home.files()).toEqual({
    '.deskhand/trash/session-/n/a.txt': 'one',
    '.deskhand/trash/session--2/n/a.txt': 'two',
  })
})

test('a trash that cannot be made is said, and the file stays', async () => {
  const home = createMemoryFolder({ 'a.txt': '1', '.deskhand': 'a file of the person' })
  const world = createWorld({ home })
  expect(await world.trash('a.txt')).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
  expect(home.files()).toEqual({ 'a.txt': '1', '.deskhand': 'a file of the person' })
})
