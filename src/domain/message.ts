/** The parts of a conversation with a model, in the shapes of Anthropic's Messages API. Kept verbatim in the log. */
export interface TextBlock {
  type: 'text'
  text: string
  /** What the model's words rest on, as the API gave it. Only in its own messages, and never empty. */
  citations?: unknown[]
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
/** A search or a visit that the endpoint made for the model. Never run by us; goes back as it came, whatever else is in it. */
export interface ServerToolUseBlock {
  type: 'server_tool_use'
  id: string
  name: 'web_search' | 'web_fetch'
  input: unknown
}
/** What the endpoint found. Goes back as it came; parts of it are encrypted. */
export interface WebResultBlock {
  type: 'web_search_tool_result' | 'web_fetch_tool_result'
  tool_use_id: string
  content: unknown
}
export interface ImageBlock {
  type: 'image'
  source: { type: 'base64'; media_type: string; data: string }
}
/** A pdf that the model reads itself, words and looks. */
export interface DocumentBlock {
  type: 'document'
  source: { type: 'base64'; media_type: 'application/pdf'; data: string }
  title: string
}
/** What a tool can show. */
export type ShownBlock = TextBlock | ImageBlock | DocumentBlock
export interface ToolResultBlock {
  type: 'tool_result'
  tool_use_id: string
  content: ShownBlock[]
  is_error?: boolean
}
export type AssistantBlock =
  | TextBlock
  | ThinkingBlock
  | RedactedThinkingBlock
  | ToolUseBlock
  | ServerToolUseBlock
  | WebResultBlock
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

/** All its words. A cited sentence is a block of its own; only what was looked up in between begins a new paragraph. */
export function textOf(blocks: readonly { type: string }[]): string {
  let text = ''
  let between = ''
  for (const block of blocks) {
    if (block.type === 'server_tool_use' && text !== '') between = '\n\n'
    if (block.type !== 'text') continue
    text += between + (block as TextBlock).text
    between = ''
  }
  return text
}
export const toolUses = (blocks: readonly { type: string }[]) =>
  blocks.filter((block): block is ToolUseBlock => block.type === 'tool_use')
