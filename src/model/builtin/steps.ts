import type { AssistantBlock, Message } from '../../domain/message.ts'
import { textOf, toolUses } from '../../domain/message.ts'
import { readResult } from '../../domain/quote.ts'

/** One tool call the planner wants made. */
export interface Call {
  tool: string
  input: Record<string, unknown>
}

/** What came of it. `header` and `body` as `quoteResult` wrote them. */
export interface Answer {
  ok: boolean
  header: Record<string, unknown>
  body: string | null
  /** The failure's sentence, when not ok. */
  error: string
}

/** A turn: something to say, and calls to make at once. A turn without calls ends the work. */
export interface Turn {
  say?: string
  calls: Call[]
}

/**
 * A piece of work written as a generator: it yields turns and gets their answers, in the order of the calls. It must be
 * deterministic, because it keeps no state of its own: each time the model is asked, it runs again from the start over the
 * answers that are in the conversation, so that it goes on after a reload as if nothing had happened.
 */
export type Steps<Result = void> = Generator<Turn, Result, Answer[]>

/** Text of the user turns, oldest first: the request or brief, then steers. Text beside tool results counts. */
export const saidBy = (messages: readonly Message[]) =>
  messages.flatMap(message => {
    const text = message.role === 'user' ? textOf(message.content) : ''
    return text === '' ? [] : [text]
  })

/**
 * Runs `steps` over the assistant turns and results in `messages` and gives the blocks of the next turn. `newId` is asked
 * once for each new call.
 */
export function replay(steps: Steps<unknown>, messages: readonly Message[], newId: () => string): AssistantBlock[] {
  const step = runOver(steps, messages)
  if (step.done) return [{ type: 'text', text: 'Nothing is left to do.' }]
  const { say, calls } = step.value
  return [
    ...(say ? [{ type: 'text' as const, text: say }] : []),
    ...calls.map(call => ({ type: 'tool_use' as const, id: newId(), name: call.tool, input: call.input })),
  ]
}

/** What `steps` came to over `messages`; undefined when they do not hold its end. */
export function resultOf<Result>(steps: Steps<Result>, messages: readonly Message[]): Result | undefined {
  const step = runOver(steps, messages)
  return step.done ? step.value : undefined
}

function runOver<Result>(steps: Steps<Result>, messages: readonly Message[]): IteratorResult<Turn, Result> {
  let step = steps.next()
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'assistant' || step.done) continue
    const calls = toolUses(message.content)
    if (calls.length === 0) continue
    const reply = messages[index + 1]
    step = steps.next(calls.map(call => answerTo(call.id, reply)))
  }
  return step
}

function answerTo(call: string, reply: Message | undefined): Answer {
  const block =
    reply?.role === 'user' ? reply.content.find(b => b.type === 'tool_result' && b.tool_use_id === call) : undefined
  if (block?.type !== 'tool_result') return { ok: false, header: {}, body: null, error: 'No answer came.' }
  const text = textOf(block.content)
  const result = readResult(text)
  const header = result?.header ?? {}
  const error = block.is_error ? String(header.error ?? text) : ''
  return { ok: !block.is_error, header, body: result?.body ?? null, error }
}
