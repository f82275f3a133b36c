import { expect, test } from 'vitest'
import { createMemoryFolder } from '../doubles/memory-folder.ts'
import { call, createScriptedModel, say } from '../doubles/scripted-model.ts'
import {
  approve,
  cutLogAfter,
  never,
  newestPermission,
  planOf,
  quiet,
  report,
  slowLog,
  soon,
  team,
  writesItsNote,
} from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

test('an edit whose result was not written down before the page died is not made a second time', async () => {
  const home = createMemoryFolder({ 'log.md': '# Log\n' })
  const edit = call('edit', { path: 'log.md', old: '# Log', new: '# Log\n- one' })
  const world = await createSessionWorld({
    home,
    model: () =>
      createScriptedModel((_, turn) => {
        if (turn === 0) return [call('read', { path: 'log.md' })]
        return turn === 1 ? [edit, call('ask', { questions: [{ id: 'q', text: 'More?' }] })] : [say('Done.')]
      }),
  })
  const { session } = await world.open()
  await session.request('Add a line')
  await world.until('the permission', () => Object.keys(session.state.permissions).length === 1)
  await session.decide(newestPermission(session).id, 'allowed-for-session')
  await world.until('the question', () => Object.keys(session.state.questions).length === 1)
  await quiet()
  cutLogAfter(world, 'file.changed')

  const again = (await world.open()).session
  await again.resume()
  await world.until('the question again', () => Object.keys(again.state.questions).length === 1)
  expect(home.text('log.md')).toBe('# Log\n- one\n')
  expect(world.events().filter(event => event.type === 'file.willChange')).toHaveLength(1)
})

test('helpers that go on and helpers that are new never share a name', async () => {
  const ids = ['t1', 't2', 't3', 't4', 't5', 't6', 't7']
  let hang = true
  const world = await createSessionWorld({
    model: team(
      (_, turn) => (turn === 0 ? [planOf(...ids)] : [report()]),
      async (brief, turn, request) => {
        if (hang) return never()
        // The first of the new ones is still at work when the others come.
        if (brief.task === 't5') await quiet()
        return writesItsNote(brief, turn, request)
      },
    ),
  })
  const { session, started } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await soon(() => started).toEqual(['lead', 'a1', 'a2', 'a3', 'a4'])
  await session.pause()
  await session.broke('a2', { kind: 'bug', message: 'Its worker is gone.' })
  hang = false
  const again = await world.open()
  await again.session.resume()
  await world.until('the end', () => isOver(again.session))
  const agents = ids.map(id => again.session.state.tasks[id]?.agent)
  expect([again.session.state.status.kind, new Set(agents).size]).toEqual(['done', ids.length])
  expect(again.started).toHaveLength(new Set(again.started).size)
})

test('a session that is told to go on twice at once has one lead', async () => {
  const world = await createSessionWorld({ model: () => createScriptedModel(never) })
  const { session } = await world.open()
  await session.request('Write')
  const again = await world.open()
  const [one, two] = await Promise.all([again.session.resume(), again.session.resume()])
  expect([one.ok, two.ok, again.started]).toEqual([true, false, ['lead']])
})

test('two requests at once are one run and a message to its lead', async () => {
  const world = await createSessionWorld({ model: () => createScriptedModel(never) })
  const { session, started } = await world.open()
  await Promise.all([session.request('one'), session.request('two')])
  expect(started).toEqual(['lead'])
  expect(world.events().filter(event => event.type === 'run.started')).toHaveLength(1)
  expect(session.state.items).toMatchObject([
    { kind: 'request', text: 'one' },
    { kind: 'steer', text: 'two' },
  ])
})

test('a plan that is approved twice at once is granted once', async () => {
  const world = await createSessionWorld({ model: team(() => [planOf('a')], never) })
  const { session } = await world.open()
  await session.request('Write')
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  const { id } = session.state.plan!
  const [one, two] = await Promise.all([session.approvePlan(id), session.approvePlan(id)])
  expect([one.ok, two.ok, session.state.grants.length]).toEqual([true, false, 1])
})

test.each([
  ['allowed', { 'a.txt': 'x' }],
  ['refused', {}],
] as const)(
  'a permission that is %s after a reload and before going on is not asked for again',
  async (answer, files) => {
    const world = await createSessionWorld({
      model: () =>
        createScriptedModel((_, turn) =>
          turn === 0 ? [call('write', { path: 'a.txt', content: 'x' })] : [say('Done.')],
        ),
    })
    const { session } = await world.open()
    await session.request('Write')
    await world.until('the permission', () => Object.keys(session.state.permissions).length === 1)
    const again = (await world.open()).session
    const { id } = newestPermission(again)
    expect(await again.decide(id, answer)).toEqual({ ok: true, value: undefined })
    await again.resume()
    await world.until('the end', () => isOver(again))
    expect([world.home.files(), Object.keys(again.state.permissions)]).toEqual([files, [id]])
  },
)

test('a request and its turn in the conversation are written down together', async () => {
  const appends: string[][] = []
  const world = await createSessionWorld({ model: () => createScriptedModel(never) })
  slowLog(world, types => appends.push(types))
  const { session } = await world.open()
  await session.request('Write')
  expect(appends.filter(types => types.includes('run.started'))).toEqual([
    ['session.renamed', 'run.started', 'agent.started', 'turn.given'],
  ])
})

test('a request whose conversation cannot be read begins nothing', async () => {
  const world = await createSessionWorld({ model: () => createScriptedModel(() => [say('One.')]) })
  const { session, started } = await world.open()
  await session.request('first')
  await world.until('the end', () => isOver(session) && session.state.agents.lead?.status === 'done')
  const events = world.events().length
  world.sessions.kept('session-1')!.blobs.clear()
  expect(await session.request('second')).toMatchObject({ ok: false })
  expect([session.state.status.kind, started, world.events().length]).toEqual(['done', ['lead'], events])
})

test('a report that is asked about again after a reload does not use up another check', async () => {
  const world = await createSessionWorld({
    model: team(
      (_, turn) => (turn === 0 ? [planOf('a')] : [report()]),
      (brief, turn, request) => (turn === 0 ? [report('Written.')] : writesItsNote(brief, turn - 1, request)),
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the end', () => isOver(session))
  await quiet()
  world.home.edit('a.md', null)
  cutLogAfter(world, 'task.checked')

  const again = (await world.open()).session
  await again.resume()
  await world.until('the end again', () => isOver(again))
  expect([again.state.status.kind, again.state.tasks.a?.status, again.state.tasks.a?.checked]).toEqual([
    'done',
    'done',
    2,
  ])
})
