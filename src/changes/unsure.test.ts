import { expect, test } from 'vitest'
import { createWorld } from '../../tests/doubles/changes-world.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'
import { failed } from '../domain/failure.ts'
import { settleOpenChanges } from './settle.ts'

const all = { kind: 'session' } as const

/** A folder that is gone from the moment a call of that kind begins, or has been done, until it is found again. */
function folderThatGoes(
  method: 'move' | 'write',
  when: 'before' | 'after',
  files: Record<string, string>,
  kind: 'missing' | 'unreadable' = 'missing',
) {
  const { failure } = failed(kind, 'There is nothing any more.')
  let [armed, gone] = [false, false]
  const home = createMemoryFolder(files, {
    before: called => {
      if (armed && when === 'before' && called === method) gone = true
      return gone ? failure : null
    },
  })
  const { move, write } = home
  const then = async <T>(called: string, work: Promise<T>) => {
    const done = await work
    if (armed && when === 'after' && called === method) gone = true
    return done
  }
  home.move = (path, to) => then('move', move(path, to))
  home.write = (path, bytes, lastLook) => then('write', write(path, bytes, lastLook))
  const go = () => {
    armed = true
  }
  const comeBack = () => {
    armed = false
    gone = false
  }
  return { home, go, comeBack }
}

test('what never happened, though nobody could tell then, is not undone, and no redo makes it happen', async () => {
  const { home, go, comeBack } = folderThatGoes('move', 'before', { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'b' })
  const world = createWorld({ home })
  await world.write('a.txt', 'new')
  go()
  await world.trash('b.txt')
  comeBack()
  expect(world.state.changes[1]?.status).toBe('unknown')
  const after = home.files()
  expect(await world.changes.undo(all)).toMatchObject({ ok: true, value: { restored: 1, refused: [], verified: 1 } })
  expect(world.state.changes[1]?.status).toBe('failed')
  expect(await world.changes.redo(all)).toMatchObject({ ok: true, value: { redone: 1, refused: [], verified: 1 } })
  expect(home.files()).toEqual(after)
})

test('what happened, though nobody could tell then, is undone and done again', async () => {
  const { home, go, comeBack } = folderThatGoes('move', 'after', { 'b.txt': 'b', 'c.txt': 'b' })
  const world = createWorld({ home })
  go()
  await world.trash('b.txt')
  comeBack()
  expect(world.state.changes[0]?.status).toBe('unknown')
  const after = home.files()
  expect(await world.changes.undo(all)).toMatchObject({ ok: true, value: { restored: 1, verified: 1 } })
  expect(home.files()).toEqual({ 'b.txt': 'b', 'c.txt': 'b' })
  expect(await world.changes.redo(all)).toMatchObject({ ok: true, value: { redone: 1, verified: 1 } })
  expect(home.files()).toEqual(after)
})

test.each([
  ['move', 'unreadable'],
  ['write', 'unreadable'],
  ['move', 'missing'],
  ['write', 'missing'],
] as const)(
  'a redo by %s that happened and could not be read back, since all was %s, can be undone once it can be',
  async (method, kind) => {
    const files = { 'a.txt': 'a' }
    const { home, go, comeBack } = folderThatGoes(method, 'after', files, kind)
    const world = createWorld({ home })
    await (method === 'move' ? world.move('a.txt', 'to/b.txt') : world.write('a.txt', 'new'))
    const after = home.files()
    await world.changes.undo(all)
    go()
    expect(await world.changes.redo(all)).toMatchObject({ ok: true, value: { redone: 0, refused: [{}] } })
    comeBack()
    expect(home.files()).toEqual(after)
    expect(world.state.changes[0]?.status).toBe(kind === 'missing' ? 'unknown' : 'undone')
    expect(await settleOpenChanges(world.deps)).toMatchObject({
      ok: true,
      value: { happened: kind === 'missing' ? 0 : 1 },
    })
    expect(world.state.changes[0]?.status).toBe(kind === 'missing' ? 'unknown' : 'done')
    expect(await world.changes.undo(all)).toMatchObject({ ok: true, value: { restored: 1, verified: 1 } })
    expect(home.files()).toEqual(files)
    expect(home.folders()).toEqual([])
  },
)

test('a redo that never happened, though nobody could tell then, is undone again and can be done again', async () => {
  const { home, go, comeBack } = folderThatGoes('move', 'before', { 'a.txt': 'a' })
  const world = createWorld({ home })
  await world.move('a.txt', 'b.txt')
  await world.changes.undo(all)
  go()
  await world.changes.redo(all)
  comeBack()
  expect(world.state.changes[0]?.status).toBe('unknown')
  expect(await world.changes.undo(all)).toMatchObject({ ok: true, value: { restored: 1, verified: 1 } })
  expect(await world.changes.redo(all)).toMatchObject({ ok: true, value: { redone: 1, verified: 1 } })
  expect(home.files()).toEqual({ 'b.txt': 'a' })
})

test('a folder that was made though it said otherwise goes with the change that did not happen', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a' })
  const world = createWorld({ home })
  const { makeFolder } = home
  home.makeFolder = async path => {
    await makeFolder(path)
    return failed('unreadable', 'Something went wrong.')
  }
  expect(await world.move('a.txt', 'to/b.txt')).toMatchObject({ ok: false })
  expect(home.folders()).toEqual([])
})

test('a redo that said it failed and was done all the same is told as done', async () => {
  const home = createMemoryFolder({ 'a.txt': 'a' })
  const world = createWorld({ home })
  await world.move('a.txt', 'b.txt')
  await world.changes.undo(all)
  const move = home.move
  home.move = async (path, to) => {
    await move(path, to)
    return failed('unreadable', 'Something went wrong.')
  }
  expect(await world.changes.redo(all)).toMatchObject({ ok: true, value: { redone: 1, refused: [], verified: 1 } })
  expect(world.state.changes[0]?.status).toBe('done')
})

const within = 'keep'
const moveFolder = (world: ReturnType<typeof createWorld>) =>
  world.changes.apply(
    {
      kind: 'move',
      place: { root: 'work', path: 'keep/in/a.txt' },
      to: { root: 'work', path: 'new/a.txt' },
      seen: 'not-looked',
      within,
    },
    { agent: 'agent-1' },
  )

test.each([['redone'], ['changed']])(
  'folders that a folder move leaves empty go also where a crash came before it was told as %s',
  async ending => {
    const home = createMemoryFolder({ 'keep/in/a.txt': 'a' })
    let dies = false
    const world = createWorld({
      home,
      beforeRecord: types =>
        dies && types.includes(`file.${ending}` as 'file.changed')
          ? new Promise(() => undefined)
          : Promise.resolve(null),
    })
    const removeEmptyFolder = home.removeEmptyFolder
    let isCut = false
    const cut = () => {
      dies = true
      home.removeEmptyFolder = () => {
        isCut = true
        return new Promise(() => undefined)
      }
    }
    if (ending === 'changed') cut()
    const moving = moveFolder(world)
    if (ending === 'redone') {
      await moving
      await world.changes.undo(all)
      cut()
      void world.changes.redo(all)
    }
    await expect.poll(() => isCut).toBe(true)
    expect(home.files()).toEqual({ 'new/a.txt': 'a' })
    home.removeEmptyFolder = removeEmptyFolder
    const again = createWorld({ home, log: world.events, vault: world.vault })
    await settleOpenChanges(again.deps)
    expect(again.state.changes[0]?.status).toBe('done')
    expect(home.folders()).toEqual(['new'])
  },
)

test('the trash is taken away where an undo was cut by a crash', async () => {
  const home = createMemoryFolder({ 'in/a.txt': 'a', 'in/b.txt': 'b' })
  const world = createWorld({ home })
  await world.trash('in/a.txt')
  await world.trash('in/b.txt')
  await world.changes.undo({ kind: 'change', effect: world.state.changes[0]!.effect })
  const removeEmptyFolder = home.removeEmptyFolder
  home.removeEmptyFolder = () => new Promise(() => undefined)
  void world.changes.undo(all)
  await expect.poll(() => home.files()).toEqual({ 'in/a.txt': 'a', 'in/b.txt': 'b' })
  home.removeEmptyFolder = removeEmptyFolder
  const again = createWorld({ home, log: world.events, vault: world.vault })
  await settleOpenChanges(again.deps)
  expect(home.folders()).toEqual(['in'])
})
