import { describe, expect, test } from 'vitest'
import type { ModelRequest } from '../../src/ports/model.ts'
import type { Session } from '../../src/session/session.ts'
import { createMemoryFolder } from '../doubles/memory-folder.ts'
import { call, createScriptedModel, type Script, say } from '../doubles/scripted-model.ts'
import {
  approve,
  latch,
  never,
  newestPermission,
  planOf,
  report,
  slowLog,
  soon,
  team,
  timesIn,
  type World,
  writesItsNote,
} from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

const MESSAGE = 'Please make it a PDF'

interface Moment {
  /** When the message is sent. */
  when: string
  to?: 'lead' | 'a1'
  /** What the lead says in each turn; `gate` is opened by `act`. */
  lead: ((gate: Promise<void>) => ReturnType<Script>)[]
  helper?: ((gate: Promise<void>) => ReturnType<Script>)[]
  act(at: { world: World; session: Session; open: () => void }): Promise<Session | undefined>
}

const waitOn = () => [call('revise_plan', { why: 'Wait on' })]
const after = (answer: () => Awaited<ReturnType<Script>>) => (gate: Promise<void>) => gate.then(answer)
const send = async (session: Session, to: 'lead' | 'a1' = 'lead') =>
  expect(await session.steer(to, MESSAGE)).toEqual({ ok: true, value: undefined })
const helperWorks = (world: World, session: Session) =>
  world.until('the helper', () => session.state.agents.a1?.status === 'working')
const writesA = () => [call('write', { path: 'a.md', content: 'This is a' })]

const moments: Moment[] = [
  {
    when: 'while the lead thinks about its plan',
    lead: [after(() => [planOf('a')]), waitOn, () => [report()]],
    async act({ world, session, open }) {
      await world.until('the lead', () => session.state.agents.lead?.status === 'working')
      await send(session)
      open()
      await approve(world, session)
    },
  },
  {
    when: 'while the plan waits for approval',
    lead: [() => [planOf('a')], waitOn, () => [report()]],
    async act({ world, session }) {
      await world.until('the plan', () => session.state.plan?.status === 'proposed')
      await send(session)
      await approve(world, session)
    },
  },
  {
    when: 'right before the plan is refused',
    lead: [() => [planOf('a')], () => [say('Then not.')]],
    async act({ world, session }) {
      await world.until('the plan', () => session.state.plan?.status === 'proposed')
      await Promise.all([send(session), session.refusePlan(session.state.plan!.id, '')])
    },
  },
  {
    when: 'while helpers work',
    lead: [() => [planOf('a')], waitOn, () => [report()]],
    helper: [after(writesA), () => [report('Written.')]],
    async act({ world, session, open }) {
      await approve(world, session)
      await helperWorks(world, session)
      await send(session)
      open()
    },
  },
  {
    when: 'while a question waits for its answer',
    lead: [() => [call('ask', { questions: [{ id: 'q', text: 'Which year?' }] })], () => [report()]],
    async act({ world, session }) {
      await world.until('the question', () => Object.keys(session.state.questions).length === 1)
      await send(session)
      await session.answer(Object.keys(session.state.questions)[0]!, { q: '2024' })
    },
  },
  {
    when: 'while a change waits for permission',
    lead: [() => [call('write', { path: 'a.md', content: 'x' })], () => [report()]],
    async act({ world, session }) {
      await world.until('the permission', () => Object.keys(session.state.permissions).length === 1)
      await send(session)
      await session.decide(newestPermission(session).id, 'allowed')
    },
  },
  {
    when: 'while the lead writes its report',
    lead: [after(() => [report()]), () => [report()]],
    async act({ session, open }) {
      await send(session)
      open()
    },
  },
  {
    when: 'while the lead says its last word',
    lead: [after(() => [say('All done.')]), () => [say('As a PDF, then.')]],
    async act({ session, open }) {
      await send(session)
      open()
    },
  },
  {
    when: 'while the run is paused',
    lead: [after(() => [call('list', {})]), () => [report()]],
    async act({ session, open }) {
      await session.pause()
      await send(session)
      open()
      await session.resume()
    },
  },
  {
    when: 'after a reload, before going on',
    lead: [() => [planOf('a')], waitOn, () => [report()]],
    helper: [after(writesA), () => [report('Written.')]],
    async act({ world, session, open }) {
      await approve(world, session)
      await helperWorks(world, session)
      const again = (await world.open()).session
      await send(again)
      open()
      await again.resume()
      return again
    },
  },
  {
    when: 'before a reload, and not read until then',
    lead: [after(() => [call('list', {})]), () => [report()]],
    async act({ world, session, open }) {
      await send(session)
      const again = (await world.open()).session
      open()
      await again.resume()
      return again
    },
  },
  {
    when: 'as another request during the run',
    lead: [after(() => [report()]), () => [report()]],
    async act({ session, open }) {
      await session.request(MESSAGE)
      open()
    },
  },
  {
    when: 'to a helper, while it works',
    to: 'a1',
    lead: [() => [planOf('a')], () => [report()]],
    helper: [after(writesA), () => [report('Written.')]],
    async act({ world, session, open }) {
      await approve(world, session)
      await helperWorks(world, session)
      await send(session, 'a1')
      open()
    },
  },
  {
    when: 'to a helper, while it writes its report',
    to: 'a1',
    lead: [() => [planOf('a')], () => [report()]],
    helper: [() => writesA(), after(() => [report('Written.')]), () => [report('Written.')]],
    async act({ world, session, open }) {
      await approve(world, session)
      await world.until('the file', () => world.events().some(event => event.type === 'file.changed'))
      await send(session, 'a1')
      open()
    },
  },
]

describe('a message of the person is read exactly once, whenever it is sent', () => {
  test.each(moments)('$when', async ({ to = 'lead', lead, helper, act }) => {
    const gate = latch()
    const read: ModelRequest[] = []
    const remember = (agent: string, request: ModelRequest) => {
      if (agent === to) read.push(structuredClone(request))
    }
    const world = await createSessionWorld({
      model: team(
        (request, turn) => {
          remember('lead', request)
          return lead[turn]!(gate.opened)
        },
        (brief, turn, request) => {
          remember(brief.agent, request)
          return helper ? helper[turn]!(gate.opened) : writesItsNote(brief, turn, request)
        },
      ),
    })
    const { session } = await world.open()
    await session.request('Write the notes')
    const last = (await act({ world, session, open: gate.open })) ?? session
    await world.until('the end', () => isOver(last))
    expect(last.state.items.filter(item => item.kind === 'steer')).toMatchObject([{ text: MESSAGE, delivered: true }])
    expect(timesIn(read.at(-1)!.messages, MESSAGE)).toBe(1)
    expect(world.events().filter(event => event.type === 'steer.delivered')).toHaveLength(1)
  })
})

test('a message to a helper whose result is being checked is read before its task is done', async () => {
  let heard = false
  let checking: (() => Promise<unknown>) | null = null
  const home = createMemoryFolder(
    {},
    {
      async before(method, path) {
        const now = checking
        if (method !== 'slice' || path !== 'a.md' || !now) return null
        checking = null
        await now()
        return null
      },
    },
  )
  const world = await createSessionWorld({
    home,
    model: team(
      (_, turn) => (turn === 0 ? [planOf('a')] : [report()]),
      (brief, turn, request) => {
        if (timesIn(request.messages, MESSAGE) === 1) heard = true
        if (turn === 1) checking = () => session.steer('a1', MESSAGE)
        return turn === 0 ? writesItsNote(brief, turn, request) : [report('Written.')]
      },
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the end', () => isOver(session))
  expect([heard, session.state.status.kind, session.state.tasks.a?.checked]).toEqual([true, 'done', 1])
  expect(session.state.items.find(item => item.kind === 'steer')).toMatchObject({ delivered: true })
})

test('a message to a helper that has finished is refused with a sentence', async () => {
  const world = await createSessionWorld({
    model: team((_, turn) => (turn === 0 ? [planOf('a')] : never())),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the end of the helper', () => session.state.agents.a1?.status === 'done')
  expect(await session.steer('a1', MESSAGE)).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
  expect(session.state.items.some(item => item.kind === 'steer')).toBe(false)
})

test('the plan of a stopped run does not take a message of the next', async () => {
  const gate = latch()
  const requests: ModelRequest[] = []
  const world = await createSessionWorld({
    model: team(async request => {
      requests.push(structuredClone(request))
      const last = JSON.stringify(request.messages.at(-1))
      if (last.includes('first')) return [planOf('a')]
      if (!last.includes('second')) return [say('Done.')]
      await gate.opened
      return [call('list', {})]
    }, never),
  })
  const { session } = await world.open()
  await session.request('first')
  await approve(world, session)
  await helperWorks(world, session)
  await session.stop()
  await session.request('second')
  await soon(() => requests.length).toBe(2)
  await send(session)
  gate.open()
  await world.until('the end', () => isOver(session))
  expect([requests.length, timesIn(requests[2]!.messages, MESSAGE)]).toEqual([3, 1])
})

test('a message that comes at the very end of a run is read first in the next', async () => {
  const model = createScriptedModel(() => [say('Done.')])
  const world = await createSessionWorld({ model: () => model })
  let sending: Promise<unknown> | undefined
  slowLog(world, types => {
    if (types.includes('run.ended')) sending ??= session.steer('lead', MESSAGE)
  })
  const { session } = await world.open()
  await session.request('first')
  await world.until('the end', () => isOver(session))
  await sending
  await session.request('second')
  await world.until('the second end', () => model.requests.length === 2 && isOver(session))
  expect(timesIn(model.requests[1]!.messages, MESSAGE)).toBe(1)
})
