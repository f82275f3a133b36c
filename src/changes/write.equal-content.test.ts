import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'

test.each(['not-looked', 'absent'] as const)(
  'equal bytes are not written again, whatever was seen (%s)',
  async seen => {
    const writes: string[] = []
    const home = createMemoryFolder(
      { 'a.txt': 'same' },
      {
        before: (method, path) => {
          if (method === 'write') writes.push(path)
          return null
        },
      },
    )
    const world = createWorld({ home })
    const before = world.events.length
    expect(await world.write('a.txt', 'same', seen)).toMatchObject({
      ok: true,
      value: { changed: false, version: { size: 4 } },
    })
    expect(writes).toEqual([])
    expect(world.events.length).toBe(before)
  },
)

test('an empty file is a file', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  expect(await world.write('empty.txt', '')).toMatchObject({ ok: true, value: { changed: true } })
  expect(await world.write('empty.txt', '')).toMatchObject({ ok: true, value: { changed: false } })
  expect(home.files()).toEqual({ 'empty.txt': '' })
})
