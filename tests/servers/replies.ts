/** What the test server answers with, as data. */
export type ReplyBlock =
  | { type: 'text'; text: string; citations?: unknown[] }
  /** Without a signature, the server makes one. */
  | { type: 'thinking'; thinking: string; signature?: string }
  | { type: 'redacted_thinking'; data: string }
  | { type: 'tool_use'; name: string; input: unknown; id?: string }
  /** A call of the endpoint's own tools and what came of it, in the API's own shape. */
  | { type: 'server_tool_use'; id: string; name: string; input: unknown; caller?: unknown }
  | {
      type: 'web_search_tool_result' | 'web_fetch_tool_result'
      tool_use_id: string
      content: unknown
      caller?: unknown
    }
  /** A tool call whose input is this text, be it JSON or not. */
  | { type: 'tool_use'; name: string; json: string; id?: string }

/** How a stream goes wrong, after so many bytes of it: ends, is reset, or falls silent (with pings if asked). */
export type Ending = { cutAt: number } | { resetAt: number } | { silentAt: number; pingMs?: number }

export interface ApiUsage {
  input_tokens: number
  output_tokens: number
  cache_read_input_tokens?: number
  cache_creation_input_tokens?: number
}

interface Pacing {
  /** Milliseconds before the first byte. */
  firstMs?: number
  /** Milliseconds between two events. */
  everyMs?: number
  ending?: Ending
}

/** A message of the model. `stop` is `tool_use` when there is a call in it, else `end_turn`, unless given. */
export interface Answer extends Pacing {
  blocks: ReplyBlock[]
  stop?: string
  usage?: ApiUsage
  /** Characters per delta. */
  delta?: number
}
/** A stream of exactly these bytes. */
export interface RawStream extends Pacing {
  sse: string
}
/** Anything that is not a stream. */
export interface Plain {
  status: number
  body: string
  headers?: Record<string, string>
  firstMs?: number
}
/** The connection is reset before any answer. */
export interface NoAnswer {
  reset: true
}
export type Reply = Answer | RawStream | Plain | NoAnswer

export const say = (text: string, more: Partial<Answer> = {}): Answer => ({ blocks: [{ type: 'text', text }], ...more })

export const call = (name: string, input: unknown, id?: string): ReplyBlock => ({
  type: 'tool_use',
  name,
  input,
  ...(id ? { id } : {}),
})

/** An answer made of tool calls, run by the agent in parallel. */
export const use = (...calls: ReplyBlock[]): Answer => ({ blocks: calls })

/** The same reply, `ms` later: a model that thinks for a while. */
export const think = <R extends Answer | RawStream | Plain>(ms: number, reply: R): R => ({ ...reply, firstMs: ms })

/** An error in the API's own shape. */
export const apiError = (
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Plain => ({
  status,
  headers: { 'content-type': 'application/json', 'request-id': 'req_test', ...headers },
  body: JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_test' }),
})

/** A web page where an API was expected. */
export const page = (status = 200): Plain => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html><body><h1>Sign in to this network</h1></body></html>',
})
