import type { ChatCompletionRequest, ContentWithToolCallsResponse, FixtureBlock } from '@copilotkit/aimock'
import { LLMock } from '@copilotkit/aimock'
import type { Told } from './sse.ts'

/** aimock as the writer of streams: it is given a message and a request, and answers with the bytes. */
export async function startMock() {
  const pending = new Map<string, Told>()
  const mock = new LLMock({ port: 0, journalMaxEntries: 1 })
  const answer = (request: ChatCompletionRequest) => {
    const told = pending.get(String(request._context))
    return told ? responseOf(told) : { error: { message: 'nothing is pending' } }
  }
  mock.on({ predicate: () => true }, answer, { chunkSize: DELTA })
  await mock.start()
  return {
    /** The event stream of `told`, as aimock writes it for this request. */
    async write(told: Told, raw: string): Promise<Buffer> {
      pending.set(told.id, told)
      const headers = { 'content-type': 'application/json', 'x-aimock-context': told.id }
      const response = await fetch(`${mock.url}/v1/messages`, { method: 'POST', headers, body: raw })
      pending.delete(told.id)
      if (!response.ok) throw new Error(`aimock answered ${response.status}: ${await response.text()}`)
      return Buffer.from(await response.arrayBuffer())
    },
    stop: () => mock.stop(),
  }
}

/** aimock knows nothing of the web, puts thoughts first, redacted ones before a single plain one, and knows two of the four usage figures. */
export function canMock({ blocks, usage, delta }: Told): boolean {
  if (delta !== DELTA || 'cache_read_input_tokens' in usage || 'cache_creation_input_tokens' in usage) return false
  if (blocks.some(block => /^(server_|web_)/.test(block.type) || 'citations' in block)) return false
  const order = blocks.map(block =>
    block.type === 'redacted_thinking' ? 'r' : block.type === 'thinking' ? 't' : 'json' in block ? 'x' : 'b',
  )
  const filled = blocks.every(block => block.type !== 'thinking' || block.thinking !== '')
  return filled && /^r*t?b+$/.test(order.join(''))
}

/** Characters per delta. */
export const DELTA = 20

function responseOf(told: Told): ContentWithToolCallsResponse {
  const { id, model, blocks, stop, usage } = told
  const thinking = blocks.find(block => block.type === 'thinking')
  const redactedThinking = blocks.flatMap(block => (block.type === 'redacted_thinking' ? [block.data] : []))
  return {
    id,
    model,
    usage: { ...usage },
    finishReason: stop,
    ...(thinking ? { reasoning: thinking.thinking, reasoningSignature: String(thinking.signature) } : {}),
    ...(redactedThinking.length > 0 ? { redactedThinking } : {}),
    blocks: blocks.flatMap((block): FixtureBlock[] => {
      if (block.type === 'text') return [{ type: 'text', text: block.text }]
      if (block.type !== 'tool_use' || !('input' in block)) return []
      const input = JSON.stringify(block.input)
      return [{ type: 'toolCall', name: block.name, arguments: input, id: String(block.id) }]
    }),
  }
}
