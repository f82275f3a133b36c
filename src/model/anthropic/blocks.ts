import type { AssistantBlock, ServerToolUseBlock, StopReason, Usage } from '../../domain/message.ts'

/** A block while it arrives. `json` is the text of a tool's input so far; `given` an input that came whole with the start. */
export type Draft = { ended: boolean } & (
  | { block: Exclude<AssistantBlock, Called> }
  | { block: Extract<AssistantBlock, Called>; json: string; given: Fields; parsed: boolean }
)
type Called = { type: 'tool_use' | 'server_tool_use' }
export type Fields = Record<string, unknown>

export const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
const textOr = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)

const isWebTool = (name: unknown): name is ServerToolUseBlock['name'] => name === 'web_search' || name === 'web_fetch'

/** A block as its start event describes it, or null for a kind of block that was never asked for. */
export function draftOf(start: Fields): Draft | null {
  switch (start.type) {
    case 'text':
      return { ended: false, block: { type: 'text', text: textOr(start.text, '') } }
    case 'thinking': {
      const [thinking, signature] = [textOr(start.thinking, ''), textOr(start.signature, '')]
      return { ended: false, block: { type: 'thinking', thinking, signature } }
    }
    case 'redacted_thinking':
      return typeof start.data === 'string'
        ? { ended: false, block: { type: 'redacted_thinking', data: start.data } }
        : null
    case 'tool_use': {
      if (typeof start.id !== 'string' || typeof start.name !== 'string') return null
      const given = fieldsOf(start.input) ?? {}
      const block = { type: 'tool_use' as const, id: start.id, name: start.name, input: {} }
      return { ended: false, block, json: '', given, parsed: false }
    }
    // These keep whatever else the API gave them, like who called.
    case 'server_tool_use': {
      const { id, name, input } = start
      if (typeof id !== 'string' || !isWebTool(name)) return null
      const block = { ...start, type: 'server_tool_use' as const, id, name, input: {} }
      return { ended: false, block, json: '', given: fieldsOf(input) ?? {}, parsed: false }
    }
    case 'web_search_tool_result':
    case 'web_fetch_tool_result': {
      const { type, tool_use_id, content } = start
      if (typeof tool_use_id !== 'string' || content === undefined) return null
      return { ended: false, block: { ...start, type, tool_use_id, content } }
    }
    default:
      return null
  }
}

/** Adds a delta. False when it does not belong to this kind of block; what it holds would be lost. */
export function extend(draft: Draft, delta: Fields): boolean {
  const { block } = draft
  if (block.type === 'text' && delta.type === 'text_delta' && typeof delta.text === 'string') block.text += delta.text
  else if (block.type === 'thinking' && delta.type === 'thinking_delta' && typeof delta.thinking === 'string')
    block.thinking += delta.thinking
  else if (block.type === 'thinking' && delta.type === 'signature_delta' && typeof delta.signature === 'string')
    block.signature += delta.signature
  else if ('json' in draft && delta.type === 'input_json_delta' && typeof delta.partial_json === 'string')
    draft.json += delta.partial_json
  else if (block.type === 'text' && delta.type === 'citations_delta' && delta.citation !== undefined)
    block.citations = [...(block.citations ?? []), delta.citation]
  // Text may carry extras that we do not know. Other blocks must be whole, byte for byte.
  else return block.type === 'text'
  return true
}

/** Ends a block. A tool's input is parsed here and only here, strictly and from its complete text. */
export function end(draft: Draft) {
  draft.ended = true
  if (!('json' in draft)) return
  try {
    const input = draft.json.trim() === '' ? draft.given : fieldsOf(JSON.parse(draft.json))
    draft.parsed = input !== null
    draft.block.input = input ?? {}
  } catch (error) {
    // Not JSON: `whole` decides what that means, once it is known why the message ended.
    if (!(error instanceof SyntaxError)) throw error
    draft.parsed = false
  }
}

/** Stops that can end a message in the middle of a block. */
const CUTS: readonly StopReason[] = ['max_tokens', 'model_context_window_exceeded', 'refusal']
const STOPS: readonly string[] = [...CUTS, 'end_turn', 'tool_use', 'stop_sequence', 'pause_turn']
export const isStop = (value: unknown): value is StopReason => typeof value === 'string' && STOPS.includes(value)

/**
 * The blocks of a message that ended with `stop`, or null when one of them is not whole. Where the model was cut off, the
 * unfinished call or unsigned thought at the end is left out: the one must not run, the other would be refused later.
 */
export function whole(drafts: readonly Draft[], stop: StopReason): AssistantBlock[] | null {
  const cut = CUTS.includes(stop)
  const blocks: AssistantBlock[] = []
  for (const [index, draft] of drafts.entries()) {
    const last = index === drafts.length - 1
    const complete = draft.ended && (!('json' in draft) || draft.parsed)
    if (!complete && !cut) return null
    if ('json' in draft && (!complete || (cut && last && draft.json === '' && isEmpty(draft.given)))) continue
    if (cut && last && draft.block.type === 'thinking' && draft.block.signature === '') continue
    blocks.push(draft.block)
  }
  return blocks
}

const isEmpty = (fields: Fields) => Object.keys(fields).length === 0

/** Usage comes in parts; a later number replaces an earlier one. */
export function addUsage(usage: Usage, part: unknown): Usage {
  const fields = fieldsOf(part) ?? {}
  const number = (name: string, before: number) => (typeof fields[name] === 'number' ? fields[name] : before)
  return {
    input: number('input_tokens', usage.input),
    output: number('output_tokens', usage.output),
    cacheRead: number('cache_read_input_tokens', usage.cacheRead),
    cacheWrite: number('cache_creation_input_tokens', usage.cacheWrite),
  }
}
