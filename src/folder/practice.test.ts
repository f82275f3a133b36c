import { expect, it } from 'vitest'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { failed } from '../domain/failure.ts'
import { fillPracticeFolder } from './practice.ts'
import { practiceFiles } from './practice-files.ts'

it('fills an empty folder with about forty files of many kinds', async () => {
  const folder = createMemoryFolder()
  expect(await fillPracticeFolder(folder)).toEqual({ ok: true, value: undefined })
  const paths = Object.keys(folder.files())
  expect(paths.length).toBe(practiceFiles().length)
  expect(paths.length).toBeGreaterThanOrEqual(38)
  const endings = new Set(paths.map(path => path.slice(path.lastIndexOf('.')).toLowerCase()))
  expect([...endings].sort()).toEqual(['.csv', '.eml', '.html', '.json', '.md', '.png', '.svg', '.txt'])
  expect([...folder.bytes('Pictures/IMG_2041.png')!.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47])
})

it('has files that are there twice', async () => {
  const texts = practiceFiles().map(({ bytes }) => new TextDecoder().decode(bytes))
  expect(texts.length - new Set(texts).size).toBe(4)
})

it('says so when the folder cannot be filled', async () => {
  const full = createMemoryFolder(
    {},
    {
      before: (method, path) =>
        method === 'write' && path.endsWith('.json') ? failed('disk-full', 'Full.').failure : null,
    },
  )
  expect(await fillPracticeFolder(full)).toMatchObject({ failure: { kind: 'disk-full' } })
})
