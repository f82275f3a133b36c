import { describe, expect, test } from 'vitest'
import { createBuiltinWorld } from '../../../../tests/unit/builtin-person.ts'
import { sayBytes } from './summarise-facts.ts'
import { countWords, topicsOf } from './summarise-topics.ts'

const FILES = {
  ...Object.fromEntries(
    Array.from({ length: 14 }, (_, index) => [
      `notes/bees ${index}.txt`,
      `Bees and honey. The garden ${index} has bees.`,
    ]),
  ),
  'photo.jpg': new Uint8Array([255, 216, 0, 1]),
  'copy of photo.jpg': new Uint8Array([255, 216, 0, 1]),
  'broken.txt': new Uint8Array([0, 0, 0, 9]),
  'nothing.md': '',
  '.secret': 'not counted',
}

describe('summarise', () => {
  test('writes one file that says what is here, and changes nothing else', async () => {
    const world = await createBuiltinWorld(FILES)
    const before = world.home.files()
    const run = await world.request('what is in this folder?')
    expect(run.sentBack).toEqual([])
    expect(run.failedChecks).toEqual([])
    expect(run.permissions).toBe(0)
    expect(run.outcome).toBe('done')
    const { 'folder summary.md': summary, ...rest } = world.home.files()
    expect(rest).toEqual(before)
    expect(summary).toContain('18 files, ')
    expect(summary).toContain('| Documents | 16 |')
    expect(summary).toContain('**bees**: 14 files, 28 times')
    expect(summary).toContain('1 file is here more than once: 1 extra copy')
    expect(summary).toContain('`photo.jpg` = `copy of photo.jpg`')
    expect(summary).toContain('`broken.txt`: ')
    expect(run.open.join('\n')).toContain('broken.txt')
    expect(run.said).toContain('Written: `folder summary.md`')
    expect(run.said).not.toMatch(/folder summary\.md: .*folder summary\.md/)
  })

  test('reads in several tasks that wait for nobody, and writes when all are done', async () => {
    const world = await createBuiltinWorld(FILES)
    const run = await world.request('summarise this folder')
    const readers = run.tasks.filter(task => task.dependsOn.length === 0)
    expect(readers).toHaveLength(4)
    expect(run.tasks.at(-1)?.dependsOn).toEqual(readers.map(reader => reader.id))
  })

  test('a second summary replaces the first and does not count it', async () => {
    const world = await createBuiltinWorld(FILES)
    await world.request('summarise this folder')
    const first = world.home.text('folder summary.md')
    const run = await world.request('summarise this folder')
    expect(run.failedChecks).toEqual([])
    expect(run.outcome).toBe('done')
    expect(world.home.text('folder summary.md')).toBe(first)
  })

  test('a folder of nothing but pictures has a summary too', async () => {
    const world = await createBuiltinWorld({ 'a.jpg': new Uint8Array([1, 0, 2]) })
    const run = await world.request('summarise this folder')
    expect(run.outcome).toBe('done')
    expect(world.home.text('folder summary.md')).toContain('No text was found')
  })
})

test('words are counted without marks, addresses and words that say nothing', () => {
  expect(countWords('<p class="big">The honey, the HONEY and honey’s price: me@honey.org</p>')).toEqual([
    ['honey', 3],
    ['price', 1],
  ])
})

test('a topic is what many files share', () => {
  const texts = [
    {
      path: 'a',
      lines: 1,
      words: [
        ['rare', 9],
        ['bees', 1],
      ] as [string, number][],
    },
    { path: 'b', lines: 1, words: [['bees', 2]] as [string, number][] },
  ]
  expect(topicsOf(texts, 2).map(topic => topic.word)).toEqual(['bees', 'rare'])
})

test('sizes are said in the units people use', () => {
  expect([0, 999, 1000, 1_234_567, 123_456_789].map(sayBytes)).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '1.2 MB',
    '123 MB',
  ])
})
