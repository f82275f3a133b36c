import type { AgentId, EventDraft } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import type { Desk } from './desk.ts'
import { type Life, OVER } from './life.ts'
import { turn } from './turn.ts'

/** What the person wrote to that agent and it has not got. */
export const undelivered = (desk: Desk, agent: AgentId) =>
  desk.state.items.filter(item => item.kind === 'steer').filter(item => item.to === agent && !item.delivered)

/** Hands them over: in one append they become part of the conversation and are told as delivered. */
export async function takeMessages(desk: Desk, life: Life): Promise<Result<string[]>> {
  const messages = undelivered(desk, life.agent)
  if (messages.length === 0) return ok([])
  const turns = await Promise.all(
    messages.map(({ text }) => turn(desk, life.agent, 'steer', 'person', text, life.task)),
  )
  if (!life.alive) return OVER
  const told = await desk.record(
    turns.flatMap(({ event }, index): EventDraft[] => [
      event,
      { type: 'steer.delivered', by: life.agent, id: messages[index]!.id },
    ]),
    'strict',
    turns.map(({ blob }) => blob),
  )
  return told.ok ? ok(messages.map(({ text }) => text)) : told
}
