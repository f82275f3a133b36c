import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { anyStart, anySteps, play } from '../../tests/doubles/random-changes.ts'

const all = { kind: 'session' } as const
const STEPS = { 'a.txt': 'a', 'in/b.txt': 'b', 'in/c.txt': 'c' }

async function changed() {
  const home = createMemoryFolder(STEPS)
  const world = createWorld({ home })
  await world.write('a.txt', 'a2')
  await world.write('a.txt', 'a3')
  await world.move('in/b.txt', 'out/deep/b.txt')
  await world.write('out/deep/b.txt', 'b2')
  await world.trash('in/c.txt')
  await world.write('in/c.txt', 'another c')
  await world.write('report.md', 'done')
  return { home, world, after: home.files(), folders: home.folders() }
}

test('what was undone is done again, and proved', async () => {
  const { home, world, after, folders } = await changed()
  await world.changes.undo(all)
  expect(home.files()).toEqual(STEPS)
  expect(await world.changes.redo(all)).toEqual({ ok: true, value: { redone: 7, refused: [], verified: 7 } })
  expect(home.files()).toEqual(after)
  expect(home.folders()).toEqual(folders)
  expect(await world.changes.redo(all)).toMatchObject({ ok: false, failure: { kind: 'missing' } })
  expect(await world.changes.undo(all)).toMatchObject({ ok: true, value: { restored: 7, refused: [], verified: 7 } })
  expect(home.files()).toEqual(STEPS)
  expect(home.folders()).toEqual(['in'])
})

test('folders that a folder move left empty go again with the redo, and come back with the undo', async () => {
  const home = createMemoryFolder({ 'keep/in/a.txt': 'a', 'keep/b.txt': 'b' })
  const world = createWorld({ home })
  for (const name of ['in/a.txt', 'b.txt'])
    await world.changes.apply(
      {
        kind: 'move',
        place: { root: 'work', path: `keep/${name}` },
        to: { root: 'work', path: `new/${name}` },
        seen: 'not-looked',
        within: 'keep',
      },
      { agent: 'agent-1' },
    )
  await world.changes.undo(all)
  expect(home.folders()).toEqual(['keep', 'keep/in'])
  await world.changes.redo(all)
  expect(home.folders()).toEqual(['new', 'new/in'])
  await world.changes.undo(all)
  expect(home.folders()).toEqual(['keep', 'keep/in'])
})

test('a file that leaves such a folder after the others takes the folder along, as it did the first time', async () => {
  const home = createMemoryFolder({ 'keep/in/a.txt': 'a', 'keep/in/b.txt': 'b' })
  const world = createWorld({ home })
  const first = await world.move('keep/in/a.txt', 'a.txt')
  const second = await world.changes.apply(
    {
      kind: 'move',
      place: { root: 'work', path: 'keep/in/b.txt' },
      to: { root: 'work', path: 'new/b.txt' },
      seen: 'not-looked',
      within: 'keep',
    },
    { agent: 'agent-1' },
  )
  expect(home.folders()).toEqual(['new'])
  for (const each of [first, second])
    if (each.ok) await world.changes.undo({ kind: 'change', effect: each.value.effect })
  expect(home.folders()).toEqual(['keep', 'keep/in'])
  await world.changes.redo(all)
  expect(home.files()).toEqual({ 'a.txt': 'a', 'new/b.txt': 'b' })
  expect(home.folders()).toEqual(['new'])
})

test('one change or one task is redone alone', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a' })
  const world = createWorld({ home })
  const first = await world.write('a.txt', 'a2')
  await world.write('b.txt', 'b', undefined, { agent: 'agent-2', task: 'task-2' })
  await world.changes.undo(all)
  await world.changes.redo({ kind: 'task', task: 'task-2' })
  expect(home.files()).toEqual({ 'a.txt': 'a', 'b.txt': 'b' })
  if (first.ok) await world.changes.redo({ kind: 'change', effect: first.value.effect })
  expect(home.files()).toEqual({ 'a.txt': 'a2', 'b.txt': 'b' })
})

test('a file that was changed since the undo is left as it is', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a', 'm.txt': 'm', 't.txt': 't' })
  const world = createWorld({ home })
  await world.write('a.txt', 'a2')
  await world.write('new.txt', 'ours')
  await world.move('m.txt', 'moved.txt')
  await world.trash('t.txt')
  await world.changes.undo(all)
  home.edit('a.txt', 'theirs')
  home.edit('new.txt', 'theirs')
  home.edit('moved.txt', 'theirs')
  home.edit('t.txt', null)
  const redone = await world.changes.redo(all)
  expect(redone).toMatchObject({ ok: true, value: { redone: 0, verified: 0 } })
  expect(redone.ok && redone.value.refused.map(({ failure }) => failure.kind)).toEqual([
    'conflict',
    'exists',
    'exists',
    'missing',
  ])
  expect(home.files()).toEqual({ 'a.txt': 'theirs', 'm.txt': 'm', 'moved.txt': 'theirs', 'new.txt': 'theirs' })
  expect(world.state.changes.map(change => change.status)).toEqual(Array(4).fill('undone'))
})

test('what was done instead of an undone change is not taken for it', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a' })
  const world = createWorld({ home })
  const first = await world.write('a.txt', 'first')
  await world.changes.undo(all)
  await world.write('a.txt', 'second')
  expect(await world.changes.redo(all)).toMatchObject({ ok: false, failure: { kind: 'missing' } })
  await world.changes.undo(all)
  expect(await world.changes.redo(all)).toMatchObject({ ok: true, value: { redone: 1 } })
  expect(home.files()).toEqual({ 'a.txt': 'second' })
  if (!first.ok) return
  const again = await world.changes.redo({ kind: 'change', effect: first.value.effect })
  expect(again).toMatchObject({ ok: true, value: { refused: [{ failure: { kind: 'conflict' } }] } })
})

test('a later change is not taken for done because the file happens to have its bytes', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  await world.write('a.txt', 'one')
  const second = await world.write('a.txt', 'two')
  const third = await world.write('a.txt', 'one')
  if (!second.ok || !third.ok) throw new Error('Nothing was written.')
  await world.changes.undo({ kind: 'change', effect: third.value.effect })
  await world.changes.undo({ kind: 'change', effect: second.value.effect })
  const again = await world.changes.redo({ kind: 'change', effect: third.value.effect })
  expect(again).toMatchObject({ value: { redone: 0, refused: [{ failure: { kind: 'conflict' } }] } })
  expect(await world.changes.undo(all)).toMatchObject({ value: { restored: 1, refused: [] } })
  expect(home.files()).toEqual({})
})

test('without its bytes in the vault a change is not done again', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  await world.write('a.txt', 'ours')
  await world.changes.undo(all)
  world.vault.images.clear()
  expect(await world.changes.redo(all)).toMatchObject({ ok: true, value: { redone: 0, refused: [{ path: 'a.txt' }] } })
  expect(home.files()).toEqual({})
})

test('an undo that cannot keep what it takes away leaves it, and tries no more', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a' })
  const world = createWorld({ home })
  await world.write('a.txt', 'ours')
  await world.write('b.txt', 'ours')
  world.vault.put = async () => ({ ok: false, failure: { kind: 'storage', message: 'The vault is full.' } })
  expect(await world.changes.undo(all)).toMatchObject({
    ok: true,
    value: { restored: 0, refused: [{ path: 'b.txt', failure: { kind: 'storage' } }] },
  })
  expect(home.files()).toEqual({ 'a.txt': 'ours', 'b.txt': 'ours' })
})

test('an undo or a redo that was cut off at any event is told by the disk, and finished by the next one', async () => {
  for (const way of ['undo', 'redo'] as const)
    for (let cut = 1; ; cut++) {
      const home = createMemoryFolder(STEPS)
      let left = Number.POSITIVE_INFINITY
      const beforeRecord = async () =>
        left-- <= 0 ? { kind: 'storage' as const, message: 'The browser is gone.' } : null
      const world = createWorld({ home, beforeRecord })
      await world.write('a.txt', 'a2')
      await world.move('in/b.txt', 'out/b.txt')
      await world.trash('in/c.txt')
      await world.write('new/d.txt', 'd')
      const after = home.files()
      if (way === 'redo') await world.changes.undo(all)
      left = cut
      const first = await world.changes[way](all)
      left = Number.POSITIVE_INFINITY
      const again = createWorld({ home, log: world.events, vault: world.vault })
      if (!first.ok) await again.changes[way](all)
      expect(home.files(), `${way} cut at ${cut}`).toEqual(way === 'undo' ? STEPS : after)
      await again.changes[way === 'undo' ? 'redo' : 'undo'](all)
      expect(home.files(), `back from ${way} cut at ${cut}`).toEqual(way === 'undo' ? after : STEPS)
      if (way === 'redo') expect(home.folders()).toEqual(['in'])
      if (first.ok) break
    }
})

test('after any changes, all of them can be undone, redone and undone', async () => {
  await fc.assert(
    fc.asyncProperty(anyStart, anySteps(30), async (start, steps) => {
      const home = createMemoryFolder(Object.fromEntries(start))
      const before = { files: home.files(), folders: home.folders() }
      const world = createWorld({ home })
      await play(world, steps)
      const after = { files: home.files(), folders: home.folders() }
      const changes = world.state.changes.filter(change => change.status === 'done').length
      if (changes === 0) return
      await world.changes.undo(all)
      expect({ files: home.files(), folders: home.folders() }).toEqual(before)
      expect(await world.changes.redo(all)).toEqual({
        ok: true,
        value: { redone: changes, refused: [], verified: changes },
      })
      expect({ files: home.files(), folders: home.folders() }).toEqual(after)
      await world.changes.undo(all)
      expect({ files: home.files(), folders: home.folders() }).toEqual(before)
    }),
    { numRuns: 25 },
  )
}, 30_000)

test('single undos and redos in any order leave something that can be undone whole', async () => {
  await fc.assert(
    fc.asyncProperty(anyStart, anySteps(16), fc.array(fc.nat(), { maxLength: 24 }), async (start, steps, picks) => {
      const home = createMemoryFolder(Object.fromEntries(start))
      const before = { files: home.files(), folders: home.folders() }
      const world = createWorld({ home })
      await play(world, steps)
      for (const pick of picks) {
        const change = world.state.changes[pick % Math.max(1, world.state.changes.length)]
        const way = change?.status === 'undone' ? 'redo' : 'undo'
        if (change) await world.changes[way]({ kind: 'change', effect: change.effect })
      }
      const undone = await world.changes.undo(all)
      if (undone.ok) expect(undone.value.refused).toEqual([])
      expect({ files: home.files(), folders: home.folders() }).toEqual(before)
    }),
    { numRuns: 25 },
  )
}, 30_000)
