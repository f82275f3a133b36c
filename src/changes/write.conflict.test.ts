import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import type { Failure } from '../domain/failure.ts'

const kinds = (world: { events: { type: string }[] }) =>
  world.events.map(event => event.type).filter(type => type.startsWith('file.'))

test('a new file is written, read back and journalled', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  const done = await world.write('notes/today/list.md', 'milk')
  expect(done).toMatchObject({ ok: true, value: { changed: true, version: { size: 4 } } })
  expect(home.files()).toEqual({ 'notes/today/list.md': 'milk' })
  expect(kinds(world)).toEqual(['file.willChange', 'file.changed'])
  expect(world.state.changes[0]).toMatchObject({
    status: 'done',
    before: null,
    made: ['notes', 'notes/today'],
    grant: 'everything',
    task: 'task-1',
  })
})

test('before an overwrite the old bytes are in the vault', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  await world.write('a.txt', 'new')
  const images = [...world.vault.images.values()].map(bytes => new TextDecoder().decode(bytes))
  expect(images).toEqual(['old'])
  expect(world.state.changes[0]?.before?.hash).toBe([...world.vault.images.keys()][0])
})

test('a full vault stops the overwrite before anything is touched', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  world.vault.put = async () => ({ ok: false, failure: { kind: 'disk-full', message: 'The disk is full.' } })
  expect(await world.write('a.txt', 'new')).toMatchObject({ ok: false, failure: { kind: 'disk-full' } })
  expect(home.files()).toEqual({ 'a.txt': 'old' })
  expect(kinds(world)).toEqual([])
})

test.each([
  ['never read', 'not-looked' as const, 'Read it first'],
  ['made in the meantime', 'absent' as const, 'made by someone else'],
  ['changed since it was read', { size: 3, mtime: 1, hash: 'sha256:00' }, 'changed by someone else'],
])('a file that was %s is left alone', async (_, seen, sentence) => {
  const home = createMemoryFolder({ 'a.txt': 'theirs' })
  const world = createWorld({ home })
  const done = await world.write('a.txt', 'ours', seen)
  expect(done).toMatchObject({ ok: false, failure: { kind: 'conflict', message: expect.stringContaining(sentence) } })
  expect(home.files()).toEqual({ 'a.txt': 'theirs' })
  expect(kinds(world)).toEqual(['file.conflict'])
})

test('a file that went away since it was read is not made again', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  const seen = await world.see('a.txt')
  home.edit('a.txt', null)
  expect(await world.write('a.txt', 'new', seen)).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
  expect(home.files()).toEqual({})
})

test.each(['stat', 'write', 'makeFolder'] as const)(
  'an edit from outside just before the %s of an overwrite wins, and made folders go again',
  async moment => {
    let begun = false
    let edited = false
    const home = createMemoryFolder(
      { 'a.txt': 'old', 'b/a.txt': 'x' },
      {
        before: (method, path) => {
          if (!begun || edited || method !== moment) return null
          edited = true
          home.edit(moment === 'makeFolder' ? 'new/deep/c.txt' : path, 'theirs')
          return null
        },
      },
    )
    const world = createWorld({
      home,
      beforeRecord: async types => {
        begun ||= types.includes('file.willChange')
        return null
      },
    })
    const path = moment === 'makeFolder' ? 'new/deep/c.txt' : 'a.txt'
    expect(await world.write(path, 'ours')).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
    expect(home.text(path)).toBe('theirs')
    expect(kinds(world)).toEqual(['file.willChange', 'file.changeFailed', 'file.conflict'])
  },
)

test('folders made for a write that failed are taken away again', async () => {
  const full: Failure = { kind: 'disk-full', message: 'The disk is full.' }
  const home = createMemoryFolder({}, { before: method => (method === 'write' ? full : null) })
  const world = createWorld({ home })
  expect(await world.write('a/b/c.txt', 'text')).toEqual({ ok: false, failure: full })
  expect(home.folders()).toEqual([])
  expect(kinds(world)).toEqual(['file.willChange', 'file.changeFailed'])
})

test('a write that says it failed but took effect is done', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  const real = home.write
  home.write = async (...args) => {
    await real(...args)
    return { ok: false, failure: { kind: 'unreadable', message: 'The disk said no.' } }
  }
  expect(await world.write('a.txt', 'text')).toMatchObject({ ok: true, value: { changed: true } })
  expect(kinds(world)).toEqual(['file.willChange', 'file.changed'])
})

test('other bytes than ours when reading back are unknown, and stay', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  const real = home.write
  home.write = async (path, bytes, lastLook) => real(path, bytes.subarray(1), lastLook)
  expect(await world.write('a.txt', 'text')).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
  expect(home.files()).toEqual({ 'a.txt': 'ext' })
  expect(kinds(world)).toEqual(['file.willChange', 'file.changeUnknown'])
})

test.each([
  ['Notes.txt', 'notes.txt'],
  ['Übung.txt'.normalize('NFD'), 'Übung.txt'.normalize('NFC')],
])('a twin of a name that is there is not made: %s', async (there, wanted) => {
  const home = createMemoryFolder({ [there]: 'theirs' })
  const world = createWorld({ home })
  const done = await world.write(wanted, 'ours')
  expect(done).toMatchObject({ ok: false, failure: { kind: 'exists', message: expect.stringContaining(there) } })
  expect(home.files()).toEqual({ [there]: 'theirs' })
})

test('a folder that is the twin of another is not made either', async () => {
  const world = createWorld({ home: createMemoryFolder({ 'Docs/a.txt': '1' }) })
  expect(await world.write('docs/b.txt', '2')).toMatchObject({ ok: false, failure: { kind: 'exists' } })
})

test.each([
  ['docs', 'is a folder'],
  ['a.txt/b.txt', 'is a file'],
  ['', 'the folder itself'],
  ['.deskhand/trash/x.txt', 'own folder'],
  ['.Deskhand/x.txt', 'own folder'],
])('%j is no file to write', async (path, sentence) => {
  const home = createMemoryFolder({ 'docs/a.txt': '1', 'a.txt': '2' })
  const world = createWorld({ home })
  const done = await world.write(path, 'text', 'absent')
  expect(done).toMatchObject({ ok: false, failure: { kind: 'invalid', message: expect.stringContaining(sentence) } })
  expect(home.files()).toEqual({ 'a.txt': '2', 'docs/a.txt': '1' })
})

test('a folder that may only be read stays as it is', async () => {
  const folder = createMemoryFolder({ 'a.txt': '1' })
  const world = createWorld({
    more: [{ info: { id: 'other', name: 'Other', access: 'read', kind: 'folder' }, folder }],
  })
  const done = await world.write('b.txt', '2', 'absent', { agent: 'agent-1' }, 'other')
  expect(done).toMatchObject({ ok: false, failure: { kind: 'read-only' } })
  expect(folder.files()).toEqual({ 'a.txt': '1' })
})

test('two agents that write the same file at once: one writes, the other has a conflict', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home })
  const seen = await world.see('a.txt')
  const both = await Promise.all([world.write('a.txt', 'one', seen), world.write('a.txt', 'two', seen)])
  expect(both.map(done => done.ok)).toEqual([true, false])
  expect(home.files()).toEqual({ 'a.txt': 'one' })
})

test('scratch needs no grant, but is journalled', async () => {
  const world = createWorld({ grants: [] })
  expect(await world.write('part.json', '[]', 'absent', { agent: 'agent-1' }, 'scratch')).toMatchObject({ ok: true })
  expect(kinds(world)).toEqual(['file.willChange', 'file.changed'])
})
