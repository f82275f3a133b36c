import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { anyStart, anySteps, play } from '../../tests/doubles/random-changes.ts'

const undoAll = { kind: 'session' } as const

test('the undo of a session takes everything back and proves it', async () => {
  const content = { 'a.txt': 'a', 'in/b.txt': 'b', 'in/c.txt': 'c' }
  const home = createMemoryFolder(content)
  const world = createWorld({ home })
  await world.write('a.txt', 'a2')
  await world.write('a.txt', 'a3')
  await world.move('in/b.txt', 'out/deep/b.txt')
  await world.write('out/deep/b.txt', 'b2')
  await world.trash('in/c.txt')
  await world.write('in/c.txt', 'another c')
  await world.write('report.md', 'done')
  expect(await world.changes.undo(undoAll)).toEqual({
    ok: true,
    value: { restored: 7, refused: [], verified: 7, rewritten: 2 },
  })
  expect(home.files()).toEqual(content)
  expect(home.folders()).toEqual(['in'])
  expect(world.events.slice(-16).map(event => event.type)).toEqual([
    'undo.started',
    ...Array(7).fill(['file.willRestore', 'file.restored']).flat(),
    'undo.ended',
  ])
  expect(await world.changes.undo(undoAll)).toMatchObject({ ok: false, failure: { kind: 'missing' } })
})

test('bytes of a file that undo removes are in the vault', async () => {
  const world = createWorld()
  await world.write('a.txt', 'made by us')
  await world.changes.undo(undoAll)
  expect([...world.vault.images.values()].map(bytes => new TextDecoder().decode(bytes))).toEqual(['made by us'])
})

test('one task or one change is undone alone', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a' })
  const world = createWorld({ home })
  const other = { agent: 'agent-2', task: 'task-2' }
  await world.write('a.txt', 'a2')
  await world.write('b.txt', 'b', undefined, other)
  const last = await world.write('c.txt', 'c', undefined, other)
  if (last.ok) await world.changes.undo({ kind: 'change', effect: last.value.effect })
  expect(home.files()).toEqual({ 'a.txt': 'a2', 'b.txt': 'b' })
  expect(await world.changes.undo({ kind: 'task', task: 'task-2' })).toMatchObject({ ok: true, value: { restored: 1 } })
  expect(home.files()).toEqual({ 'a.txt': 'a2' })
})

test('a change that a later one builds on is not undone alone, even where the bytes would fit', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a' })
  const world = createWorld({ home })
  const first = await world.write('a.txt', 'b')
  await world.write('a.txt', 'a')
  if (!first.ok) throw new Error('The first write failed.')
  expect(await world.changes.undo({ kind: 'change', effect: first.value.effect })).toMatchObject({
    ok: true,
    value: { restored: 0, refused: [{ failure: { message: expect.stringContaining('Undo the later change first') } }] },
  })
  expect(await world.changes.undo(undoAll)).toMatchObject({ ok: true, value: { restored: 2, verified: 2 } })
  expect(home.files()).toEqual({ 'a.txt': 'a' })
})

test('folders go with the last thing in them, whatever is undone first', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  const first = await world.write('x/a.txt', '1')
  await world.write('x/b.txt', '2')
  if (first.ok) await world.changes.undo({ kind: 'change', effect: first.value.effect })
  expect(home.folders()).toEqual(['x'])
  await world.changes.undo(undoAll)
  expect(home.folders()).toEqual([])
})

test('a folder that another standing change made is not taken away', async () => {
  const home = createMemoryFolder({ 'q.txt': 'q' })
  const world = createWorld({ home })
  await world.write('y/b.txt', 'b')
  await world.move('y/b.txt', 'z.txt')
  const last = await world.move('q.txt', 'y/q.txt')
  if (last.ok) await world.changes.undo({ kind: 'change', effect: last.value.effect })
  expect(home.folders()).toEqual(['y'])
})

test('our own folder goes with the last thing in it, whoever made it', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a', '.deskhand/trash/another/b.txt': 'b' })
  const world = createWorld({ home })
  await world.trash('a.txt')
  home.edit('.deskhand/trash/another', null)
  await world.changes.undo(undoAll)
  expect(home.folders()).toEqual([])
})

test('while work is going on nothing is undone', async () => {
  const home = createMemoryFolder()
  const world = createWorld({ home })
  await world.write('a.txt', 'a')
  world.tell({ type: 'run.started', run: 'r', text: 'Go' })
  expect(await world.changes.undo(undoAll)).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
  world.tell({ type: 'run.ended', outcome: 'stopped' })
  expect(await world.changes.undo(undoAll)).toMatchObject({ ok: true })
})

test('an undo does not wait behind a question of permission', async () => {
  const world = createWorld()
  await world.write('a.txt', 'a')
  const op = { op: 'create' as const, root: 'work', path: '.env' }
  world.tell({ type: 'permission.asked', id: 'p', agent: 'agent-1', op, bytes: 1 })
  world.tell({ type: 'run.paused', why: 'person' })
  expect(await world.changes.undo(undoAll)).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
  world.tell({ type: 'permission.ended', id: 'p', outcome: 'refused' })
  expect(await world.changes.undo(undoAll)).toMatchObject({ ok: true })
})

test('a stopped fence does not stop undo', async () => {
  let stopped = false
  const home = createMemoryFolder({ 'a.txt': 'a' })
  const world = createWorld({
    home,
    mayGoOn: () => (stopped ? { kind: 'stopped', message: 'Stopped.' } : null),
  })
  await world.write('a.txt', 'b')
  stopped = true
  expect(await world.changes.undo(undoAll)).toMatchObject({ ok: true, value: { restored: 1 } })
})

test('two undos at once undo everything once', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a' })
  const world = createWorld({ home })
  await world.write('a.txt', 'b')
  const both = await Promise.all([world.changes.undo(undoAll), world.changes.undo(undoAll)])
  expect(both.map(done => done.ok)).toEqual([true, false])
  expect(home.files()).toEqual({ 'a.txt': 'a' })
})

test('an undo that was cut off at any event is finished by the next one', async () => {
  for (let cut = 1; ; cut++) {
    const home = createMemoryFolder({ 'a.txt': 'a', 'in/b.txt': 'b' })
    let left = Number.POSITIVE_INFINITY
    const world = createWorld({
      home,
      beforeRecord: async () => (left-- <= 0 ? { kind: 'storage', message: 'The browser is gone.' } : null),
    })
    await world.write('a.txt', 'a2')
    await world.write('new/c.txt', 'c')
    await world.move('in/b.txt', 'out/b.txt')
    await world.trash('a.txt')
    left = cut
    const first = await world.changes.undo(undoAll)
    left = Number.POSITIVE_INFINITY
    const second = first.ok ? first : await world.changes.undo(undoAll)
    // Where only the last event was cut off, nothing is left to undo.
    expect(second).toMatchObject(second.ok ? { value: { refused: [] } } : { failure: { kind: 'missing' } })
    expect(home.files()).toEqual({ 'a.txt': 'a', 'in/b.txt': 'b' })
    expect(home.folders()).toEqual(['in'])
    if (first.ok) return
  }
})

test('the scratch folder is left alone', async () => {
  const world = createWorld()
  await world.write('part.json', '[]', 'absent', { agent: 'agent-1' }, 'scratch')
  expect(await world.changes.undo(undoAll)).toMatchObject({ ok: false, failure: { kind: 'missing' } })
})

const property = (undoSome: boolean) =>
  fc.asyncProperty(
    anyStart,
    anySteps(30),
    fc.array(fc.nat(), { maxLength: undoSome ? 12 : 0 }),
    async (start, steps, picks) => {
      const content = Object.fromEntries(start)
      const home = createMemoryFolder(content)
      const before = { files: home.files(), folders: home.folders() }
      const world = createWorld({ home })
      await play(world, steps)
      for (const pick of picks) {
        const change = world.state.changes[pick % Math.max(1, world.state.changes.length)]
        if (change) await world.changes.undo({ kind: 'change', effect: change.effect })
      }
      const standing = world.state.changes.filter(change => change.status === 'done').length
      const undone = await world.changes.undo(undoAll)
      if (standing > 0)
        expect(undone).toMatchObject({ ok: true, value: { restored: standing, refused: [], verified: standing } })
      expect({ files: home.files(), folders: home.folders() }).toEqual(before)
    },
  )

test('after any 30 changes, undo gives the folder as it was, with no folder left over', async () => {
  await fc.assert(property(false), { numRuns: 40 })
}, 30_000)

test('so it does after any changes were undone one by one in any order', async () => {
  await fc.assert(property(true), { numRuns: 40 })
}, 30_000)
