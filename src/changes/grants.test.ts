import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import type { ChangeOp, Grant } from '../domain/event.ts'
import { ok } from '../domain/failure.ts'
import type { Verb } from '../domain/plan.ts'
import { covers } from './grants.ts'

const grant = (verb: Verb, paths: string[], most = 5, id = 'g'): Grant => ({
  id,
  from: 'plan',
  needs: [{ verb, paths, most }],
})
const create = (path: string, root = 'work'): ChangeOp => ({ op: 'create', root, path })
const move = (path: string, to: string): ChangeOp => ({ op: 'move', root: 'work', path, to })

test.each<[string, Grant, ChangeOp, boolean]>([
  ['the exact path', grant('create', ['out/a.csv']), create('out/a.csv'), true],
  ['another path', grant('create', ['out/a.csv']), create('out/b.csv'), false],
  ['a glob', grant('create', ['out/**']), create('out/x/y.csv'), true],
  ['a glob of one level', grant('create', ['out/*']), create('out/x/y.csv'), false],
  ['a name that looks like a glob', grant('create', ['a [1].txt']), create('a [1].txt'), true],
  ['another verb', grant('create', ['**']), { op: 'overwrite', root: 'work', path: 'a.txt' }, false],
  ['a hidden file by a glob', grant('create', ['**']), create('.git/config'), false],
  ['a hidden file by its name', grant('create', ['.gitignore']), create('.gitignore'), true],
  ['another folder by a glob of home', grant('create', ['**']), create('a.txt', 'other'), false],
  ['another folder by its name', grant('create', ['other:**']), create('a.txt', 'other'), true],
  ['home by its own name', grant('create', ['work:a.txt']), create('a.txt'), true],
  ['a glob that negates', grant('create', ['!secret.txt']), create('a.txt'), false],
  ['an empty path', grant('create', ['other:']), create('a.txt', 'other'), false],
  ['a move of a file it names', grant('move', ['in/*']), move('in/a.txt', 'out/a.txt'), true],
  ['a move of another file to one it names', grant('move', ['in/*']), move('b.txt', 'in/b.txt'), false],
  ['a move to a hidden place', grant('move', ['in/*']), move('in/a', '.git/hooks/a'), false],
  ['a move to a hidden place it names', grant('move', ['in/*', '.old/*']), move('in/a', '.old/a'), true],
  [
    'a trash',
    grant('trash', ['*.tmp']),
    { op: 'trash', root: 'work', path: 'a.tmp', to: '.deskhand/trash/s/a.tmp', why: '' },
    true,
  ],
])('%s', (_, given, op, covered) => {
  expect(covers(given, op, [], 'work')).toBe(covered)
})

test('a grant is used up by what was done, also when it was undone, but not by what failed', () => {
  const given = grant('create', ['**'], 2)
  const used = (status: 'done' | 'undone' | 'failed' | 'open') => ({ change: create('x'), grant: 'g', status })
  expect(covers(given, create('a'), [used('done'), used('failed')], 'work')).toBe(true)
  expect(covers(given, create('a'), [used('done'), used('undone')], 'work')).toBe(false)
  expect(covers(given, create('a'), [used('done'), used('open')], 'work')).toBe(false)
  expect(covers(given, create('a'), [{ ...used('done'), grant: 'another' }, used('done')], 'work')).toBe(true)
})

test('ten writes at once never use a grant more often than it allows', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home, grants: [grant('create', ['*.txt'], 3)] })
  const all = await Promise.all(Array.from({ length: 10 }, (_, index) => world.write(`${index}.txt`, 'text')))
  expect(all.filter(done => done.ok).length).toBe(3)
  expect(Object.keys(home.files()).length).toBe(3)
  expect(all.filter(done => !done.ok && done.failure.kind === 'not-allowed').length).toBe(7)
})

test('a refusal changes nothing', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home, grants: [] })
  expect(await world.write('a.txt', 'new')).toMatchObject({ ok: false, failure: { kind: 'not-allowed' } })
  expect(home.files()).toEqual({ 'a.txt': 'old' })
  expect(world.vault.images.size).toBe(0)
  expect(world.state.changes).toEqual([])
})

test('what the person allows is asked with the operation itself and its size', async () => {
  const asked: unknown[] = []
  const world = createWorld({
    home: createMemoryFolder({ 'a.txt': 'old' }),
    grants: [],
    ask: async (op, bytes) => {
      asked.push([op, bytes])
      world.tell({ type: 'grant.given', grant: grant(op.op, [op.path], 1, 'answer') })
      return ok('answer')
    },
  })
  expect(await world.write('a.txt', 'newer')).toMatchObject({ ok: true })
  expect(asked).toEqual([[{ op: 'overwrite', root: 'work', path: 'a.txt' }, 5]])
})

test('a permission that covers something else is no permission', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home, grants: [grant('create', ['b.txt'])], ask: async () => ok('g') })
  expect(await world.write('a.txt', 'text')).toMatchObject({ ok: false, failure: { kind: 'not-allowed' } })
  expect(home.files()).toEqual({})
})

test('a grant that is taken back while the person thinks counts no more', async () => {
  const home = createMemoryFolder({ 'a.txt': 'old' })
  const world = createWorld({ home, grants: [grant('overwrite', ['a.txt'])] })
  const put = world.vault.put
  world.vault.put = async (bytes, hash) => {
    world.tell({ type: 'grant.revoked', grant: 'g' })
    return put(bytes, hash)
  }
  expect(await world.write('a.txt', 'new')).toMatchObject({ ok: false, failure: { kind: 'not-allowed' } })
  expect(home.files()).toEqual({ 'a.txt': 'old' })
})
