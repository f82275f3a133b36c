import { describe, expect, test } from 'vitest'
import { createMemoryFolder } from '../../../../tests/doubles/memory-folder.ts'
import { createBuiltinWorld } from '../../../../tests/unit/builtin-person.ts'

/** Each file is a day newer than the one before. */
const folder = (files: Record<string, string>) => {
  let time = new Date(2026, 3, 1, 12).getTime()
  return createMemoryFolder(files, { now: () => (time += 86_400_000) })
}
const COPIES = {
  'b/very/deep/photo.jpg': 'PHOTO',
  'a/photo.jpg': 'PHOTO',
  'photo copy [1].jpg': 'PHOTO',
  'letter.txt': 'dear you',
  'letter (1).txt': 'dear you',
  'other.txt': 'dear ma!',
  'empty-1.txt': '',
  'empty-2.txt': '',
}
const kept = (files: Record<string, string>) => Object.keys(files).filter(path => !path.startsWith('.deskhand/'))

describe('duplicates', () => {
  test.each([
    ['The oldest', ['b/very/deep/photo.jpg', 'empty-1.txt', 'empty-2.txt', 'letter.txt', 'other.txt']],
    ['The newest', ['empty-1.txt', 'empty-2.txt', 'letter (1).txt', 'other.txt', 'photo copy [1].jpg']],
    ['The one with the shortest path', ['a/photo.jpg', 'empty-1.txt', 'empty-2.txt', 'letter.txt', 'other.txt']],
    [
      'The one in the first folder, by name',
      ['empty-1.txt', 'empty-2.txt', 'letter (1).txt', 'other.txt', 'photo copy [1].jpg'],
    ],
  ])('asks which to keep: %s', async (choice, left) => {
    const world = await createBuiltinWorld({}, folder(COPIES))
    const run = await world.request('find duplicates', { answer: () => ({ keep: choice }) })
    expect(run.questions.map(question => question.id)).toEqual(['job', 'keep'])
    expect(run.questions[1]?.text).toContain('2 files are here more than once, 3 extra copies in all')
    expect(run.failedChecks).toEqual([])
    expect(run.permissions).toBe(0)
    expect(run.outcome).toBe('done')
    expect(kept(world.home.files()).sort()).toEqual(left)
    expect(Object.keys(world.home.files())).toHaveLength(Object.keys(COPIES).length)
  })

  test('never lets a copy go whose twin has changed meanwhile', async () => {
    const home = folder({ 'one.txt': 'same', 'two.txt': 'same' })
    const world = await createBuiltinWorld({}, home)
    const run = await world.request('find duplicates and trash them', {
      answer: () => {
        // After the comparison of the lead, before the tasks.
        queueMicrotask(() => home.edit('one.txt', 'DIFF'))
        return {}
      },
    })
    expect(world.home.text('two.txt')).toBe('same')
    expect(run.outcome).toBe('failed')
  })

  test('says so when every file is one of its kind, and asks nothing about copies', async () => {
    const world = await createBuiltinWorld({ 'a.txt': 'a', 'b.txt': 'b' })
    const run = await world.request('remove duplicate files please')
    expect(run.questions.map(question => question.id)).toEqual(['job'])
    expect(run.said).toContain('no two files with the same content')
    expect(run.outcome).toBe('done')
  })
})
