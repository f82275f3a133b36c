import { describe, expect, test } from 'vitest'
import { createMemoryFolder } from '../../../../tests/doubles/memory-folder.ts'
import { createBuiltinWorld } from '../../../../tests/unit/builtin-person.ts'

const MESSY = {
  'beach.jpg': 'a picture',
  'bill (1).pdf': 'a bill',
  'notes.txt': 'some notes',
  'songs.mp3': 'la la',
  'figures.csv': 'a,b\n1,2\n',
  'Images/beach.jpg': 'another picture',
  '.hidden': 'stays',
  'deep/letter.txt': 'stays too',
}

describe('organise', () => {
  test('puts files into folders by kind, numbers a taken name, and leaves what is hidden or deeper', async () => {
    const world = await createBuiltinWorld(MESSY)
    const run = await world.request('organise this folder by file type')
    expect(run.sentBack).toEqual([])
    expect(run.failedChecks).toEqual([])
    expect(run.permissions).toBe(0)
    expect(run.outcome).toBe('done')
    expect(world.home.files()).toEqual({
      '.hidden': 'stays',
      'Audio/songs.mp3': 'la la',
      'Documents/bill (1).pdf': 'a bill',
      'Documents/notes.txt': 'some notes',
      'Images/beach (2).jpg': 'a picture',
      'Images/beach.jpg': 'another picture',
      'Tables/figures.csv': 'a,b\n1,2\n',
      'deep/letter.txt': 'stays too',
    })
    expect(run.said).toContain('**Done.** Put 5 files into 4 folders')
  })

  test('a second time there is nothing to do', async () => {
    const world = await createBuiltinWorld(MESSY)
    await world.request('organise this folder by file type')
    const before = world.home.files()
    const again = await world.request('organise this folder by file type')
    expect(again.tasks).toEqual([])
    expect(world.home.files()).toEqual(before)
  })

  test('the restated job can be changed: by words in the name, into a folder, also from subfolders', async () => {
    const world = await createBuiltinWorld({
      'trip rome.txt': '1',
      'old/Trip-paris.txt': '2',
      'garden plan.txt': '3',
      'garden-costs.csv': '4',
      'x.txt': '5',
    })
    const run = await world.request('organise these files', {
      answer: () => ({ job: 'How: by words in the name\nInto: sorted\nWhich files: all\nColour: blue' }),
    })
    expect(run.failedChecks).toEqual([])
    expect(Object.keys(world.home.files())).toEqual([
      'sorted/Garden/garden plan.txt',
      'sorted/Garden/garden-costs.csv',
      'sorted/Trip/Trip-paris.txt',
      'sorted/Trip/trip rome.txt',
      'x.txt',
    ])
    expect(run.assumptions.join('\n')).toContain('“Colour: blue”')
  })

  test('300 files go by month in tasks that run side by side, each within 4 kB', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`file number ${index} [x].txt`, `${index}`]),
    )
    const world = await createBuiltinWorld(files)
    for (let index = 0; index < 300; index++) world.home.edit(`file number ${index} [x].txt`, `${index}`)
    const run = await world.request('sort the files into folders by kind')
    expect(run.outcome).toBe('done')
    expect(run.failedChecks).toEqual([])
    expect(Object.keys(world.home.files()).every(path => path.startsWith('Documents/'))).toBe(true)
    for (const task of run.tasks) expect(task.brief.length).toBeLessThan(2500)
  })

  test('several months are moved by several tasks at once', async () => {
    let time = new Date(2026, 0, 15, 12).getTime()
    const files = Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`f${index}.txt`, 'x']))
    const home = createMemoryFolder(files, { now: () => (time += 10 * 86_400_000) })
    const world = await createBuiltinWorld({}, home)
    const run = await world.request('sort by month please, all files')
    expect(run.failedChecks).toEqual([])
    const movers = run.tasks.filter(task => task.needs.some(need => need.verb === 'move'))
    expect(movers).toHaveLength(4)
    expect(movers.reduce((sum, task) => sum + task.needs[0]!.most, 0)).toBe(24)
    expect(Object.keys(world.home.files()).every(path => /^2026-\d\d\/f\d+\.txt$/.test(path))).toBe(true)
  })
})
