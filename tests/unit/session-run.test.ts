import { expect, test } from 'vitest'
import type { RootInfo } from '../../src/domain/event.ts'
import { ok } from '../../src/domain/failure.ts'
import type { EngineChoice, HostedRuntime } from '../../src/ports/sandbox.ts'
import { createMemoryFolder } from '../doubles/memory-folder.ts'
import { bytes, createMemorySandbox, type Does } from '../doubles/memory-sandbox.ts'
import { call, createScriptedModel } from '../doubles/scripted-model.ts'
import { approve, latch, newestPermission, planOf, report, soon, task, team } from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

const writes: Does = () => [{ op: 'create', path: '/work/out.txt', bytes: bytes('done') }]
const QUESTION = 'Use WebContainer where it suits'

/** A session whose lead runs these commands, with both engines. */
async function withBoth(commands: object[], hostedDoes: Does, first: EngineChoice = 'ask') {
  let choice = first
  const embedded = createMemorySandbox('embedded', writes)
  const runtime = createMemorySandbox('webcontainer', hostedDoes)
  const hosted: HostedRuntime = {
    sandbox: runtime,
    origin: 'https://runtime.test',
    choice: async () => ok(choice),
    choose: async chosen => {
      choice = chosen
      return ok(undefined)
    },
    mayWork: () => true,
  }
  const model = createScriptedModel((_, turn) => [commands[turn] ? call('run', commands[turn]) : report()])
  const world = await createSessionWorld({
    model: () => model,
    files: { 'a.mjs': 'console.log(1)', 'secret.txt': 'mine' },
    sandbox: embedded,
    hosted,
  })
  const { session } = await world.open()
  await session.request('Run it')
  const given = () => world.events().flatMap(event => (event.type === 'engine.given' ? [event] : []))
  const decideAll = async () => {
    await soon(() => Object.values(session.state.permissions).length > 0 || isOver(session)).toBe(true)
    if (!isOver(session)) await session.decide(newestPermission(session).id, 'allowed-for-session')
  }
  return { world, session, embedded, runtime, given, decideAll, choice: () => choice }
}

const NODE = { command: 'node a.mjs', files: ['a.mjs'] }

test('the person is asked once, before anything is given, and only files that were named are given', async () => {
  const { session, world, runtime, embedded, given, decideAll, choice } = await withBoth(
    [NODE, NODE, { command: 'node a.mjs' }],
    writes,
  )
  await world.until('the question', () => Object.values(session.state.questions).length === 1)
  expect([given(), runtime.ran]).toEqual([[], []])
  const [asked] = Object.values(session.state.questions)
  expect(asked!.questions[0]!.text).toMatch(/StackBlitz.*licence/s)
  await session.answer(asked!.id, { engine: QUESTION })
  await decideAll()
  await world.until('the end', () => isOver(session))
  expect(choice()).toBe('automatic')
  expect([runtime.ran.length, embedded.ran.length]).toEqual([2, 1])
  const copies = ['https://runtime.test', [{ root: 'papers', path: 'a.mjs', bytes: 14 }]]
  expect(given().map(event => [event.origin, event.files])).toEqual([copies, copies])
  expect(Object.values(session.state.questions)).toHaveLength(1)
})

test.each(['no', 'declined'])('after a "%s" the built-in engine does all', async said => {
  const { session, world, runtime, embedded, given, decideAll, choice } = await withBoth([NODE, NODE], writes)
  await world.until('the question', () => Object.values(session.state.questions).length === 1)
  const [asked] = Object.values(session.state.questions)
  if (said === 'no') await session.answer(asked!.id, { engine: 'Use the built-in engine only' })
  else await session.decline(asked!.id)
  await decideAll()
  await world.until('the end', () => isOver(session))
  expect([runtime.ran, embedded.ran.length, given()]).toEqual([[], 2, []])
  expect(choice()).toBe(said === 'no' ? 'embedded' : 'ask')
  expect(Object.values(session.state.questions)).toHaveLength(1)
})

test('a command whose engine is lost in the middle is done by the other one, and the log says so', async () => {
  const { session, world, runtime, embedded, decideAll } = await withBoth([NODE], () => null, 'automatic')
  await decideAll()
  await world.until('the end', () => isOver(session))
  expect([runtime.ran, embedded.ran]).toEqual([['node a.mjs'], ['node a.mjs']])
  expect(world.home.text('out.txt')).toBe('done')
  expect(session.state.items).toContainEqual(
    expect.objectContaining({ kind: 'notice', text: expect.stringContaining('The built-in engine runs the command') }),
  )
})

test('two helpers that changed one file with commands give a conflict, and nothing of the second is written', async () => {
  const both = latch()
  let running = 0
  const sandbox = createMemorySandbox('embedded', async (_, command) => {
    if (++running === 2) both.open()
    await both.opened
    return [{ op: 'modify', path: '/work/shared.txt', bytes: bytes(command) }]
  })
  const needs = [{ verb: 'overwrite' as const, paths: ['shared.txt'], most: 2 }]
  const criteria = [{ kind: 'report' as const, minLength: 1 }]
  const world = await createSessionWorld({
    files: { 'shared.txt': 'before' },
    sandbox,
    model: team(
      (_, turn) =>
        turn === 0
          ? [planOf(task('a', { outputs: [], needs, criteria }), task('b', { outputs: [], needs, criteria }))]
          : [report()],
      (brief, turn) => [turn === 0 ? call('run', { command: `echo ${brief.task} > shared.txt` }) : report('Ran.')],
    ),
  })
  const { session } = await world.open()
  await session.request('Change it twice')
  await approve(world, session)
  await world.until('the end', () => isOver(session))
  expect(sandbox.ran).toHaveLength(2)
  expect(world.events().filter(event => event.type === 'file.changed')).toHaveLength(1)
  expect(world.events().filter(event => event.type === 'file.conflict')).toHaveLength(1)
  expect(world.home.text('shared.txt')).toMatch(/^echo (1\.)?[ab] > shared\.txt$/)
})

test('what a command moves from one folder to another is written there and then leaves here', async () => {
  const info: RootInfo = { id: 'archive', name: 'Archive', access: 'readwrite', kind: 'folder' }
  const folder = createMemoryFolder({})
  const sandbox = createMemorySandbox('embedded', () => [
    { op: 'rename', path: '/work/a.txt', to: '/folders/archive/a.txt' },
    { op: 'rename', path: '/work/b.txt', to: '/work/c.txt' },
  ])
  const model = createScriptedModel((_, turn) => [turn === 0 ? call('run', { command: 'mv' }) : report()])
  const world = await createSessionWorld({
    files: { 'a.txt': 'one', 'b.txt': 'two' },
    other: { info, folder },
    sandbox,
    model: () => model,
  })
  const { session } = await world.open()
  await session.request('Move it')
  for (const pending of ['create', 'move', 'trash']) {
    await world.until(pending, () => newestPermission(session)?.op.op === pending)
    await session.decide(newestPermission(session).id, 'allowed')
  }
  await world.until('the end', () => isOver(session))
  expect(folder.text('a.txt')).toBe('one')
  expect(world.home.text('c.txt')).toBe('two')
  const moved = world.events().flatMap(event => (event.type === 'file.willChange' ? [event.change.op] : []))
  expect(moved).toEqual(['create', 'move', 'trash'])
  const undone = await session.undo({ kind: 'session' })
  expect(undone).toMatchObject({ ok: true, value: { restored: 3 } })
  expect([world.home.text('a.txt'), world.home.text('b.txt')]).toEqual(['one', 'two'])
})

test('a command over too many files, and one that made too many, are told what to do, and nothing is written', async () => {
  const many = Array.from({ length: 20_001 }, (_, index) => `${index}.txt`)
  const sandbox = createMemorySandbox('embedded', () =>
    many.slice(0, 5_001).map(name => ({ op: 'create', path: `/work/out/${name}`, bytes: bytes('x') })),
  )
  const commands = [{ command: 'make' }, { command: 'make', files: ['1.txt'] }]
  const model = createScriptedModel((_, turn) => [commands[turn] ? call('run', commands[turn]) : report()])
  const files = Object.fromEntries(many.map(name => [name, '']))
  const world = await createSessionWorld({ model: () => model, files, sandbox })
  const { session } = await world.open()
  await session.request('Run it')
  await world.until('the end', () => isOver(session))
  const told = model.requests.slice(1).map(request => JSON.stringify(request.messages.at(-1)))
  expect(told[0]).toContain('There are more than 20000 files. Name those the command needs')
  expect(told[1]).toMatch(/changed 5001 files and at most 5000 can be changed at once. Nothing was written/)
  expect(sandbox.ran).toHaveLength(1)
  expect(world.events().filter(event => event.type === 'file.changed')).toEqual([])
})
