import { expect, test } from 'vitest'
import { call, createScriptedModel, say } from '../../tests/doubles/scripted-model.ts'
import { createSessionWorld, isOver } from '../../tests/doubles/session-world.ts'
import type { Task } from '../domain/plan.ts'

const task = (id: string, more: Partial<Task> = {}) => ({
  id,
  title: `Task ${id}`,
  brief: `Write ${id}.md`,
  inputs: [],
  outputs: [`${id}.md`],
  needs: [],
  criteria: [{ kind: 'text' as const, path: `${id}.md`, contains: id }],
  dependsOn: [],
  ...more,
})

test('a small request is answered without a plan, and the change is asked for', async () => {
  const model = createScriptedModel((_, turn) =>
    turn === 0
      ? [say('I will write it.'), call('write', { path: 'hello.txt', content: 'Hello' })]
      : [say('Done: hello.txt')],
  )
  const world = await createSessionWorld({ model: () => model })
  const { session } = await world.open()
  await session.request('Write hello')
  await world.until('a question of permission', () =>
    Object.values(session.state.permissions).some(row => row.status === 'pending'),
  )
  const asked = Object.values(session.state.permissions)[0]!
  expect(asked.op).toEqual({ op: 'create', root: 'papers', path: 'hello.txt' })
  expect(world.home.files()).toEqual({})
  await session.decide(asked.id, 'allowed')
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(world.home.files()).toEqual({ 'hello.txt': 'Hello' })
})

test('refusing a change pauses the run and the agent is told', async () => {
  const model = createScriptedModel((request, turn) =>
    turn === 0
      ? [call('write', { path: 'a.txt', content: 'x' })]
      : [say(JSON.stringify(request.messages.at(-1)!.content).slice(0, 400))],
  )
  const world = await createSessionWorld({ model: () => model })
  const { session } = await world.open()
  await session.request('Write')
  await world.until('a question', () => Object.keys(session.state.permissions).length === 1)
  await session.decide(Object.keys(session.state.permissions)[0]!, 'refused')
  await world.until('the pause', () => session.state.status.kind === 'paused')
  expect(model.requests).toHaveLength(1)
  await session.resume()
  await world.until('the end', () => isOver(session))
  expect(world.home.files()).toEqual({})
  expect(JSON.stringify(model.requests[1]!.messages)).toContain('did not allow')
})

test('a plan is approved, its tasks run at once, their criteria are checked and the run reports', async () => {
  let working = 0
  let most = 0
  const world = await createSessionWorld({
    model: brief =>
      createScriptedModel(async (_, turn) => {
        if (brief.role === 'lead')
          return turn === 0
            ? [
                call('submit_plan', {
                  goal: 'Four notes',
                  assumptions: [],
                  tasks: ['a', 'b', 'c', 'd'].map(id => task(id)),
                }),
              ]
            : [call('report', { summary: 'All four are written.' })]
        working++
        most = Math.max(most, working)
        // Who is alone stays until the others have come, or the test runs out of its time.
        await expect.poll(() => most, { timeout: 10_000, interval: 2 }).toBe(4)
        working--
        return turn === 0
          ? [call('write', { path: `${brief.task}.md`, content: `This is ${brief.task}` })]
          : [call('report', { summary: 'Written.' })]
      }),
  })
  const { session } = await world.open()
  await session.request('Write four notes')
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  expect(world.home.files()).toEqual({})
  expect(await session.approvePlan(session.state.plan!.id)).toEqual({ ok: true, value: undefined })
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(Object.keys(world.home.files())).toEqual(['a.md', 'b.md', 'c.md', 'd.md'])
  expect(most).toBe(4)
  expect(
    Object.values(session.state.tasks).map(state => [state.status, state.checks.every(check => check.ok)]),
  ).toEqual(Array(4).fill(['done', true]))
  expect(Object.keys(session.state.permissions)).toEqual([])
  const undone = await session.undo({ kind: 'session' })
  expect(undone).toMatchObject({ ok: true, value: { restored: 4, refused: [] } })
  expect([world.home.files(), world.home.folders()]).toEqual([{}, []])
})

test('a plan with a circle, a shared output, an output outside the folder or trivial criteria is sent back by name', async () => {
  const plans = [
    [task('a', { dependsOn: ['b'] }), task('b', { dependsOn: ['a'] })],
    [task('a'), task('b', { outputs: ['A.md'], criteria: [{ kind: 'text', path: 'A.md', contains: 'x' }] })],
    [task('a', { outputs: ['../a.md'] })],
    [task('a', { outputs: ['a.csv'], criteria: [{ kind: 'exists', path: 'a.csv' }] })],
    [task('a', { inputs: ['nowhere.txt'] })],
  ]
  const model = createScriptedModel((_, turn) =>
    turn < plans.length
      ? [call('submit_plan', { goal: 'x', assumptions: [], tasks: plans[turn] })]
      : [say('I give up.')],
  )
  const world = await createSessionWorld({ model: () => model })
  const { session } = await world.open()
  await session.request('Go')
  await world.until('the end', () => isOver(session))
  const sent = world.events().flatMap(event => (event.type === 'plan.sentBack' ? [event.problems.join(' ')] : []))
  expect(sent[0]).toContain('circle: a → b → a')
  expect(sent[1]).toContain('output of both "Task a" and "Task b"')
  expect(sent[2]).toContain('leaves the folder')
  expect(sent[3]).toContain('Task "Task a": for the table "a.csv"')
  expect(sent[4]).toContain('needs "nowhere.txt", which is not there')
  expect(world.home.files()).toEqual({})
})

test('a session comes back after its page died, and nothing is done twice', async () => {
  let hang = true
  const world = await createSessionWorld({
    model: brief =>
      createScriptedModel(async (_, turn) => {
        if (brief.role === 'lead')
          return turn === 0
            ? [
                call('submit_plan', {
                  goal: 'Two',
                  assumptions: [],
                  tasks: [task('a'), task('b', { dependsOn: ['a'] })],
                }),
              ]
            : [call('report', { summary: 'Both are written.' })]
        if (turn === 0) return [call('write', { path: `${brief.task}.md`, content: `This is ${brief.task}` })]
        if (hang && brief.task === 'b') await new Promise(() => undefined)
        return [call('report', { summary: 'Written.' })]
      }),
  })
  const first = await world.open()
  await first.session.request('Write two notes')
  await world.until('the plan', () => first.session.state.plan?.status === 'proposed')
  await first.session.approvePlan(first.session.state.plan!.id)
  await world.until('b has written', () => Object.keys(world.home.files()).length === 2)
  await new Promise(resolve => setTimeout(resolve, 50))
  hang = false
  const second = await world.open()
  expect(second.session.state.status).toEqual({ kind: 'paused', why: 'reload' })
  await second.session.resume()
  await world.until('the end', () => isOver(second.session))
  expect(second.session.state.status).toEqual({ kind: 'done' })
  expect(world.events().filter(event => event.type === 'file.changed')).toHaveLength(2)
  expect(world.events().filter(event => event.type === 'plan.proposed')).toHaveLength(1)
})

test('a message to the lead while its helpers work brings it back, and the work goes on', async () => {
  let open: () => void = () => undefined
  const gate = new Promise<void>(resolve => {
    open = resolve
  })
  const heard: string[] = []
  const world = await createSessionWorld({
    model: brief =>
      createScriptedModel(async (request, turn) => {
        if (brief.role === 'lead') {
          heard.push(JSON.stringify(request.messages.at(-1)))
          if (turn === 0) return [call('submit_plan', { goal: 'One', assumptions: [], tasks: [task('a')] })]
          if (turn === 1) {
            open()
            return [call('revise_plan', { why: 'Nothing to change' })]
          }
          return [call('report', { summary: 'Done.' })]
        }
        await gate
        return turn === 0
          ? [call('write', { path: 'a.md', content: 'This is a' })]
          : [call('report', { summary: 'ok' })]
      }),
  })
  const { session } = await world.open()
  await session.request('Write')
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  await session.approvePlan(session.state.plan!.id)
  await world.until('the helper', () => Object.keys(session.state.agents).length === 2)
  await session.steer('lead', 'Please hurry')
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(heard[1]).toContain('Please hurry')
  expect(session.state.items.find(item => item.kind === 'steer')).toMatchObject({ delivered: true })
})
