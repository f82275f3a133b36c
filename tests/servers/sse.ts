import type { ApiUsage, ReplyBlock } from './replies.ts'

/** A block with its id or signature filled in. */
export type Issued = ReplyBlock & { id?: string; signature?: string }

export interface Told {
  id: string
  model: string
  blocks: Issued[]
  stop: string
  usage: ApiUsage
  delta: number
}

const event = (type: string, fields: Record<string, unknown>) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`

/**
 * The event stream of a message, for what the mock cannot express: thoughts between calls, several of them, input that is
 * not JSON, cache figures. The shape follows the API's documentation.
 */
export function streamOf({ id, model, blocks, stop, usage, delta }: Told): string {
  const message = { id, type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null }
  return [
    event('message_start', { message: { ...message, usage: { ...usage, output_tokens: 1 } } }),
    event('ping', {}),
    ...blocks.flatMap((block, index) => eventsOf(block, index, delta)),
    event('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage }),
    event('message_stop', {}),
  ].join('')
}

function eventsOf(block: Issued, index: number, size: number): string[] {
  const start = (content_block: unknown) => event('content_block_start', { index, content_block })
  const deltas = (type: string, name: string, text: string) =>
    pieces(text, size).map(piece => event('content_block_delta', { index, delta: { type, [name]: piece } }))
  const stop = event('content_block_stop', { index })
  switch (block.type) {
    case 'text':
      return [
        start({ type: 'text', text: '', ...(block.citations ? { citations: [] } : {}) }),
        ...(block.citations ?? []).map(citation =>
          event('content_block_delta', { index, delta: { type: 'citations_delta', citation } }),
        ),
        ...deltas('text_delta', 'text', block.text),
        stop,
      ]
    case 'thinking': {
      const signed = event('content_block_delta', {
        index,
        delta: { type: 'signature_delta', signature: block.signature },
      })
      const begin = start({ type: 'thinking', thinking: '', signature: '' })
      return [begin, ...deltas('thinking_delta', 'thinking', block.thinking), signed, stop]
    }
    case 'web_search_tool_result':
    case 'web_fetch_tool_result':
    case 'redacted_thinking':
      return [start(block), stop]
    case 'server_tool_use':
      return [
        start({ ...block, input: {} }),
        ...deltas('input_json_delta', 'partial_json', JSON.stringify(block.input)),
        stop,
      ]
    case 'tool_use': {
      const begin = start({ type: 'tool_use', id: block.id, name: block.name, input: {} })
      const json = 'json' in block ? block.json : JSON.stringify(block.input)
      // The API begins with an empty piece, and sends nothing more for a tool without arguments.
      return [begin, ...deltas('input_json_delta', 'partial_json', json === '{}' ? '' : json), stop]
    }
  }
}

function pieces(text: string, size: number): string[] {
  const found: string[] = []
  for (let at = 0; at < text.length; at += size) found.push(text.slice(at, at + size))
  return found
}
