import { expect, test } from 'vitest'
import { createMemoryFolder } from '../doubles/memory-folder.ts'
import { call, createScriptedModel } from '../doubles/scripted-model.ts'
import { newestPermission, report } from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

const FILES = { 'old/a.txt': 'a', 'old/deep/er/b.txt': 'b', 'old/.hidden': 'h', 'c.txt': 'c' }

async function moved(to: string, content: Record<string, string> = FILES) {
  const home = createMemoryFolder(content)
  const before = { files: home.files(), folders: home.folders() }
  const world = await createSessionWorld({
    home,
    model: () =>
      createScriptedModel((_, turn) => (turn === 0 ? [call('move', { path: 'old', to })] : [report('Done.')])),
  })
  const { session } = await world.open()
  await session.request('Move the folder')
  const allow = setInterval(() => {
    if (newestPermission(session)?.status === 'pending')
      void session.decide(newestPermission(session).id, 'allowed-for-session')
  }, 1)
  await world.until('the end', () => isOver(session))
  clearInterval(allow)
  const tool = session.state.items.find(item => item.kind === 'tool')
  return { home, before, session, tool }
}

test('a folder is moved file by file, what is empty then goes, and undo gives all of it back', async () => {
  const { home, before, session, tool } = await moved('new/place')
  expect(tool).toMatchObject({ status: 'done', result: '3 files moved, each checked' })
  expect(home.files()).toEqual({
    'c.txt': 'c',
    'new/place/.hidden': 'h',
    'new/place/a.txt': 'a',
    'new/place/deep/er/b.txt': 'b',
  })
  expect(home.folders()).toEqual(['new', 'new/place', 'new/place/deep', 'new/place/deep/er'])
  expect(session.state.changes.map(change => change.status)).toEqual(['done', 'done', 'done'])
  await session.undo({ kind: 'session' })
  expect({ files: home.files(), folders: home.folders() }).toEqual(before)
})

test('where one target is taken nothing is moved', async () => {
  const { home, before, tool } = await moved('new', { ...FILES, 'new/deep/er/b.txt': 'theirs' })
  expect(tool).toMatchObject({ status: 'failed' })
  expect(JSON.stringify(tool)).toContain('would be overwritten')
  expect(home.files()).toEqual(before.files)
})

test('a folder is not moved into itself', async () => {
  const { home, before, tool } = await moved('old/deep/old')
  expect(JSON.stringify(tool)).toContain('cannot be moved into itself')
  expect(home.files()).toEqual(before.files)
})

test('one file that stays is named, with its reason, and so is its folder kept', async () => {
  const home = createMemoryFolder(FILES, {
    before: (method, path) =>
      method === 'move' && path === 'old/a.txt' ? { kind: 'read-only', message: 'The file is protected.' } : null,
  })
  const world = await createSessionWorld({
    home,
    model: () =>
      createScriptedModel((_, turn) => (turn === 0 ? [call('move', { path: 'old', to: 'new' })] : [report('Done.')])),
  })
  const { session } = await world.open()
  await session.request('Move the folder')
  await world.until('a permission', () => newestPermission(session)?.status === 'pending')
  await session.decide(newestPermission(session).id, 'allowed-for-session')
  const allow = setInterval(() => {
    if (newestPermission(session)?.status === 'pending')
      void session.decide(newestPermission(session).id, 'allowed-for-session')
  }, 1)
  await world.until('the end', () => isOver(session))
  clearInterval(allow)
  const tool = session.state.items.find(item => item.kind === 'tool')
  expect(JSON.stringify(tool)).toContain('2 of 3 files were moved to')
  expect(JSON.stringify(tool)).toContain('The file is protected')
  expect(home.text('old/a.txt')).toBe('a')
  expect(home.folders()).toContain('old')
  await session.undo({ kind: 'session' })
  expect(home.files()).toEqual(FILES)
})
