import { expect, test } from 'vitest'
import { call } from '../doubles/scripted-model.ts'
import { approve, latch, planOf, report, team, writesItsNote } from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

test('a task that the person adds while the plan runs is done, after what it comes after, and undone with the rest', async () => {
  const gate = latch()
  const world = await createSessionWorld({
    model: team(
      (_, turn) => (turn === 0 ? [planOf('a')] : [report()]),
      async (brief, turn, request) => {
        if (brief.task === 'a') await gate.opened
        return writesItsNote(brief, turn, request)
      },
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the helper', () => session.state.agents.a1?.status === 'working')

  const own = { title: 'Mine', brief: 'Write a note', inputs: [], outputs: ['own1.md'], dependsOn: ['a'], mustHave: [] }
  expect(await session.addTask({ ...own, dependsOn: ['nobody'] })).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('depends on "nobody"') },
  })
  expect(await session.addTask({ ...own, brief: ' ' })).toMatchObject({ ok: false })
  expect(await session.addTask({ ...own, outputs: ['own.csv'] })).toMatchObject({
    failure: { message: 'Say what "own.csv" must have: the names of its columns, or words that stand in it.' },
  })
  expect(await session.addTask(own)).toEqual({ ok: true, value: undefined })
  expect(session.state.tasks.own1).toMatchObject({ status: 'planned', approved: true })
  gate.open()
  await world.until('the end', () => isOver(session))
  expect(session.state.tasks.own1?.status).toBe('done')
  expect(Object.keys(world.home.files()).toSorted()).toEqual(['a.md', 'own1.md'])
  expect(await session.addTask(own)).toMatchObject({
    ok: false,
    failure: { message: 'The work has ended. Send it as a new request.' },
  })
})

test('a helper whose tokens are used up is told so once, ends what it does, and is only then stopped', async () => {
  const told: string[] = []
  const world = await createSessionWorld({
    model: team(
      (_, turn) => (turn === 0 ? [planOf('a', 'b')] : [report()]),
      (brief, turn, request) => {
        const last = JSON.stringify(request.messages.at(-1))
        if (last.includes('the limit is reached')) told.push(`${brief.task} ${turn}`)
        // The first comes to an end; the second never does.
        if (brief.task === 'b') return [call('list', { path: `${turn}` })]
        return writesItsNote(brief, turn, request)
      },
    ),
  })
  const { session } = await world.open()
  expect(await session.setBudget(0)).toMatchObject({ ok: false })
  await session.setBudget(1)
  await session.request('Write')
  await approve(world, session)
  await world.until('the end', () => isOver(session))
  expect(told.toSorted()).toEqual(['a 1', 'b 1'])
  expect(session.state.tasks.a?.status).toBe('done')
  expect(session.state.tasks.b?.failure?.message).toBe('Stopped at the limit of 1 tokens. What was done is kept.')
})
