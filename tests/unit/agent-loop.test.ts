import { expect, test } from 'vitest'
import type { ModelOutcome } from '../../src/ports/model.ts'
import { call, createScriptedModel, say } from '../doubles/scripted-model.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

const usage = { input: 0, output: 1, cacheRead: 0, cacheWrite: 0 }
const message = (
  stop: Extract<ModelOutcome, { kind: 'message' }>['stop'],
  ...content: ReturnType<typeof say>[]
): ModelOutcome => ({
  kind: 'message',
  content,
  stop,
  usage,
})

test('300 files are read through a window of 32,000 tokens, and the job finishes', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [`file-${String(i).padStart(3, '0')}.txt`, `Line of file ${i}. `.repeat(40)]),
  )
  let asked = 0
  const model = createScriptedModel(request => {
    const turn = asked++
    const size = JSON.stringify(request.messages).length
    expect(size).toBeLessThan(32_000 * 4)
    if (turn < 60)
      return Array.from({ length: 5 }, (_, i) =>
        call('read', { path: `file-${String(turn * 5 + i).padStart(3, '0')}.txt` }),
      )
    return [say('All 300 files were read.')]
  }, 32_000)
  const world = await createSessionWorld({ files, model: () => model })
  const { session } = await world.open()
  await session.request('Read everything')
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(world.events().filter(event => event.type === 'tool.finished' && !event.failure)).toHaveLength(300)
  const trims = world.events().filter(event => event.type === 'context.trimmed').length
  expect(trims).toBeGreaterThan(0)
  expect(trims).toBeLessThan(20)
})

test('the same call three times is warned about and five times stops the agent', async () => {
  const model = createScriptedModel(() => [call('list', { path: '.' })])
  const world = await createSessionWorld({ model: () => model })
  const { session } = await world.open()
  await session.request('Loop')
  await world.until('the end', () => isOver(session))
  const guards = world.events().flatMap(event => (event.type === 'guard.tripped' ? [event.stopped] : []))
  expect(guards).toEqual([false, false, true])
  expect(model.requests).toHaveLength(5)
  expect(session.state.status).toMatchObject({ kind: 'failed', failure: { kind: 'limit' } })
})

test('calls of a message that was cut are never run and are answered', async () => {
  const model = createScriptedModel((_, turn) =>
    turn === 0 ? message('max_tokens', call('write', { path: 'a.txt', content: 'half' })) : [say('Then not.')],
  )
  const world = await createSessionWorld({ model: () => model })
  const { session } = await world.open()
  await session.request('Write')
  await world.until('the end', () => isOver(session))
  expect(world.home.files()).toEqual({})
  expect(Object.keys(session.state.permissions)).toEqual([])
  expect(JSON.stringify(model.requests[1]!.messages.at(-1))).toContain('Not run')
})

test.each([
  ['an unknown tool', call('delete_everything', {}), 'There is no tool'],
  ['input that does not validate', call('read', { path: 7 }), 'not valid'],
  ['a path that leaves the folder', call('read', { path: '../secret.txt' }), 'leaves the folder'],
  ['a Windows path', call('write', { path: 'C:\\x.txt', content: '' }), 'absolute path'],
  ['an absolute path', call('read', { path: '/etc/passwd' }), 'absolute path'],
])('%s is refused with a sentence and the agent goes on', async (_, block, sentence) => {
  const model = createScriptedModel((__, turn) => (turn === 0 ? [block] : [say('I see.')]))
  const world = await createSessionWorld({ files: { 'a.txt': 'a' }, model: () => model })
  const { session } = await world.open()
  await session.request('Try')
  await world.until('the end', () => isOver(session))
  expect(JSON.stringify(model.requests[1]!.messages.at(-1))).toContain(sentence)
  expect(world.home.files()).toEqual({ 'a.txt': 'a' })
})

test('a refusal of the model ends the run with one sentence', async () => {
  const world = await createSessionWorld({ model: () => createScriptedModel(() => message('refusal', say('No.'))) })
  const { session } = await world.open()
  await session.request('Something')
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toMatchObject({
    kind: 'failed',
    failure: { message: expect.stringContaining('declined') },
  })
})

test('a wrong key pauses the run with its reason, and it goes on once that is mended', async () => {
  let wrong = true
  const world = await createSessionWorld({
    model: () =>
      createScriptedModel(() =>
        wrong ? { kind: 'failed', failure: { kind: 'auth', message: 'The key was not accepted.' } } : [say('Hello.')],
      ),
  })
  const { session } = await world.open()
  await session.request('Hello?')
  await world.until('the pause', () => session.state.status.kind === 'paused')
  expect(session.state.status).toMatchObject({ why: 'trouble', failure: { message: 'The key was not accepted.' } })
  wrong = false
  await session.resume()
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
})

test('an existing file that was not read is not written over', async () => {
  const model = createScriptedModel((_, turn) =>
    turn === 0 ? [call('write', { path: 'a.txt', content: 'new' })] : [say('I should read it first.')],
  )
  const world = await createSessionWorld({ files: { 'a.txt': 'old' }, model: () => model })
  const { session } = await world.open()
  await session.request('Write')
  await world.until('the end', () => isOver(session))
  expect(world.home.files()).toEqual({ 'a.txt': 'old' })
})

test('an edit must match exactly once', async () => {
  const texts: string[] = []
  const model = createScriptedModel((request, turn) => {
    if (turn > 0) texts.push(JSON.stringify(request.messages.at(-1)))
    if (turn === 0) return [call('edit', { path: 'a.txt', old: 'x', new: 'y' })]
    if (turn === 1) return [call('edit', { path: 'a.txt', old: 'zebra', new: 'y' })]
    return [say('ok')]
  })
  const world = await createSessionWorld({ files: { 'a.txt': 'x and x' }, model: () => model })
  const { session } = await world.open()
  await session.request('Edit')
  await world.until('the end', () => isOver(session))
  expect(texts[0]).toContain('more than once')
  expect(texts[1]).toContain('is not in')
})

test('a stop lets no effect start afterwards, whenever it comes', async () => {
  for (const wait of [0, 1, 2, 3, 5, 8, 13, 21]) {
    const world = await createSessionWorld({
      model: () => createScriptedModel((_, turn) => [call('write', { path: `${turn}.txt`, content: `${turn}` })]),
    })
    const { session } = await world.open()
    await session.request('Write for ever')
    await world.until('a question', () => Object.keys(session.state.permissions).length === 1)
    await session.decide(Object.keys(session.state.permissions)[0]!, 'allowed-for-session')
    await new Promise(resolve => setTimeout(resolve, wait))
    await session.stop()
    const then = world.events().filter(event => event.type === 'file.willChange').length
    await new Promise(resolve => setTimeout(resolve, 30))
    expect(world.events().filter(event => event.type === 'file.willChange')).toHaveLength(then)
    expect(session.state.status).toEqual({ kind: 'stopped' })
    const [agent] = Object.values(session.state.agents)
    expect(agent).toMatchObject({ status: 'stopped' })
  }
})

test('a second request builds on the first, and the lead hears of what was undone', async () => {
  const model = createScriptedModel((_, turn) => {
    if (turn === 0) return [call('write', { path: 'a.txt', content: 'a' })]
    return [say('Done.')]
  })
  const world = await createSessionWorld({ model: () => model })
  const { session } = await world.open()
  await session.request('Write a')
  await world.until('a question', () => Object.keys(session.state.permissions).length === 1)
  await session.decide(Object.keys(session.state.permissions)[0]!, 'allowed')
  await world.until('the end', () => isOver(session))
  expect(await session.undo({ kind: 'session' })).toMatchObject({ ok: true, value: { restored: 1 } })
  await session.request('Add a tax column')
  await world.until('the second end', () => world.events().filter(event => event.type === 'run.ended').length === 2)
  const last = JSON.stringify(model.requests.at(-1)!.messages)
  expect(last).toContain('Write a')
  expect(last).toContain('Add a tax column')
  expect(last).toContain('undid 1 of your changes')
})
