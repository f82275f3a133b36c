/** The parts of a conversation with a model, in the shapes of Anthropic's Messages API. Kept verbatim in the log. */
export interface TextBlock {
  type: 'text'
  text: string
}
/** Goes back to the API unchanged, byte for byte: its signature covers it. */
export interface ThinkingBlock {
  type: 'thinking'
  thinking: string
  signature: string
}
export interface RedactedThinkingBlock {
  type: 'redacted_thinking'
  data: string
}
export interface ToolUseBlock {
  type: 'tool_use'
  id: string
  name: string
  input: unknown
}
export interface ImageBlock {
  type: 'image'
  source: { type: 'base64'; media_type: string; data: string }
}
export interface ToolResultBlock {
  type: 'tool_result'
  tool_use_id: string
  content: (TextBlock | ImageBlock)[]
  is_error?: boolean
}
export type AssistantBlock = TextBlock | ThinkingBlock | RedactedThinkingBlock | ToolUseBlock
export type UserBlock = TextBlock | ImageBlock | ToolResultBlock
export type Message = { role: 'assistant'; content: AssistantBlock[] } | { role: 'user'; content: UserBlock[] }

/** Why the model stopped. `tool_use` alone lets tools run. */
export type StopReason =
  | 'end_turn'
  | 'tool_use'
  | 'max_tokens'
  | 'stop_sequence'
  | 'refusal'
  | 'pause_turn'
  | 'model_context_window_exceeded'

/** Tokens of one answer. `input` excludes what came from the prompt cache. */
export interface Usage {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
}

export const textOf = (blocks: readonly { type: string }[]) =>
  blocks.flatMap(block => (block.type === 'text' ? [(block as TextBlock).text] : [])).join('')
export const toolUses = (blocks: readonly { type: string }[]) =>
  blocks.filter((block): block is ToolUseBlock => block.type === 'tool_use')
