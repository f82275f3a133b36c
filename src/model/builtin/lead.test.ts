import { describe, expect, test } from 'vitest'
import { createBuiltinWorld } from '../../../tests/unit/builtin-person.ts'

const FILES = { 'a.txt': 'a', 'b.jpg': 'b' }

describe('the built-in lead', () => {
  test('answers what it does not know with what it can do and how to connect Claude, and touches nothing', async () => {
    const world = await createBuiltinWorld(FILES)
    const run = await world.request('write a poem about receipts')
    expect(run.outcome).toBe('done')
    expect(run.said).toContain('fixed rules, no AI')
    expect(run.said).toContain('Find duplicates')
    expect(run.said).toContain('open Settings, choose Claude')
    expect(run.questions).toEqual([])
    expect(world.events().some(event => event.type === 'tool.started')).toBe(false)
  })

  test('does not guess between two jobs', async () => {
    const world = await createBuiltinWorld(FILES)
    const run = await world.request('merge the csv tables and organise the files by month')
    expect(run.said).toContain('2 different jobs of mine')
    expect(world.events().some(event => event.type === 'tool.started')).toBe(false)
  })

  test('restates the job in lines to edit before anything happens', async () => {
    const world = await createBuiltinWorld(FILES)
    const run = await world.request('organise this folder')
    expect(run.questions[0]).toMatchObject({
      id: 'job',
      text: 'This is what I understood. Change what is wrong.',
      suggested: 'How: by kind\nInto: this folder\nWhich files: only those directly in the folder',
      long: true,
    })
  })

  test('stops when the person does not confirm, and takes the next request', async () => {
    const world = await createBuiltinWorld(FILES)
    const run = await world.request('organise this folder', { answer: () => null })
    expect(run.said).toContain('Nothing was changed')
    expect(run.tasks).toEqual([])
    expect(world.home.files()).toEqual(FILES)
    const next = await world.request('organise this folder')
    expect(next.outcome).toBe('done')
    expect(Object.keys(world.home.files())).toEqual(['Documents/a.txt', 'Images/b.jpg'])
  })

  test('stops when the plan is refused', async () => {
    const world = await createBuiltinWorld(FILES)
    const run = await world.request('organise this folder', { refusesPlan: true })
    expect(run.said).toContain('You did not want this plan')
    expect(world.home.files()).toEqual(FILES)
  })

  test('says that it cannot take what is written while helpers work, and goes on', async () => {
    const world = await createBuiltinWorld(FILES)
    const run = await world.request('organise this folder', { meanwhile: say => say('please hurry') })
    expect(run.outcome).toBe('done')
    expect(run.open.join('\n')).toContain('“please hurry”')
    expect(Object.keys(world.home.files())).toEqual(['Documents/a.txt', 'Images/b.jpg'])
  })

  test('a follow-up changes one line of the last job and restates it', async () => {
    const world = await createBuiltinWorld(FILES)
    await world.request('what is in this folder?')
    const run = await world.request('call it overview.md')
    expect(run.questions[0]?.suggested).toContain('Write: overview.md')
    expect(run.outcome).toBe('done')
    expect(world.home.text('overview.md')).toContain('# What is in this folder')
  })

  test('a follow-up that it does not understand starts nothing', async () => {
    const world = await createBuiltinWorld(FILES)
    await world.request('what is in this folder?')
    const before = world.home.files()
    const run = await world.request('make it nicer')
    expect(run.said).toContain('nothing was done')
    expect(world.home.files()).toEqual(before)
  })

  test('an empty folder is nothing to work on', async () => {
    const world = await createBuiltinWorld({})
    const run = await world.request('organise this folder')
    expect(run.said).toContain('The folder is empty')
  })
})

test('three tables become one, from the request to the checked result', async () => {
  const world = await createBuiltinWorld({
    'a.csv': 'name,city\nAnna,Rome\n',
    'b.csv': 'name,age\nBob,7\n',
    'c.csv': 'name,city\nCleo,Nice\n',
  })
  const run = await world.request('merge all csv files into one')
  expect(run.sentBack).toEqual([])
  expect(run.failedChecks).toEqual([])
  expect(run.outcome).toBe('done')
})

test('quotes are gathered with their sources', async () => {
  const world = await createBuiltinWorld({
    'x.txt': 'Bees are small. Bees make honey.',
    'y.md': 'I like bees a lot.\n',
  })
  const run = await world.request('gather quotes about bees into one document')
  expect(run.sentBack).toEqual([])
  expect(run.failedChecks).toEqual([])
  expect(run.outcome).toBe('done')
})

test('receipts become a table', { timeout: 30_000 }, async () => {
  const world = await createBuiltinWorld({
    'one.txt': 'ACME Store\nDate: 2026-03-04\nTotal: EUR 12.00\n',
    'two.txt': 'Corner Shop\nDate: 2026-04-05\nTotal: EUR 8.50\n',
  })
  const run = await world.request('collect the figures from my receipts into one table')
  expect(run.sentBack).toEqual([])
  expect(run.failedChecks).toEqual([])
  expect(run.outcome).toBe('done')
  const again = await world.request('call it spending.csv')
  expect(again.sentBack).toEqual([])
  expect(again.failedChecks).toEqual([])
  expect(again.outcome).toBe('done')
  expect(world.home.text('spending.csv')).toContain('12.00')
})

test('goes on after a reload in the middle of the question, as if nothing had happened', async () => {
  const world = await createBuiltinWorld(FILES)
  await world.session.request('organise this folder')
  await world.until('the question', () =>
    Object.values(world.session.state.questions).some(each => each.status === 'pending'),
  )
  const { session } = await world.open()
  await session.resume()
  const [asked] = Object.values(session.state.questions)
  await session.answer(asked!.id, { job: 'How: by month' })
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  await session.approvePlan(session.state.plan!.id)
  await world.until('the end', () => session.state.status.kind === 'done')
  expect(Object.keys(world.home.files()).sort()).toEqual(['2023-11/a.txt', '2023-11/b.jpg'])
  expect(Object.values(session.state.questions)).toHaveLength(1)
})

test('a pasted book is answered at once', async () => {
  const world = await createBuiltinWorld(FILES)
  const started = performance.now()
  const run = await world.request(`write a poem about this: ${'holday foto 001 recipt, '.repeat(8000)}`)
  expect(run.said).toContain('nothing was done')
  expect(performance.now() - started).toBeLessThan(2000)
})
