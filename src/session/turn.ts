import type { Actor, AgentId, EventDraft } from '../domain/event.ts'
import type { TextBlock } from '../domain/message.ts'
import type { TranscriptEntry } from '../domain/transcript.ts'
import type { Desk } from './desk.ts'

/** A user turn for an agent: the event that tells of it, its body, and what stands in the conversation. */
export async function turn(
  desk: Desk,
  agent: AgentId,
  kind: 'request' | 'brief' | 'steer',
  by: Actor,
  text: string,
  task?: string,
) {
  const content: TextBlock[] = [{ type: 'text', text }]
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  const ref = await desk.host.hashOf(bytes)
  const event: EventDraft = { type: 'turn.given', by, agent, kind, body: ref, ...(task ? { task } : {}) }
  const entry: TranscriptEntry = { kind: 'user', content }
  return { event, blob: { ref, bytes }, entry }
}
