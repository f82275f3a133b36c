import { expect, test } from 'vitest'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { type Failure, failed } from '../domain/failure.ts'
import { fencedFolder } from './fenced.ts'

const fence = failed('fenced', 'Another tab works on this session now.').failure
const bytes = (text: string) => new TextEncoder().encode(text)

test.each([
  ['', 5000],
  [', also where the clock was set back meanwhile', -3_600_000],
])('an owner that is followed by another in the middle of a write does not end it%s', async (_, ms) => {
  const folder = createMemoryFolder({ 'a.txt': 'as it was' })
  let owner: Failure | null = null
  let time = 0
  const mine = fencedFolder(
    folder,
    async () => owner,
    () => time,
  )
  const written = await mine.write('a.txt', bytes('late'), async () => {
    time += ms
    owner = fence
    return null
  })
  expect(written).toEqual({ ok: false, failure: fence })
  expect(await folder.stat('a.txt')).toMatchObject({ value: { size: 9 } })
})

test('it changes nothing in any other way either, and still reads', async () => {
  const folder = createMemoryFolder({ 'a.txt': 'as it was' })
  const mine = fencedFolder(
    folder,
    async () => fence,
    () => 0,
  )
  for (const refused of [
    mine.move('a.txt', 'b.txt'),
    mine.makeFolder('c'),
    mine.removeFile('a.txt', async () => null),
    mine.removeEmptyFolder('c'),
    mine.write('a.txt', bytes('late'), async () => null),
  ])
    expect(await refused).toEqual({ ok: false, failure: fence })
  const list = await mine.list('')
  expect(list.ok && list.value.map(entry => entry.name)).toEqual(['a.txt'])
})

test('what somebody edits while it is asked who the owner is stays', async () => {
  const folder = createMemoryFolder({ 'a.txt': 'as it was' })
  const before = await folder.stat('a.txt')
  const mine = fencedFolder(
    folder,
    async () => {
      folder.edit('a.txt', 'theirs')
      return null
    },
    () => 0,
  )
  const written = await mine.write('a.txt', bytes('late'), async () => {
    const now = await folder.stat('a.txt')
    return JSON.stringify(now) === JSON.stringify(before) ? null : failed('conflict', 'It was edited.').failure
  })
  expect(written).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
  expect(folder.text('a.txt')).toBe('theirs')
})
