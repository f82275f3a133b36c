import { expect, test } from 'vitest'
import { createWorld, HOME } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('a file that is brought in writes over nothing, is the same where it is the same, and can be undone', async () => {
  const home = createMemoryFolder({ 'a.txt': 'theirs', 'in/b.txt': 'b' })
  const before = home.files()
  const world = createWorld({ home, grants: [] })
  const bring = async (path: string, text: string) => {
    const done = await world.changes.bringIn({ root: HOME.id, path }, bytes(text))
    return done.ok ? [done.value.to?.path ?? path, done.value.changed] : done.failure.kind
  }
  expect(await bring('new.txt', 'new')).toEqual(['new.txt', true])
  expect(await bring('a.txt', 'theirs')).toEqual(['a.txt', false])
  expect(await bring('a.txt', 'another')).toEqual(['a (added).txt', true])
  expect(await bring('a.txt', 'a third')).toEqual(['a (added 2).txt', true])
  // Of a folder's name, and of one that only looks another to some file systems.
  expect(await bring('in', 'a file')).toEqual(['in (added)', true])
  expect(await bring('.deskhand/x', 'no')).toBe('invalid')
  expect(home.files()).toMatchObject({ ...before, 'new.txt': 'new', 'a (added).txt': 'another' })
  expect(await world.changes.undo({ kind: 'session' })).toMatchObject({ ok: true, value: { restored: 4, refused: [] } })
  expect(home.files()).toEqual(before)
})
