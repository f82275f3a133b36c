import { expect } from 'vitest'
import type { EventDraft, SessionEvent } from '../../src/domain/event.ts'
import type { Criterion, Task } from '../../src/domain/plan.ts'
import type { AgentBrief } from '../../src/ports/desk.ts'
import type { ModelRequest } from '../../src/ports/model.ts'
import type { Session } from '../../src/session/session.ts'
import { call, createScriptedModel, type Script } from './scripted-model.ts'
import type { createSessionWorld } from './session-world.ts'

export type World = Awaited<ReturnType<typeof createSessionWorld>>

/** A task that writes a note with its own name in it. */
export const task = (id: string, more: Partial<Task> = {}): Task => ({
  id,
  title: `Task ${id}`,
  brief: `Write ${id}.md`,
  inputs: [],
  outputs: [`${id}.md`],
  needs: [],
  criteria: [{ kind: 'text', path: `${id}.md`, contains: id } satisfies Criterion],
  dependsOn: [],
  ...more,
})

export const planOf = (...tasks: (string | Task)[]) =>
  call('submit_plan', {
    goal: 'Notes',
    assumptions: [],
    tasks: tasks.map(one => (typeof one === 'string' ? task(one) : one)),
  })

export const report = (summary = 'All is written.') => call('report', { summary })

export type HelperScript = (brief: AgentBrief, turn: number, request: ModelRequest) => ReturnType<Script>

/** Does what `task` asks for, and says so. */
export const writesItsNote: HelperScript = (brief, turn) => {
  const id = brief.task!.replace(/^\d+\./, '')
  return turn === 0 ? [call('write', { path: `${id}.md`, content: `This is ${id}` })] : [report('Written.')]
}

/** One script for the lead, one for all its helpers. */
export const team =
  (lead: Script, helper: HelperScript = writesItsNote) =>
  (brief: AgentBrief) =>
    createScriptedModel((request, turn) => (brief.role === 'lead' ? lead(request, turn) : helper(brief, turn, request)))

/** An answer that never comes. */
export const never = () => new Promise<never>(() => undefined)

/** A gate that stays shut until it is opened. */
export function latch() {
  let open: () => void = () => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { open, opened }
}

/** An expectation that holds soon: for what no event tells of. */
export const soon = <T>(look: () => T) => expect.poll(look, { timeout: 4000, interval: 2 })

/** Long enough for anything to happen that is about to. */
export const quiet = () => new Promise(resolve => setTimeout(resolve, 30))

export async function approve(world: World, session: Session): Promise<void> {
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  expect(await session.approvePlan(session.state.plan!.id)).toEqual({ ok: true, value: undefined })
}

export const timesIn = (value: unknown, text: string) => JSON.stringify(value).split(text).length - 1

export const newestPermission = (session: Session) => Object.values(session.state.permissions).at(-1)!

/** Every append takes a while, in order, as on a disk. `seen` hears of each before it is durable. */
export function slowLog(world: World, seen: (types: EventDraft['type'][]) => void): void {
  const open = world.sessions.open.bind(world.sessions)
  world.sessions.open = async id => {
    const log = await open(id)
    if (!log.ok) return log
    const append = log.value.append.bind(log.value)
    let tail: Promise<unknown> = Promise.resolve()
    log.value.append = (drafts, blobs, durability) => {
      const mine = tail
        .then(() => new Promise(resolve => setTimeout(resolve, 6)))
        .then(() => append(drafts, blobs, durability))
      tail = mine
      seen(drafts.map(draft => draft.type))
      return mine
    }
    return log
  }
}

/** As if the page had died right after the first event of that kind became durable: the log knows nothing of what came later. */
export function cutLogAfter(world: World, type: SessionEvent['type']): void {
  const kept = world.sessions.kept('session-1')!
  const length = kept.events.findIndex(event => event.type === type) + 1
  expect(length).toBeGreaterThan(0)
  kept.events.splice(length)
  kept.row.seq = length
}
