import type { AgentId, BlobRef, SessionEvent } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { AssistantBlock, ImageBlock, ShownBlock, TextBlock } from '../domain/message.ts'
import type { TranscriptEntry } from '../domain/transcript.ts'
import type { Log } from '../ports/log.ts'

const PAGE = 2000

/** An agent's conversation, read back from the log with its bodies. */
export async function entriesOf(log: Log, agent: AgentId, until: number): Promise<Result<TranscriptEntry[]>> {
  const entries: TranscriptEntry[] = []
  for (let from = 1; from <= until; from += PAGE) {
    const events = await log.read(from, Math.min(until + 1, from + PAGE))
    if (!events.ok) return events
    for (const event of events.value) {
      const entry = await entryOf(log, agent, event)
      if (!entry.ok) return entry
      if (entry.value) entries.push(entry.value)
    }
  }
  return ok(entries)
}

async function entryOf(log: Log, agent: AgentId, event: SessionEvent): Promise<Result<TranscriptEntry | null>> {
  if (!('agent' in event) || event.agent !== agent) return ok(null)
  switch (event.type) {
    case 'turn.given': {
      const content = await bodyOf<(TextBlock | ImageBlock)[]>(log, event.body)
      return content.ok ? ok({ kind: 'user', content: content.value }) : content
    }
    case 'message.finished': {
      const content = await bodyOf<AssistantBlock[]>(log, event.body)
      if (!content.ok) return content
      return ok({ kind: 'assistant', content: content.value, ...(event.stop === 'pause_turn' ? { paused: true } : {}) })
    }
    case 'tool.finished': {
      const body = await bodyOf<{ content: ShownBlock[]; isError: boolean }>(log, event.body)
      return body.ok ? ok({ kind: 'result', call: event.call, ...body.value }) : body
    }
    case 'context.trimmed':
      return ok({ kind: 'trimmed', upTo: event.upTo, whole: event.whole })
    default:
      return ok(null)
  }
}

async function bodyOf<T>(log: Log, ref: BlobRef): Promise<Result<T>> {
  const bytes = await log.blob(ref)
  if (!bytes.ok) return bytes
  try {
    return ok(JSON.parse(new TextDecoder().decode(bytes.value)) as T)
  } catch (error) {
    return failed('storage', 'A part of this session’s log cannot be read, so its conversation cannot go on.', {
      detail: String(error),
    })
  }
}
