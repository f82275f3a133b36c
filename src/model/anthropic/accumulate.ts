import type { StopReason, Usage } from '../../domain/message.ts'
import { webAskOf } from '../../domain/web.ts'
import type { ModelEvent, ModelOutcome } from '../../ports/model.ts'
import type { Draft, Fields } from './blocks.ts'
import { addUsage, draftOf, end, extend, fieldsOf, isStop, whole } from './blocks.ts'

/** What one event of the stream meant. */
export type Heard =
  /** Nothing of the message: unknown kinds of event may be added to the API at any time. */
  | { kind: 'other' }
  | { kind: 'progress'; event?: ModelEvent }
  | { kind: 'message'; outcome: Extract<ModelOutcome, { kind: 'message' }> }
  /** The stream contradicts itself; nothing of it can be trusted. */
  | { kind: 'damaged'; why: string }

const damaged = (why: string): Heard => ({ kind: 'damaged', why })
const progress = (event?: ModelEvent): Heard => ({ kind: 'progress', ...(event ? { event } : {}) })

/**
 * Puts one message together from the raw events of a stream. Gives a message only at `message_stop`, and only when every
 * block is whole. The SDK's own accumulator is not used: it repairs half JSON, and drops deltas of unknown blocks silently.
 */
export function createAccumulator() {
  const drafts = new Map<number, Draft>()
  let started = false
  let stop: StopReason | null = null
  let usage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }

  const startBlock = (index: number, start: Fields): Heard => {
    const draft = draftOf(start)
    if (!draft) return damaged(`a block of an unknown kind (${String(start.type)})`)
    if (drafts.has(index)) return damaged(`block ${index} started twice`)
    drafts.set(index, draft)
    const { block } = draft
    if (block.type === 'tool_use') return progress({ type: 'tool', name: block.name })
    if (block.type === 'text' && block.text) return progress({ type: 'text', text: block.text })
    if (block.type === 'thinking' && block.thinking) return progress({ type: 'thinking', text: block.thinking })
    return progress()
  }

  const addDelta = (draft: Draft, delta: Fields): Heard => {
    if (!extend(draft, delta)) return damaged(`a part of an unknown kind (${String(delta.type)})`)
    if (delta.type === 'text_delta') return progress({ type: 'text', text: String(delta.text) })
    if (delta.type === 'thinking_delta') return progress({ type: 'thinking', text: String(delta.thinking) })
    return progress()
  }

  const inBlock = (type: unknown, event: Fields): Heard => {
    const { index } = event
    if (typeof index !== 'number') return damaged('a block without a number')
    if (type === 'content_block_start') return startBlock(index, fieldsOf(event.content_block) ?? {})
    const draft = drafts.get(index)
    if (!draft || draft.ended) return damaged(`a part of block ${index}, which is not open`)
    if (type === 'content_block_delta') return addDelta(draft, fieldsOf(event.delta) ?? {})
    end(draft)
    const { block } = draft
    if (block.type !== 'server_tool_use' || !('json' in draft)) return progress()
    return progress({ type: 'web', asked: webAskOf(block.name, draft.parsed ? block.input : draft.json) })
  }

  const finish = (): Heard => {
    if (!stop) return damaged('an end without a reason')
    const content = whole([...drafts.values()], stop)
    if (!content) return damaged('a block that is not whole')
    return { kind: 'message', outcome: { kind: 'message', content, stop, usage } }
  }

  return {
    take(raw: unknown): Heard {
      const event = fieldsOf(raw)
      if (!event) return damaged('something that is not an event')
      const { type } = event
      if (type === 'message_start') {
        if (started) return damaged('a second start')
        started = true
        usage = addUsage(usage, fieldsOf(event.message)?.usage)
        return progress()
      }
      const isBlock = type === 'content_block_start' || type === 'content_block_delta' || type === 'content_block_stop'
      if (!isBlock && type !== 'message_delta' && type !== 'message_stop') return { kind: 'other' }
      if (!started) return damaged('a part before its start')
      if (isBlock) return inBlock(type, event)
      if (type === 'message_stop') return finish()
      usage = addUsage(usage, event.usage)
      const reason = fieldsOf(event.delta)?.stop_reason
      if (isStop(reason)) stop = reason
      else if (reason) return damaged(`an end for an unknown reason (${String(reason)})`)
      return progress()
    },
  }
}
