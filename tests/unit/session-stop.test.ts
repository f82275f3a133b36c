import { expect, test } from 'vitest'
import { createMemoryFolder } from '../doubles/memory-folder.ts'
import { call, createScriptedModel, say } from '../doubles/scripted-model.ts'
import {
  approve,
  latch,
  never,
  newestPermission,
  planOf,
  quiet,
  report,
  slowLog,
  soon,
  team,
} from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

const statuses = (rows: Record<string, { status: string }>) => Object.values(rows).map(row => row.status)

test('a stop while the lead is being started leaves nobody at work', async () => {
  const model = createScriptedModel(() => [report()])
  const world = await createSessionWorld({ model: () => model })
  const { session, started } = await world.open()
  const asked = session.request('Write')
  await world.until('the run', () => session.state.status.kind === 'running')
  expect(await session.stop()).toEqual({ ok: true, value: undefined })
  await asked
  await quiet()
  expect([session.state.status.kind, session.state.agents.lead?.status, started, model.requests]).toEqual([
    'stopped',
    'stopped',
    [],
    [],
  ])
})

test('a stop while helpers are being started leaves nobody at work', async () => {
  const asked: string[] = []
  const world = await createSessionWorld({
    model: team(
      () => [planOf('a', 'b')],
      brief => {
        asked.push(brief.task!)
        return [call('list', {})]
      },
    ),
  })
  let starting = 0
  let stopping: Promise<unknown> | undefined
  slowLog(world, types => {
    if (types.includes('task.started') && ++starting === 2) stopping = session.stop()
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await soon(() => session.state.status.kind).toBe('stopped')
  await stopping
  await soon(() => [statuses(session.state.agents), statuses(session.state.tasks)]).toEqual([
    ['stopped', 'stopped', 'stopped'],
    ['interrupted', 'interrupted'],
  ])
  expect(asked).toEqual([])
})

test('a pause while helpers are being started holds them at their first step', async () => {
  const asked: string[] = []
  const world = await createSessionWorld({
    model: team(
      () => [planOf('a', 'b')],
      async brief => {
        asked.push(brief.task!)
        return never()
      },
    ),
  })
  let pausing: Promise<unknown> | undefined
  slowLog(world, types => {
    if (types.includes('task.started')) pausing ??= session.pause()
  })
  const { session, started } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await soon(() => started.toSorted()).toEqual(['a1', 'a2', 'lead'])
  await pausing
  await quiet()
  expect([session.state.status.kind, asked]).toEqual(['paused', []])
  await session.resume()
  await soon(() => asked).toEqual(['a', 'b'])
})

test('a task that is skipped at the moment it starts is skipped, and its helper ends', async () => {
  const world = await createSessionWorld({ model: team((_, turn) => (turn === 0 ? [planOf('a')] : never()), never) })
  let skipping: Promise<unknown> | undefined
  slowLog(world, types => {
    if (types.includes('task.started')) skipping ??= session.skipTask('a')
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await soon(() => skipping !== undefined).toBe(true)
  expect(await skipping).toEqual({ ok: true, value: undefined })
  await soon(() => [session.state.tasks.a?.status, session.state.agents.a1?.status]).toEqual(['skipped', 'stopped'])
})

test('a stop while a permission is being asked for closes the question and frees the file', async () => {
  const world = await createSessionWorld({
    model: () =>
      createScriptedModel((request, turn) => {
        const last = JSON.stringify(request.messages.at(-1))
        if (last.includes('first') || last.includes('second'))
          return [call('write', { path: 'a.txt', content: `Written in turn ${turn}` })]
        return [say('Done.')]
      }),
  })
  let stopping: Promise<unknown> | undefined
  slowLog(world, types => {
    if (types.includes('permission.asked')) stopping ??= session.stop()
  })
  const { session } = await world.open()
  await session.request('first')
  await soon(() => session.state.status.kind).toBe('stopped')
  await stopping
  await soon(() => statuses(session.state.permissions)).toEqual(['refused'])
  const dead = newestPermission(session).id

  await session.request('second')
  await soon(() => statuses(session.state.permissions)).toEqual(['refused', 'pending'])
  expect(await session.decide(dead, 'allowed')).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
  await quiet()
  expect(world.home.files()).toEqual({})
  await session.decide(newestPermission(session).id, 'allowed')
  await world.until('the end', () => isOver(session))
  expect([session.state.status.kind, Object.keys(world.home.files())]).toEqual(['done', ['a.txt']])
})

test('a change that a stopped agent was in the middle of does not happen under the next request', async () => {
  const kept = latch()
  const home = createMemoryFolder({ 'a.txt': 'The old text' })
  const world = await createSessionWorld({
    home,
    model: () =>
      createScriptedModel((request, turn) => {
        if (JSON.stringify(request.messages.at(-1)).includes('second')) return never()
        return turn === 0
          ? [call('read', { path: 'a.txt' })]
          : [call('write', { path: 'a.txt', content: 'Of the stopped run' })]
      }),
  })
  const put = world.vault.put.bind(world.vault)
  let keeping = false
  world.vault.put = async (bytes, hash) => {
    keeping = true
    await kept.opened
    return put(bytes, hash)
  }
  const { session } = await world.open()
  await session.request('first')
  await world.until('the permission', () => statuses(session.state.permissions).length === 1)
  await session.decide(newestPermission(session).id, 'allowed-for-session')
  await soon(() => keeping).toBe(true)
  await session.stop()
  await session.request('second')
  kept.open()
  await quiet()
  expect(session.state.status.kind).toBe('running')
  expect(home.files()).toEqual({ 'a.txt': 'The old text' })
  expect(world.events().filter(event => event.type === 'file.changed')).toEqual([])
})

test('when the lead fails, what a helper had asked for is refused, and a late answer changes nothing', async () => {
  const refused = { kind: 'failed' as const, failure: { kind: 'not-allowed' as const, message: 'Declined.' } }
  const world = await createSessionWorld({
    model: team(
      (_, turn) => (turn === 0 ? [planOf('a')] : refused),
      (_, turn) => (turn === 0 ? [call('write', { path: 'other.md', content: 'x' })] : [report()]),
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the permission', () => statuses(session.state.permissions).length === 1)
  await session.steer('lead', 'Are you there?')
  await world.until('the end', () => isOver(session))
  expect([session.state.status.kind, statuses(session.state.agents), statuses(session.state.permissions)]).toEqual([
    'failed',
    ['failed', 'stopped'],
    ['refused'],
  ])
  expect(await session.decide(newestPermission(session).id, 'allowed')).toMatchObject({ ok: false })
  await quiet()
  expect(world.home.files()).toEqual({})
})

test('an answer to a question of a stopped run is refused and starts nothing', async () => {
  const world = await createSessionWorld({
    model: () => createScriptedModel(() => [call('ask', { questions: [{ id: 'q', text: 'Which year?' }] })]),
  })
  const { session } = await world.open()
  await session.request('Write')
  await world.until('the question', () => statuses(session.state.questions).length === 1)
  await session.stop()
  const events = world.events().length
  const [id] = Object.keys(session.state.questions)
  expect(statuses(session.state.questions)).toEqual(['superseded'])
  expect(await session.answer(id!, { q: '2024' })).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
  expect(await session.decline(id!)).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
  await quiet()
  expect(world.events()).toHaveLength(events)
})

test.each(['pause', 'resume'] as const)(
  'a %s that is clicked while a stop is being written down does not bring the run back',
  async click => {
    const world = await createSessionWorld({ model: team((_, turn) => (turn === 0 ? [planOf('a')] : never()), never) })
    slowLog(world, () => undefined)
    const { session } = await world.open()
    await session.request('Write')
    await approve(world, session)
    await soon(() => session.state.tasks.a?.status).toBe('running')
    if (click === 'resume') await session.pause()
    const stopping = session.stop()
    expect(await session[click]()).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
    await stopping
    expect(session.state.status.kind).toBe('stopped')
    expect(world.events().at(-1)?.type).toBe('run.ended')
  },
)

test('a request that comes while a stop is being written down is a new run', async () => {
  const world = await createSessionWorld({ model: () => createScriptedModel(never) })
  slowLog(world, () => undefined)
  const { session } = await world.open()
  await session.request('one')
  const stopping = session.stop()
  expect(await session.request('two')).toEqual({ ok: true, value: undefined })
  await stopping
  expect(session.state.status.kind).toBe('running')
  expect(session.state.items.filter(item => item.kind === 'request')).toHaveLength(2)
})
