import { expect, test } from 'vitest'
import { createMemoryFolder, type Method } from '../../tests/doubles/memory-folder.ts'
import { call, createScriptedModel, type Script, say } from '../../tests/doubles/scripted-model.ts'
import { createSessionWorld, HOME, isOver } from '../../tests/doubles/session-world.ts'
import type { ModelChoice } from '../domain/event.ts'
import { failed } from '../domain/failure.ts'
import type { AgentBrief } from '../ports/desk.ts'
import type { ModelSetup } from '../ports/model.ts'
import type { Session } from './session.ts'

const task = (id: string) => ({
  id,
  title: `Task ${id}`,
  brief: `Write ${id}.md`,
  inputs: ['source.txt'],
  outputs: [`${id}.md`],
  needs: [],
  criteria: [{ kind: 'text' as const, path: `${id}.md`, contains: id }],
  dependsOn: [],
})

/** A lead with a plan of so many tasks, and helpers that read, write and report. */
const scriptOf =
  (brief: AgentBrief, tasks: string[]): Script =>
  (_, turn) => {
    if (brief.role === 'lead')
      return turn === 0
        ? [call('submit_plan', { goal: 'Notes', assumptions: [], tasks: tasks.map(task) })]
        : [call('report', { summary: 'All are written.' })]
    if (turn === 0) return [call('read', { path: 'source.txt' })]
    return turn === 1
      ? [call('write', { path: `${brief.task}.md`, content: `This is ${brief.task}` })]
      : [call('report', { summary: 'Written.' })]
  }
const work = (brief: AgentBrief, tasks: string[]) => createScriptedModel(scriptOf(brief, tasks))

const notices = (session: Session) => session.state.items.flatMap(item => (item.kind === 'notice' ? [item.text] : []))

const lost = failed('permission-lost', 'The browser no longer lets Deskhand into the folder.').failure
/** Where the folder is taken away: the first call of that kind, on that path, that comes while a run is on. */
const losses: [string, Method | 'slice', string][] = [
  ['while a file is read', 'open', 'source.txt'],
  ['while a file is written', 'write', 'a.md'],
  ['while a result is checked', 'slice', 'a.md'],
]

test.each(losses)('a folder that is taken away %s pauses the run, and reconnecting it goes on', async (_, at, path) => {
  let gone = false
  let armed = false
  const home = createMemoryFolder(
    { 'source.txt': 'words' },
    {
      before(method, which) {
        if (armed && method === at && which === path && (at !== 'slice' || reported)) {
          gone = true
          armed = false
        }
        return gone ? lost : null
      },
    },
  )
  let reported = false
  const world = await createSessionWorld({ home, model: brief => work(brief, ['a', 'b']) })
  const { session } = await world.open()
  await session.request('Write the notes')
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  armed = true
  await session.approvePlan(session.state.plan!.id)
  await world.until('the pause', () => {
    reported ||= world.events().some(event => event.type === 'task.reported' && event.task === 'a')
    return session.state.status.kind === 'paused'
  })
  expect(session.state.status).toMatchObject({ why: 'permission-lost' })
  expect(session.state.lostRoots).toEqual([HOME.id])
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(notices(session)).toEqual([lost.message])
  expect(await session.resume()).toMatchObject({ ok: false, failure: { kind: 'permission-lost' } })

  gone = false
  await session.connect(HOME, home)
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(home.files()).toEqual({ 'source.txt': 'words', 'a.md': 'This is a', 'b.md': 'This is b' })
  expect(Object.values(session.state.tasks).map(state => state.checked)).toEqual([1, 1])
  expect(session.state.changes.filter(change => change.status === 'done')).toHaveLength(2)
})

test('a plan is not refused for a folder that is taken away while it is looked at', async () => {
  let gone = true
  const home = createMemoryFolder(
    { 'source.txt': 'words' },
    { before: method => (gone && method === 'stat' ? lost : null) },
  )
  const world = await createSessionWorld({ home, model: brief => work(brief, ['a']) })
  const { session } = await world.open()
  await session.request('Write the notes')
  await world.until('the pause', () => session.state.status.kind === 'paused')
  expect(session.state.items.some(item => item.kind === 'plan')).toBe(false)
  gone = false
  await session.connect(HOME, home)
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
})

const full = failed('storage', 'The storage is full.').failure
/** What there is no room for: the image of what is to be written over, or the new file itself. */
const short: [string, (world: Awaited<ReturnType<typeof createSessionWorld>>, isFull: () => boolean) => void][] = [
  [
    'a vault',
    ({ vault }, isFull) => {
      const { put } = vault
      vault.put = async (...args) => (isFull() ? { ok: false, failure: full } : put(...args))
    },
  ],
  [
    'a disk',
    ({ home }, isFull) => {
      const { write } = home
      home.write = async (...args) =>
        isFull() ? { ok: false, failure: { ...full, kind: 'disk-full' } } : write(...args)
    },
  ],
]

test.each(short)(
  '%s that is full pauses the run with nothing skipped, and resuming does each change once',
  async (_, fill) => {
    let isFull = true
    const home = createMemoryFolder({ 'source.txt': 'words', 'a.md': 'old a', 'b.md': 'old b' })
    const told: string[] = []
    const world = await createSessionWorld({
      home,
      model: brief =>
        createScriptedModel((request, turn) => {
          told.push(JSON.stringify(request.messages.at(-1)))
          if (brief.role === 'lead' || turn !== 0) return scriptOf(brief, ['a', 'b'])(request, turn)
          return [call('read', { path: `${brief.task}.md` })]
        }),
    })
    fill(world, () => isFull)
    const { session } = await world.open()
    await session.request('Write the notes')
    await world.until('the plan', () => session.state.plan?.status === 'proposed')
    await session.approvePlan(session.state.plan!.id)
    const isPaused = () => session.state.status.kind === 'paused'
    await world.until('the pause', isPaused)
    expect(session.state.status).toMatchObject({ why: 'trouble' })
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(home.files()).toMatchObject({ 'a.md': 'old a', 'b.md': 'old b' })
    expect(notices(session)).toEqual([expect.stringMatching(/^The storage is full\. Then press Resume/)])

    await session.resume()
    await world.until('the second pause', isPaused)
    expect(world.events().filter(event => event.type === 'run.paused')).toHaveLength(2)
    expect(home.files()).toMatchObject({ 'a.md': 'old a', 'b.md': 'old b' })

    isFull = false
    await session.resume()
    await world.until('the end', () => isOver(session))
    expect(session.state.status).toEqual({ kind: 'done' })
    expect(home.files()).toMatchObject({ 'a.md': 'This is a', 'b.md': 'This is b' })
    const done = session.state.changes.filter(change => change.status === 'done')
    expect(done.map(({ change }) => change.path).sort()).toEqual(['a.md', 'b.md'])
    expect(told.filter(text => text.includes('is full'))).toEqual([])
  },
)

test('stopping a run that is paused for a full vault leaves the file as it was', async () => {
  const home = createMemoryFolder({ 'source.txt': 'words', 'a.md': 'old a' })
  const world = await createSessionWorld({
    home,
    model: brief =>
      createScriptedModel((request, turn) =>
        brief.role === 'lead' || turn !== 0 ? scriptOf(brief, ['a'])(request, turn) : [call('read', { path: 'a.md' })],
      ),
  })
  const { put } = world.vault
  world.vault.put = async () => ({ ok: false, failure: full })
  const { session } = await world.open()
  await session.request('Write the notes')
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  await session.approvePlan(session.state.plan!.id)
  await world.until('the pause', () => session.state.status.kind === 'paused')
  world.vault.put = put
  await session.stop()
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(session.state.status.kind).toBe('stopped')
  expect(home.files()).toMatchObject({ 'a.md': 'old a' })
})

const choice: ModelChoice = { provider: 'anthropic', baseUrl: 'http://localhost:1', lead: 'x', helper: 'x' }
const withKey = (key: string): ModelSetup => ({
  provider: 'anthropic',
  baseUrl: 'http://localhost:1',
  key,
  model: 'x',
  window: 200_000,
  maxTokens: 8000,
  thinking: false,
})
const wrongKey = { kind: 'failed' as const, failure: failed('auth', 'The key was not accepted.').failure }

test('a key that stops being accepted is one sentence, and a new one reaches every agent', async () => {
  let valid = 'old'
  const world = await createSessionWorld({
    files: { 'source.txt': 'words' },
    model(brief) {
      const scripted = work(brief, ['a', 'b', 'c', 'd'])
      const key = brief.setup.provider === 'anthropic' ? brief.setup.key : null
      return {
        window: scripted.window,
        stream: (request, signal) =>
          key === valid
            ? scripted.stream(request, signal)
            : createScriptedModel(() => wrongKey).stream(request, signal),
      }
    },
  })
  const { session } = await world.open()
  await session.setModel(choice, withKey('old'), withKey('old'))
  await session.request('Write the notes')
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  valid = 'new'
  await session.approvePlan(session.state.plan!.id)
  await world.until('the pause', () => session.state.status.kind === 'paused')
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(notices(session)).toEqual(['The key was not accepted.'])

  await session.setModel(choice, withKey('new'), withKey('new'))
  await session.resume()
  await world.until('the end', () => isOver(session))
  expect(session.state.status).toEqual({ kind: 'done' })
  expect(notices(session)).toEqual(['The key was not accepted.'])
  expect(Object.keys(world.home.files())).toEqual(['a.md', 'b.md', 'c.md', 'd.md', 'source.txt'])
})

test('the same trouble after resuming is said again', async () => {
  const world = await createSessionWorld({
    model: () => createScriptedModel((_, turn) => (turn === 9 ? [say('')] : wrongKey)),
  })
  const { session } = await world.open()
  await session.request('Hello?')
  await world.until('the pause', () => session.state.status.kind === 'paused')
  await session.resume()
  await world.until('the second pause', () => session.state.status.kind === 'paused')
  expect(notices(session)).toHaveLength(2)
})
