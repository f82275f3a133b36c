import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { type Failure, failed, ok } from '../domain/failure.ts'

const STOPPED: Failure = failed('stopped', 'Stopped.').failure

/** Runs the change again and again, stopped at its first, second, third question to the fence, until it goes through. */
async function stopAtEach(change: (world: ReturnType<typeof createWorld>) => Promise<{ ok: boolean }>) {
  const content = { 'a.txt': 'old', 'b/c.txt': 'x' }
  for (let questions = 1; ; questions++) {
    let asked = 0
    const home = createMemoryFolder(content)
    const world = createWorld({ home, mayGoOn: () => (++asked >= questions ? STOPPED : null) })
    const done = await change(world)
    if (done.ok) return { questions: questions - 1, changes: world.state.changes }
    expect(done).toEqual({ ok: false, failure: STOPPED })
    expect(home.files()).toEqual(content)
    expect(home.folders()).toEqual(['b'])
    expect(world.state.changes.filter(each => each.status !== 'failed')).toEqual([])
  }
}

test('a stop before, while or right at the end of a new file leaves nothing of it', async () => {
  const { questions } = await stopAtEach(world => world.write('new/deep/d.txt', 'text'))
  expect(questions).toBeGreaterThanOrEqual(4)
})

test('a stop at any moment of an overwrite leaves the old bytes', async () => {
  await stopAtEach(world => world.write('a.txt', 'new'))
})

test('a stop at any moment of a move or a trash leaves the file where it is', async () => {
  await stopAtEach(world => world.move('a.txt', 'x/y/a.txt'))
  await stopAtEach(world => world.trash('b/c.txt'))
})

test('what waits for a lease while the person stops never begins', async () => {
  let stopped = false
  const home = createMemoryFolder(
    { 'a.txt': 'old' },
    {
      before: method => {
        if (method === 'write') stopped = true
        return null
      },
    },
  )
  const world = createWorld({ home, mayGoOn: () => (stopped ? STOPPED : null) })
  const seen = await world.see('a.txt')
  const both = await Promise.all([world.write('a.txt', 'one', seen), world.move('a.txt', 'b.txt')])
  expect(both).toEqual([
    { ok: false, failure: STOPPED },
    { ok: false, failure: STOPPED },
  ])
  expect(home.files()).toEqual({ 'a.txt': 'old' })
})

test('a stop while folders are made for a move comes in time', async () => {
  let stopped = false
  const home = createMemoryFolder(
    { 'a.txt': 'old' },
    {
      before: method => {
        if (method === 'makeFolder') stopped = true
        return null
      },
    },
  )
  const world = createWorld({ home, mayGoOn: () => (stopped ? STOPPED : null) })
  expect(await world.move('a.txt', 'x/a.txt')).toEqual({ ok: false, failure: STOPPED })
  expect(home.files()).toEqual({ 'a.txt': 'old' })
  expect(home.folders()).toEqual([])
})

test('a stop while the person is asked leaves no trace, whatever is answered', async () => {
  let stopped = false
  const world = createWorld({
    home: createMemoryFolder({ 'a.txt': 'old' }),
    grants: [],
    mayGoOn: () => (stopped ? STOPPED : null),
    ask: async () => {
      stopped = true
      return ok('everything')
    },
  })
  world.tell({ type: 'grant.given', grant: { id: 'everything', from: 'answer', needs: [] } })
  expect(await world.write('a.txt', 'new')).toEqual({ ok: false, failure: STOPPED })
  expect(world.state.changes).toEqual([])
  expect(world.vault.images.size).toBe(0)
})
