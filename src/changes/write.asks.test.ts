import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import type { Conflict } from '../domain/event.ts'
import type { ConflictChoice } from '../ports/changes.ts'

/** A file that somebody changed, or took away, after the agent saw it. */
async function conflict(choice: ConflictChoice, theirs: string | null = 'theirs') {
  const home = createMemoryFolder({ 'in/a.txt': 'old' })
  const asked: Conflict[] = []
  const world = createWorld({
    home,
    grants: [],
    choose: async one => {
      asked.push(one)
      return choice
    },
  })
  const seen = await world.see('in/a.txt')
  home.edit('in/a.txt', theirs)
  const done = await world.write('in/a.txt', 'ours', seen)
  const image = (hash = '') => new TextDecoder().decode(world.vault.images.get(hash))
  return { home, world, done, asked, image }
}

test('where somebody else changed the file, both versions are kept before the person is asked', async () => {
  const { asked, image } = await conflict('theirs')
  expect(asked).toHaveLength(1)
  expect([image(asked[0]?.theirs?.hash), image(asked[0]?.ours.hash)]).toEqual(['theirs', 'ours'])
})

test('theirs stays and nothing is written; the agent is told', async () => {
  const { home, done, world } = await conflict('theirs')
  expect(done).toMatchObject({ ok: false, failure: { kind: 'conflict' } })
  expect(!done.ok && done.failure.message).toContain('The person keeps that version')
  expect(home.files()).toEqual({ 'in/a.txt': 'theirs' })
  expect(world.state.changes).toEqual([])
})

test('ours is written over it, needs no second answer, and undo gives theirs back', async () => {
  const { home, done, world } = await conflict('ours')
  expect(done).toMatchObject({ ok: true, value: { changed: true } })
  expect(home.files()).toEqual({ 'in/a.txt': 'ours' })
  await world.changes.undo({ kind: 'session' })
  expect(home.files()).toEqual({ 'in/a.txt': 'theirs' })
})

test('with both, ours comes beside theirs', async () => {
  const { home, done } = await conflict('both')
  expect(done).toMatchObject({ ok: true, value: { to: { path: 'in/a (Deskhand).txt' } } })
  expect(home.files()).toEqual({ 'in/a.txt': 'theirs', 'in/a (Deskhand).txt': 'ours' })
})

test('a file that was taken away is written anew, or left gone', async () => {
  expect((await conflict('ours', null)).home.files()).toEqual({ 'in/a.txt': 'ours' })
  expect((await conflict('theirs', null)).home.files()).toEqual({})
})

test('a file that is changed again while the person thinks is asked about again', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  let asked = 0
  const world = createWorld({
    home,
    choose: async () => {
      if (++asked === 1) home.edit('a.txt', 'theirs, again')
      return 'ours'
    },
  })
  const seen = await world.see('a.txt')
  home.edit('a.txt', 'theirs')
  expect(await world.write('a.txt', 'ours', seen)).toMatchObject({ ok: true })
  expect(asked).toBe(2)
  await world.changes.undo({ kind: 'session' })
  expect(home.files()).toEqual({ 'a.txt': 'theirs, again' })
})

test('what another agent of the session did is no question for the person', async () => {
  let asked = 0
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({
    home,
    choose: async () => {
      asked++
      return 'ours'
    },
  })
  const seen = await world.see('a.txt')
  await world.write('a.txt', 'the first helper', seen)
  expect(await world.write('a.txt', 'the second', seen, { agent: 'agent-2' })).toMatchObject({ ok: false })
  await world.trash('a.txt')
  expect(await world.write('a.txt', 'the third', seen, { agent: 'agent-3' })).toMatchObject({ ok: false })
  expect(asked).toBe(0)
})

test('while the question is open nobody else has to wait for the file', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  let answer: ((choice: ConflictChoice) => void) | undefined
  const world = createWorld({ home, choose: () => new Promise(resolve => (answer = resolve)) })
  const seen = await world.see('a.txt')
  home.edit('a.txt', 'theirs')
  const waiting = world.write('a.txt', 'ours', seen)
  await expect.poll(() => answer !== undefined).toBe(true)
  expect(await world.move('a.txt', 'b.txt')).toMatchObject({ ok: true })
  answer?.('both')
  await waiting
  expect(home.files()).toEqual({ 'b.txt': 'theirs', 'a (Deskhand).txt': 'ours' })
})
