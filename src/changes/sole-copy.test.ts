import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import type { ChangeOp } from '../domain/event.ts'
import { failed } from '../domain/failure.ts'

/** A world where a pattern allows all trashing, and the person refuses whatever is asked beside. */
function guarded(content: Record<string, string>) {
  const home = createMemoryFolder(content)
  const asked: ChangeOp[] = []
  const world = createWorld({
    home,
    ask: async op => {
      asked.push(op)
      return failed('not-allowed', 'The person refused.')
    },
  })
  return { ...world, home, asked }
}

test('one of two equal files goes to the trash without a question, the last one does not', async () => {
  const { home, asked, trash } = guarded({ 'a.txt': 'same', 'in/b.txt': 'same', 'c.txt': 'more' })
  expect(await trash('a.txt')).toMatchObject({ ok: true })
  expect(asked).toEqual([])
  expect(await trash('in/b.txt')).toMatchObject({ ok: false, failure: { kind: 'not-allowed' } })
  expect(asked).toMatchObject([{ op: 'trash', path: 'in/b.txt', last: true }])
  expect(home.text('in/b.txt')).toBe('same')
})

test('of two equal files that two agents trash at once, one stays', async () => {
  const { home, trash } = guarded({ 'a.txt': 'same', 'b.txt': 'same' })
  const both = await Promise.all([trash('a.txt'), trash('b.txt', 'not-looked', { agent: 'agent-2' })])
  expect(both.filter(done => done.ok)).toHaveLength(1)
  expect(Object.keys(home.files()).filter(path => !path.startsWith('.deskhand'))).toHaveLength(1)
})

test('a copy that is gone or other by now does not count, one that came meanwhile does', async () => {
  const { home, asked, trash } = guarded({ 'a.txt': 'same', 'b.txt': 'same', 'x.txt': 'only' })
  await trash('x.txt')
  home.edit('b.txt', 'else')
  await trash('a.txt')
  expect(asked.map(op => op.path)).toEqual(['x.txt', 'a.txt'])
  home.edit('copy of a.txt', 'same')
  expect(await trash('a.txt')).toMatchObject({ ok: true })
})

test('an empty file holds nothing that could be lost', async () => {
  const { trash } = guarded({ 'a.txt': '' })
  expect(await trash('a.txt')).toMatchObject({ ok: true })
})

test('a plan that names the file has asked already', async () => {
  const home = createMemoryFolder({ 'old/a.txt': 'only' })
  const world = createWorld({
    home,
    grants: [{ id: 'plan', from: 'plan', needs: [{ verb: 'trash', paths: ['old/a.txt'], most: 1 }] }],
    ask: async () => failed('not-allowed', 'The person refused.'),
  })
  expect(await world.trash('old/a.txt')).toMatchObject({ ok: true })
})
