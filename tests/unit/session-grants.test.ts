import { expect, test } from 'vitest'
import type { AssistantBlock } from '../../src/domain/message.ts'
import { createMemoryFolder } from '../doubles/memory-folder.ts'
import { call, say } from '../doubles/scripted-model.ts'
import { approve, newestPermission, planOf, quiet, report, task, team } from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

const clearing = task('a', {
  needs: [{ verb: 'trash', paths: ['old/**'], most: 50 }],
  criteria: [
    { kind: 'text', path: 'a.md', contains: 'a' },
    { kind: 'count', glob: 'old/*', equals: 2 },
  ],
})

/** A session whose first run carried out a plan, and whose second does what the test says. */
async function afterAPlan(second: AssistantBlock[]) {
  const home = createMemoryFolder({ 'old/1.txt': '1', 'old/2.txt': '2' })
  const world = await createSessionWorld({
    home,
    model: team(request => {
      const last = JSON.stringify(request.messages.at(-1))
      if (last.includes('first')) return [planOf(clearing)]
      if (last.includes('second')) return second
      return last.includes('tool_result') && !last.includes('submit_plan') ? [say('Done.')] : [report()]
    }),
  })
  const { session } = await world.open()
  await session.request('first')
  await approve(world, session)
  await world.until('the first end', () => isOver(session))
  expect(home.files()['a.md']).toBe('This is a')
  return { world, session, home }
}

test('what a plan was allowed ends with its run', async () => {
  const { world, session, home } = await afterAPlan([call('trash', { path: 'old/1.txt', why: 'It is old' })])
  await session.request('second')
  await world.until('the question', () => Object.keys(session.state.permissions).length === 1)
  expect(newestPermission(session).op).toMatchObject({ op: 'trash', path: 'old/1.txt' })
  await quiet()
  expect(home.text('old/1.txt')).toBe('1')
})

test('one answer allows one change, and not the same again in a later run', async () => {
  const write = (content: string) => call('write', { path: 'b.md', content })
  const { world, session, home } = await afterAPlan([write('one')])
  await session.request('second')
  await world.until('the question', () => Object.keys(session.state.permissions).length === 1)
  await session.decide(newestPermission(session).id, 'allowed')
  await world.until('the second end', () => isOver(session))
  expect(home.text('b.md')).toBe('one')
  expect(session.state.grants).toEqual([])
})

test('what is allowed for the session stays allowed in its later runs', async () => {
  let file = 0
  const world = await createSessionWorld({
    model: team(request =>
      JSON.stringify(request.messages.at(-1)).includes('Write')
        ? [call('write', { path: `${++file}.md`, content: 'x' })]
        : [say('Done.')],
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await world.until('the question', () => Object.keys(session.state.permissions).length === 1)
  await session.decide(newestPermission(session).id, 'allowed-for-session')
  await world.until('the end', () => isOver(session))
  await session.request('Write')
  await world.until('the second file', () => isOver(session) && file === 2)
  expect(Object.keys(world.home.files())).toEqual(['1.md', '2.md'])
  expect(Object.keys(session.state.permissions)).toHaveLength(1)
})

const rewrite = [call('read', { path: 'a.md' }), call('write', { path: 'a.md', content: 'Written anew' })]

test('a file that the session made is written again without asking', async () => {
  const { world, session, home } = await afterAPlan(rewrite)
  await session.request('second')
  await world.until('the second end', () => isOver(session))
  expect([home.text('a.md'), Object.keys(session.state.permissions)]).toEqual(['Written anew', []])
})

test('a file that the session made and the person has edited since is asked for', async () => {
  const { world, session, home } = await afterAPlan(rewrite)
  home.edit('a.md', 'Hours of the person’s own work')
  await session.request('second')
  await world.until('the question', () => Object.keys(session.state.permissions).length === 1)
  expect(newestPermission(session).op).toMatchObject({ op: 'overwrite', path: 'a.md' })
  await quiet()
  expect(home.text('a.md')).toBe('Hours of the person’s own work')
})
