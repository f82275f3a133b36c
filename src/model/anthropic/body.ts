import type { MessageCreateParamsStreaming, ToolUnion } from '@anthropic-ai/sdk/resources/messages'
import type { Message, UserBlock } from '../../domain/message.ts'
import type { ModelRequest } from '../../ports/model.ts'

const MARK = { cache_control: { type: 'ephemeral' } } as const

/**
 * The endpoint's own tools. Called directly: the newer way runs code of the model's there, around the searches, and the list of
 * what was asked would be for others to keep.
 */
const WEB: ToolUnion[] = [
  { type: 'web_search_20260318', name: 'web_search', allowed_callers: ['direct'], max_uses: 10 },
  {
    type: 'web_fetch_20260318',
    name: 'web_fetch',
    allowed_callers: ['direct'],
    max_uses: 10,
    max_content_tokens: 25_000,
    citations: { enabled: true },
  },
]

/**
 * The request as the Messages API wants it. The prompt cache is marked at three places (four are allowed): after tools and
 * system text, which never change, and after the last two user turns: the newer one writes the prefix that the older one,
 * then the newest, finds again. Blocks of the assistant go back exactly as they came.
 */
export function bodyOf(request: ModelRequest, thinking: boolean, takesPdf: boolean): MessageCreateParamsStreaming {
  const tools = [
    ...request.tools.map(({ name, description, schema }) => ({ name, description, input_schema: schema })),
    ...(request.web ? WEB : []),
  ]
  const lastTool = tools.at(-1)
  const body = {
    model: request.model,
    max_tokens: request.maxTokens,
    ...(thinking ? { thinking: { type: 'adaptive', display: 'summarized' } } : {}),
    // Without system text the tools are the end of what never changes.
    ...(lastTool ? { tools: request.system === '' ? [...tools.slice(0, -1), { ...lastTool, ...MARK }] : tools } : {}),
    ...(request.system === '' ? {} : { system: [{ type: 'text', text: request.system, ...MARK }] }),
    messages: marked(sendable(takesPdf ? request.messages : request.messages.map(withoutPdf))),
    stream: true,
  }
  return body as unknown as MessageCreateParamsStreaming
}

const isPdf = (block: { type: string }) => block.type === 'document'

/** Whether a pdf stands in the conversation as a document. */
export const hasPdf = (messages: readonly Message[]) =>
  messages.some(
    ({ role, content }) =>
      role === 'user' && content.some(block => block.type === 'tool_result' && block.content.some(isPdf)),
  )

const withoutPdf = (message: Message): Message =>
  message.role === 'assistant'
    ? message
    : {
        role: 'user',
        content: message.content.map(block =>
          block.type === 'tool_result' ? { ...block, content: block.content.filter(each => !isPdf(each)) } : block,
        ),
      }

const hasContent = (block: { type: string; text?: string }) => block.type !== 'text' || /\S/.test(block.text ?? '')

/** The API refuses blank text, which it sometimes sends itself, and messages without content. */
function sendable(messages: readonly Message[]): Message[] {
  const kept: Message[] = []
  for (const message of messages) {
    if (message.role === 'assistant') {
      const content = message.content.filter(hasContent)
      if (content.length > 0) kept.push({ role: 'assistant', content })
      continue
    }
    const content = message.content.filter(hasContent).map(withoutBlankResults)
    const last = kept.at(-1)
    // Where an empty answer fell out between them, two user turns meet.
    if (last?.role === 'user') last.content.push(...content)
    else if (content.length > 0) kept.push({ role: 'user', content })
  }
  return kept
}

const withoutBlankResults = (block: UserBlock): UserBlock =>
  block.type === 'tool_result' ? { ...block, content: block.content.filter(hasContent) } : block

function marked(messages: Message[]): unknown[] {
  const turns = messages.flatMap((message, index) => (message.role === 'user' ? [index] : [])).slice(-2)
  return messages.map((message, index) => {
    if (!turns.includes(index)) return message
    const end = message.content.length - 1
    return { ...message, content: message.content.map((block, at) => (at === end ? { ...block, ...MARK } : block)) }
  })
}
