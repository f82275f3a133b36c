import { describe, expect, test } from 'vitest'
import { createMemoryFolder } from '../../../../tests/doubles/memory-folder.ts'
import { createBuiltinWorld } from '../../../../tests/unit/builtin-person.ts'
import { wishOf } from './rename-request.ts'

const noon = new Date(2026, 2, 5, 12).getTime()
const renamed = async (request: string, names: string[], job?: string) => {
  const world = await createBuiltinWorld(
    {},
    createMemoryFolder(Object.fromEntries(names.map((name, index) => [name, `${index}`])), { now: () => noon }),
  )
  const run = await world.request(request, job ? { answer: () => ({ job }) } : {})
  const files = world.home.files()
  return { run, names: names.map((_, index) => Object.keys(files).find(path => files[path] === `${index}`)) }
}

describe('rename', () => {
  test.each([
    ['rename all files with the date in front', ['a.txt', 'b c.JPG'], ['2026-03-05 a.txt', '2026-03-05 b c.JPG']],
    ['make all file names lower case', ['Big NEWS.TXT', 'x.txt'], ['big news.txt', 'x.txt']],
    ['replace spaces with dashes in the file names', ['a b  c.txt', 'd.txt'], ['a-b-c.txt', 'd.txt']],
    ['the filenames have spaces, I want underscores instead', ['a b.txt'], ['a_b.txt']],
    [
      'Rename the photos to holiday-001, holiday-002 and so on',
      ['z.jpg', 'a.png', 'n.txt'],
      ['holiday-002.jpg', 'holiday-001.png', 'n.txt'],
    ],
    ['remove "IMG_" from all filenames', ['IMG_1.jpg', 'IMG_2.jpg'], ['1.jpg', '2.jpg']],
    [
      'change "draft" to "final" in all the file names',
      ['draft plan.md', 'plan draft.md'],
      ['final plan.md', 'plan final.md'],
    ],
    ['please rename *.txt to {date}-{name}', ['a.txt', 'b.md'], ['2026-03-05-a.txt', 'b.md']],
    ['number the files', ['b.txt', 'a.txt'], ['2 b.txt', '1 a.txt']],
    ['add "2025_" to the start of all file names', ['a.txt'], ['2025_a.txt']],
    ['please renumber the scans beginning at 100', ['a.txt', 'b.txt'], ['100 a.txt', '101 b.txt']],
  ])('%s', async (request, before, after) => {
    const { run, names } = await renamed(request, before)
    expect(run.sentBack).toEqual([])
    expect(run.failedChecks).toEqual([])
    expect(run.permissions).toBe(0)
    expect(run.outcome).toBe('done')
    expect(names).toEqual(after)
  })

  test('settles names that would meet before the first file is touched', async () => {
    const { run, names } = await renamed('remove "x" from all filenames', ['xa.txt', 'ax.txt', 'a.txt', 'q/xa.txt'])
    expect(run.failedChecks).toEqual([])
    expect(names).toEqual(['a (3).txt', 'a (2).txt', 'a.txt', 'q/a.txt'])
  })

  test('shows a few of the new names before anything happens', async () => {
    const { run } = await renamed('rename all files with the date in front', ['a.txt', 'b.txt'])
    expect(run.questions[0]?.suggested).toContain('For example: a.txt → 2026-03-05 a.txt; b.txt → 2026-03-05 b.txt')
  })

  test.each([
    ['Pattern: trip', 'all files would have one name'],
    ['Pattern: {surname}', '{surname} is none of these'],
    ['Pattern: {date}/{name}', 'cannot have a slash'],
    ['Files: *.mp3', 'No file matches'],
  ])('a pattern that cannot work is said, with nothing changed: %s', async (job, said) => {
    const { run, names } = await renamed('rename all files with the date in front', ['a.txt'], job)
    expect(run.said).toContain(said)
    expect(names).toEqual(['a.txt'])
  })

  test('40 files are renamed by four tasks', async () => {
    const before = Array.from({ length: 40 }, (_, index) => `Scan ${index}.pdf`)
    const { run, names } = await renamed('rename everything to lower case', before)
    expect(run.failedChecks).toEqual([])
    expect(run.tasks).toHaveLength(5)
    expect(names).toEqual(before.map(name => name.toLowerCase()))
  })
})

test('wishes are read from the words', () => {
  const pattern = (request: string) => wishOf(request).pattern
  expect(pattern('append the modification date to each filename')).toBe('{name} {date}')
  expect(pattern('rename *.jpeg to start with trip')).toBe('trip {name}')
  expect(pattern('can the photos be called beach-1, beach-2, beach-3?')).toBe('beach-{number}')
  expect(pattern('put "smith-" in front of all the file names')).toBe('smith-{name}')
  expect(pattern('give the photos proper numbered names with the date')).toBe('{date} {number}')
  expect(pattern('rename the files so that they start with the date')).toBe('{date} {name}')
  expect(wishOf('bulk rename pdfs to date-title').files).toBe('*.pdf')
})
