import { expect, test } from 'vitest'
import { createMemoryFolder } from '../doubles/memory-folder.ts'
import { call, createScriptedModel, say } from '../doubles/scripted-model.ts'
import { report } from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

/** An agent reads a file, somebody else changes it, and the agent writes what it meant to write. */
async function begun() {
  const home = createMemoryFolder({ 'plan.md': 'old' })
  const world = await createSessionWorld({
    home,
    model: () =>
      createScriptedModel((_, turn) => {
        if (turn === 0) return [call('read', { path: 'plan.md' })]
        if (turn === 1) {
          home.edit('plan.md', 'theirs')
          return [call('write', { path: 'plan.md', content: 'ours' })]
        }
        return turn === 2 ? [report('Done.')] : [say('Done.')]
      }),
  })
  const { session } = await world.open()
  await session.request('Rewrite the plan')
  await world.until('the question', () => Object.keys(session.state.questions).length === 1)
  return { home, world, session, id: Object.keys(session.state.questions)[0]! }
}

const resultOfWrite = (world: { events(): { type: string }[] }) =>
  JSON.stringify(world.events().filter(event => event.type === 'tool.finished')[1])

test('the choice between two versions outlives a reload, and so do both versions', async () => {
  const { home, world, id } = await begun()
  const { session } = await world.open()
  expect(session.state.questions[id]).toMatchObject({ status: 'pending', conflict: { change: { path: 'plan.md' } } })
  expect([...world.vault.images.values()].map(bytes => new TextDecoder().decode(bytes)).sort()).toEqual([
    'ours',
    'theirs',
  ])
  expect(await session.answer(id, { choice: 'Take the new version' })).toMatchObject({ ok: true })
  expect(home.text('plan.md')).toBe('theirs')
  await session.resume()
  await world.until('the end', () => isOver(session))
  expect(home.text('plan.md')).toBe('ours')
  expect(Object.keys(session.state.permissions)).toEqual([])
  await session.undo({ kind: 'session' })
  expect(home.files()).toEqual({ 'plan.md': 'theirs' })
})

test('the agent is told which version stayed', async () => {
  for (const [choice, told] of [
    ['Keep what is there', 'The person keeps that version'],
    ['Keep both', 'plan (Deskhand).md'],
  ] as const) {
    const { home, world, session, id } = await begun()
    await session.answer(id, { choice })
    await world.until('the end', () => isOver(session))
    expect(home.text('plan.md')).toBe('theirs')
    const blobs = [...world.sessions.kept('session-1')!.blobs.values()].map(bytes => new TextDecoder().decode(bytes))
    expect(blobs.some(text => text.includes(told)) || resultOfWrite(world).includes(told)).toBe(true)
  }
})

test('a stop closes the question, and nothing is written', async () => {
  const { home, world, session, id } = await begun()
  await session.stop()
  expect(session.state.questions[id]?.status).toBe('superseded')
  await world.until('the end', () => isOver(session))
  expect(home.text('plan.md')).toBe('theirs')
})
