import { describe, expect, test } from 'vitest'
import type { RootInfo } from '../../src/domain/event.ts'
import type { Task } from '../../src/domain/plan.ts'
import { planProblems } from '../../src/domain/plan-check.ts'
import type { ModelRequest } from '../../src/ports/model.ts'
import { call, type Script } from '../doubles/scripted-model.ts'
import { approve, latch, never, planOf, report, soon, task, team, writesItsNote } from '../doubles/session-script.ts'
import { createSessionWorld, HOME, isOver } from '../doubles/session-world.ts'

const taskStatuses = (tasks: Record<string, { status: string }>) =>
  Object.fromEntries(Object.entries(tasks).map(([id, state]) => [id, state.status]))
const revise = (more: object = {}) => call('revise_plan', { why: 'The person wants it', ...more })
const lastResult = (request: ModelRequest) => JSON.stringify(request.messages.at(-1))

test('a change of the plan that is refused leaves what was approved at work, to its end', async () => {
  const gate = latch()
  const turns: Script[] = [
    () => [planOf('a')],
    () => [revise({ add: [task('b')] })],
    request => {
      expect(lastResult(request)).toContain('did not want this change of the plan. Too much')
      return [revise()]
    },
    () => [report()],
  ]
  const world = await createSessionWorld({
    model: team(
      (request, turn) => turns[turn]!(request, turn),
      async (brief, turn, request) => {
        await gate.opened
        return writesItsNote(brief, turn, request)
      },
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the helper', () => session.state.agents.a1?.status === 'working')
  await session.steer('lead', 'Also b')
  await world.until('the changed plan', () => session.state.plan?.status === 'proposed')
  await session.refusePlan(session.state.plan!.id, 'Too much')
  await soon(() => [session.state.plan?.status, session.state.agents.a1?.status]).toEqual(['approved', 'working'])
  gate.open()
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(taskStatuses(session.state.tasks)).toEqual({ a: 'done', b: 'skipped' })
  expect(Object.keys(world.home.files())).toEqual(['a.md'])
})

test('a lead that reports while its helpers work is told to wait, and they go on', async () => {
  const gate = latch()
  const turns: Script[] = [() => [planOf('a')], () => [report()], () => [revise()], () => [report()]]
  const world = await createSessionWorld({
    model: team(
      (request, turn) => turns[turn]!(request, turn),
      async (brief, turn, request) => {
        await gate.opened
        return writesItsNote(brief, turn, request)
      },
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the helper', () => session.state.agents.a1?.status === 'working')
  await session.steer('lead', 'Hurry')
  await world.until('the report', () => session.state.agents.lead?.turns === 3)
  expect([session.state.status.kind, session.state.agents.a1?.status]).toEqual(['running', 'working'])
  gate.open()
  await world.until('the end', () => isOver(session))
  expect([session.state.status.kind, Object.keys(world.home.files())]).toEqual(['done', ['a.md']])
})

test('a second plan in a run is sent back, and the first goes on', async () => {
  const gate = latch()
  const turns: Script[] = [() => [planOf('a')], () => [planOf('b')], () => [revise()], () => [report()]]
  const world = await createSessionWorld({
    model: team(
      (request, turn) => turns[turn]!(request, turn),
      async (brief, turn, request) => {
        await gate.opened
        return writesItsNote(brief, turn, request)
      },
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the helper', () => session.state.agents.a1?.status === 'working')
  await session.steer('lead', 'b instead')
  await world.until('the answer', () => world.events().some(event => event.type === 'plan.sentBack'))
  gate.open()
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(taskStatuses(session.state.tasks)).toEqual({ a: 'done' })
})

test('the plan of an earlier run cannot be revised, and nothing of it starts', async () => {
  const world = await createSessionWorld({
    model: team(request => {
      const last = lastResult(request)
      if (last.includes('first')) return [planOf('a')]
      return last.includes('second') ? [revise({ add: [task('b')] })] : [report()]
    }),
  })
  const { session } = await world.open()
  await session.request('first')
  await approve(world, session)
  await world.until('the first end', () => isOver(session))
  await session.request('second')
  await world.until('the second end', () => isOver(session))
  const sentBack = world.events().flatMap(event => (event.type === 'plan.sentBack' ? event.problems : []))
  expect(sentBack).toEqual(['There is no plan in this run to revise. Submit one with submit_plan.'])
  expect([taskStatuses(session.state.tasks), Object.keys(world.home.files())]).toEqual([{ a: 'done' }, ['a.md']])
})

test('after a stop in the middle of a plan, the plan of the next run is carried out to its end', async () => {
  const world = await createSessionWorld({
    model: team(
      request => {
        const last = lastResult(request)
        if (last.includes('first')) return [planOf('a')]
        return last.includes('second') ? [planOf('b')] : [report()]
      },
      (brief, turn, request) => (brief.task === 'a' ? never() : writesItsNote(brief, turn, request)),
    ),
  })
  const { session, started } = await world.open()
  await session.request('first')
  await approve(world, session)
  await soon(() => started).toEqual(['lead', 'a1'])
  await session.stop()
  await session.request('second')
  await approve(world, session)
  await world.until('the end', () => isOver(session))
  expect([session.state.status.kind, Object.keys(world.home.files())]).toEqual(['done', ['b.md']])
  expect(started).toEqual(['lead', 'a1', 'lead', 'a2'])
})

test('what is called after an accepted report, in the same message, is not run', async () => {
  const world = await createSessionWorld({
    model: team(
      (_, turn) => (turn === 0 ? [planOf('a')] : [report(), call('write', { path: 'b.md', content: 'Too late' })]),
      (brief, turn, request) =>
        turn === 0
          ? writesItsNote(brief, turn, request)
          : [report('Written.'), call('write', { path: 'a.md', content: 'Other than was checked' })],
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the end', () => isOver(session) && session.state.agents.lead?.status === 'done')
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(world.home.files()).toEqual({ 'a.md': 'This is a' })
  const answers = world.events().flatMap(event => (event.type === 'tool.finished' ? [event.summary] : []))
  expect(answers.filter(answer => answer.startsWith('Not run'))).toHaveLength(2)
})

test('a task whose work is undone during a pause no longer counts as done, and the lead is told', async () => {
  const gate = latch()
  const requests: ModelRequest[] = []
  const world = await createSessionWorld({
    model: team(
      (request, turn) => {
        requests.push(structuredClone(request))
        return turn === 0 ? [planOf('a', 'b')] : turn === 1 ? [revise()] : [report('b is there.')]
      },
      async (brief, turn, request) => {
        if (brief.task === 'b') await gate.opened
        return writesItsNote(brief, turn, request)
      },
    ),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the first task', () => session.state.tasks.a?.status === 'done')
  expect(await session.undo({ kind: 'task', task: 'a' })).toMatchObject({ ok: false, failure: { kind: 'invalid' } })
  await session.pause()
  expect(await session.undo({ kind: 'task', task: 'a' })).toMatchObject({ ok: true, value: { restored: 1 } })
  gate.open()
  await session.resume()
  await world.until('the end', () => isOver(session))
  expect(taskStatuses(session.state.tasks)).toEqual({ a: 'skipped', b: 'done' })
  expect(Object.keys(world.home.files())).toEqual(['b.md'])
  expect(JSON.stringify(requests.at(-1)!.messages)).toContain('undid 1 of your changes')
})

test('what a large plan came to is shortened for the lead, and is no failure', async () => {
  const ids = Array.from({ length: 25 }, (_, index) => `t${index}`)
  const results: string[] = []
  const world = await createSessionWorld({
    model: brief => ({
      ...team(
        (request, turn) => {
          if (turn === 1) results.push(lastResult(request))
          return turn === 0 ? [planOf(...ids)] : [report()]
        },
        (each, turn, request) => (turn === 0 ? writesItsNote(each, turn, request) : [report('w'.repeat(1500))]),
      )(brief),
      window: 32_000,
    }),
  })
  const { session } = await world.open()
  await session.request('Write')
  await approve(world, session)
  await world.until('the end', () => isOver(session))
  const [result] = results
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(result).not.toContain('is_error')
  expect(result).toContain('\\"status\\":\\"done\\"')
  for (const id of ids) expect(result).toContain(`\\"id\\":\\"${id}\\"`)
  expect(result!.length).toBeLessThan(32_000 * 0.3 * 3.5 * 1.5)
})

const roots: RootInfo[] = [HOME]
const problems = (more: Partial<Task>, others: Task[] = []) =>
  planProblems({ tasks: [...others, task('a', more)] }, roots, HOME.id)

describe('a criterion that would pass for a wrong result is sent back with the task’s name', () => {
  const trivial: [string, Partial<Task>][] = [
    ['a text that need not hold anything', { criteria: [{ kind: 'text', path: 'a.md' }] }],
    ['a text that holds a space', { criteria: [{ kind: 'text', path: 'a.md', contains: ' ' }] }],
    ['a text that matches anything', { criteria: [{ kind: 'text', path: 'a.md', matches: '.*' }] }],
    ['a text that only lacks something', { criteria: [{ kind: 'text', path: 'a.md', contains: 'x', not: true }] }],
    ['a text that is only there', { criteria: [{ kind: 'exists', path: 'a.md' }] }],
    ['a criterion about another file', { criteria: [{ kind: 'text', path: 'b.md', contains: 'x' }] }],
    [
      'a table with no rows',
      { outputs: ['a.csv'], criteria: [{ kind: 'table', path: 'a.csv', columns: ['x'], minRows: 0 }] },
    ],
    ['a table without columns', { outputs: ['a.csv'], criteria: [{ kind: 'table', path: 'a.csv', minRows: 3 }] }],
    ['JSON with no items', { outputs: ['a.json'], criteria: [{ kind: 'json', path: 'a.json', minItems: 0 }] }],
    [
      'files moved, and at least one is somewhere',
      {
        outputs: [],
        needs: [{ verb: 'move', paths: ['**'], most: 9 }],
        criteria: [{ kind: 'count', glob: '**/*', atLeast: 1 }],
      },
    ],
  ]
  test.each(trivial)('%s', (_, more) => expect(problems(more).join(' ')).toContain('Task a'))

  const telling: [string, Partial<Task>][] = [
    ['a text that holds a word', { criteria: [{ kind: 'text', path: 'a.md', contains: 'Total' }] }],
    ['a text that matches a line', { criteria: [{ kind: 'text', path: 'a.md', matches: '^# Report' }] }],
    [
      'a table with columns and rows',
      { outputs: ['a.csv'], criteria: [{ kind: 'table', path: 'a.csv', columns: ['x'], rows: 2 }] },
    ],
    ['JSON with items', { outputs: ['a.json'], criteria: [{ kind: 'json', path: 'a.json', minItems: 1 }] }],
  ]
  test.each(telling)('%s is fine', (_, more) => expect(problems(more)).toEqual([]))
})

test('a task that reads what another writes must depend on it', () => {
  expect(problems({ inputs: ['b.md'] }, [task('b')])).toEqual([
    'Task "Task a" reads "b.md", which "Task b" writes, but does not depend on it.',
  ])
  expect(problems({ inputs: ['b.md'], dependsOn: ['b'] }, [task('b')])).toEqual([])
})

test.each(['(a+)+$', '(\\w+\\s?)*x', '([a-z]*)+', '((a|b)+,)*', '(x{2,})+', '(?:a*)*'])(
  'a pattern that can take forever is refused: /%s/',
  matches => expect(problems({ criteria: [{ kind: 'text', path: 'a.md', matches }] }).join(' ')).toContain('forever'),
)

test.each(['^# Report', 'Total: \\d+', '(one|two)+', '[(+*]+', '\\(a+\\)+x', '(a{2}){3}'])(
  'a pattern that ends soon is taken: /%s/',
  matches => expect(problems({ criteria: [{ kind: 'text', path: 'a.md', matches }] })).toEqual([]),
)

test('a plan with such a pattern starts nothing', async () => {
  const wild = task('a', { criteria: [{ kind: 'text', path: 'a.md', matches: '(a+)+$' }] })
  const world = await createSessionWorld({
    model: team((_, turn) => (turn === 0 ? [planOf(wild)] : [report()]), never),
  })
  const { session } = await world.open()
  await session.request('Write')
  await world.until('the end', () => isOver(session))
  expect([session.state.plan, Object.keys(session.state.agents)]).toEqual([null, ['lead']])
})

test('a task of an earlier plan can no longer be changed, and the plan of today does not wait for it', async () => {
  let run = 0
  const world = await createSessionWorld({
    model: team((_, turn) => {
      if (turn === 0) return [planOf('old')]
      return JSON.stringify(_.messages.at(-1)).includes('again') && run++ === 0 ? [planOf('new')] : [report()]
    }),
  })
  const { session } = await world.open()
  await session.request('Write')
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  await session.refusePlan(session.state.plan!.id, 'Not now.')
  await world.until('the end', () => isOver(session) && session.state.agents.lead?.status === 'done')
  await session.request('again')
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  expect(await session.editTask({ ...session.state.tasks.old!.task, title: 'Late' })).toMatchObject({ ok: false })
  await session.approvePlan(session.state.plan!.id)
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
})
