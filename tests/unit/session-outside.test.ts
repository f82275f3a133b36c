import { expect, test } from 'vitest'
import { call } from '../doubles/scripted-model.ts'
import { latch, planOf, report, team } from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

const later = (ms: number) => new Promise(done => setTimeout(done, ms))

test('an edit from outside is told, and who was shown that file hears of it; our own writes are not told', async () => {
  const gate = latch()
  const heard: string[] = []
  const world = await createSessionWorld({
    files: { 'a.txt': 'first' },
    model: team(async (request, turn) => {
      heard.push(JSON.stringify(request.messages.at(-1)))
      if (turn === 0) return [call('read', { path: 'a.txt' })]
      if (turn === 1) return [planOf('one')]
      if (turn === 2) {
        await gate.opened
        return [call('list', { path: '' })]
      }
      return [report()]
    }),
  })
  const { session } = await world.open()
  await session.request('Go')
  await world.until('a plan', () => session.state.plan?.status === 'proposed')
  await session.approvePlan(session.state.plan!.id)
  await world.until('the task to be done', () => Object.values(session.state.tasks)[0]?.status === 'done')

  session.seenOutside('papers', [{ path: 'one.md', what: 'made' }])
  await later(30)
  expect(world.events().some(event => event.type === 'files.changedOutside')).toBe(false)

  session.seenOutside('papers', [
    { path: 'a.txt', what: 'changed' },
    { path: 'a.txt', what: 'changed' },
    { path: 'new.txt', what: 'made' },
    { path: 'new.txt', what: 'changed' },
  ])
  await world.until('it is told', () => world.events().some(event => event.type === 'files.changedOutside'))
  const told = world.events().filter(event => event.type === 'files.changedOutside')
  expect(told).toMatchObject([
    {
      root: 'papers',
      more: 0,
      files: [
        { path: 'a.txt', what: 'changed' },
        { path: 'new.txt', what: 'made' },
      ],
    },
  ])
  gate.open()
  await world.until('the end', () => isOver(session))
  expect(heard.some(message => message.includes('Somebody else changed') && message.includes('a.txt'))).toBe(true)
  expect(heard.some(message => message.includes('new.txt\\"') && message.includes('Somebody else'))).toBe(false)

  // Nothing is on any more, so it is not written down: only who looks at the folder hears of it.
  session.seenOutside('papers', [{ path: 'a.txt', what: 'gone' }])
  await world.until('it is told', () => world.outside.length > 0)
  expect(world.outside).toEqual([{ root: 'papers', files: [{ path: 'a.txt', what: 'gone' }], more: 0 }])
  expect(world.events().filter(event => event.type === 'files.changedOutside').length).toBe(1)
})
