import { expect, test } from 'vitest'
import { forkOf, forkTitle } from '../../src/domain/fork.ts'
import type { Message } from '../../src/domain/message.ts'
import { toolUses } from '../../src/domain/message.ts'
import { project } from '../../src/domain/project.ts'
import { approve, planOf, report, team, type World, writesItsNote } from '../doubles/session-script.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

/** Puts a fork beside the session it comes from, as the store does. */
async function fork(world: World, seq: number): Promise<string> {
  const from = world.sessions.kept('session-1')!
  const id = `fork-${seq}`
  await world.sessions.create(id, forkTitle(from.row.title))
  const kept = world.sessions.kept(id)!
  const into = { id, title: kept.row.title, epoch: 1, at: 1 }
  kept.events.push(...forkOf({ id: 'session-1', title: from.row.title }, world.events(), seq, into))
  kept.row.seq = kept.events.length
  kept.blobs = new Map(from.blobs)
  return id
}

/** Every call has its result right after it, and nothing else has one. */
function isTaken(messages: readonly Message[]): boolean {
  return messages.every((message, index) => {
    if (message.role === 'user') return index % 2 === 0
    const results = messages[index + 1]?.content.flatMap(block => ('tool_use_id' in block ? block.tool_use_id : []))
    return toolUses(message.content)
      .map(call => call.id)
      .every(id => results?.includes(id))
  })
}

test('a fork of any point opens at rest, with nothing allowed, and takes a new request in a conversation that the API accepts', async () => {
  let heard: Message[] = []
  let again = false
  const world = await createSessionWorld({
    model: team(
      (request, turn) => {
        heard = [...request.messages]
        if (again) return [report('Done anew.')]
        return turn === 0 ? [planOf('north', 'south')] : [report()]
      },
      (brief, turn, request) => writesItsNote(brief, turn, request),
    ),
  })
  const { session } = await world.open()
  await session.request('Write two notes')
  await approve(world, session)
  // Its last words come after the end of the run.
  await world.until('the end', () => isOver(session) && session.state.agents.lead?.status === 'done')
  const whole = world.events().length
  const files = world.home.files()
  again = true
  for (let seq = 1; seq <= whole; seq++) {
    const id = await fork(world, seq)
    const state = project(id, world.sessions.kept(id)!.events)
    expect(['idle', 'stopped', 'done'], `after ${seq}`).toContain(state.status.kind)
    expect(state.grants, `after ${seq}`).toEqual([])
    expect(state.items.at(-1)).toMatchObject({ kind: 'notice', text: expect.stringMatching(/^Forked from “Write two/) })
    if (seq % 5 !== 0 && seq !== whole) continue
    const forked = (await world.open(id)).session
    expect(await forked.request('Go on'), `after ${seq}`).toMatchObject({ ok: true })
    await world.until(`the end of the fork of ${seq}`, () => isOver(forked))
    expect(isTaken(heard), `after ${seq}`).toBe(true)
  }
  // Forking and opening a fork changes nothing on the disk, and nothing in the other session.
  expect(world.home.files()).toEqual(files)
  expect(world.events()).toHaveLength(whole)
})

test('a fork says how many changes of the other session it does not know, and can undo those it knows', async () => {
  const world = await createSessionWorld({
    model: team((_, turn) => (turn === 0 ? [planOf('north', 'south')] : [report()])),
  })
  const { session } = await world.open()
  await session.request('Write two notes')
  await approve(world, session)
  await world.until('the end', () => isOver(session))
  const first = world.events().find(event => event.type === 'file.willChange')!
  const forked = (await world.open(await fork(world, first.seq))).session
  expect(forked.state.items.at(-1)).toMatchObject({ text: expect.stringContaining('made one change after this point') })
  expect(forked.state.title).toBe('Write two notes (fork)')
  expect(forkTitle(forked.state.title)).toBe('Write two notes (fork)')
  expect(await forked.undo({ kind: 'session' })).toMatchObject({ ok: true, value: { restored: 1 } })
  expect(Object.keys(world.home.files())).toHaveLength(1)
})
