import type { ServerResponse } from 'node:http'
import { canMock, DELTA, startMock } from './mock.ts'
import { pause, pour } from './pace.ts'
import type { Recorded, Visit } from './proxy.ts'
import { startProxy } from './proxy.ts'
import type { Answer, Plain, Reply } from './replies.ts'
import { apiError } from './replies.ts'
import type { ApiBody, Said } from './rules.ts'
import { remember, wrongWith } from './rules.ts'
import type { Told } from './sse.ts'
import { streamOf } from './sse.ts'

/** Decides the answer to a request; `n` counts the requests from 1. */
export type Script = (body: ApiBody, n: number) => Reply | Promise<Reply>

export interface Options {
  /** The only key that is accepted; any, or none, when absent. */
  key?: string
  /** False: a server that refuses web pages. */
  cors?: boolean
  /** Body of GET /v1/models. */
  models?: unknown
}

export interface MessagesApi {
  /** The base URL to put into settings. */
  origin: string
  /** Every request for a message, oldest first. */
  requests: Recorded[]
  /** Every other request: preflights, the list of models, probes. */
  visits: Visit[]
  /** Replaces the script for all requests to come. */
  script(next: Script): void
  /** The largest number of answers that ran at one time. */
  mostAtOnce(): number
  close(): Promise<void>
}

const MODELS = {
  data: [
    { type: 'model', id: 'claude-test', display_name: 'Claude Test', max_input_tokens: 200_000, max_tokens: 64_000 },
  ],
  has_more: false,
  first_id: 'claude-test',
  last_id: 'claude-test',
}

/**
 * A Messages API on this computer, for tests: answers as its script says, written by aimock where aimock can express it,
 * and refuses with 400 what the real API refuses. Keeps every byte of both directions.
 */
export async function startMessagesApi({ key, cors = true, models = MODELS }: Options = {}): Promise<MessagesApi> {
  const mock = await startMock()
  const said: Said = { thoughts: new Set(), thoughtsOfCall: new Map(), web: new Set() }
  let script: Script = () => apiError(500, 'api_error', 'The test has no script for this.')
  let made = 0
  let open = 0
  let most = 0

  const told = ({ blocks, stop, usage, delta = DELTA }: Answer, record: Recorded): Told => {
    made += 1
    const issued = blocks.map((block, index) => {
      const tag = `${String(made).padStart(4, '0')}${String(index).padStart(2, '0')}`
      if (block.type === 'tool_use') return { ...block, id: block.id ?? `toolu_${tag}` }
      if (block.type === 'thinking')
        return { ...block, signature: block.signature ?? btoa(`signature ${tag} of ${block.thinking.length}`) }
      return block
    })
    remember(said, issued, record.body)
    const called = issued.some(block => block.type === 'tool_use')
    return {
      id: `msg_${made}`,
      model: record.body.model,
      blocks: issued,
      stop: stop ?? (called ? 'tool_use' : 'end_turn'),
      usage: usage ?? { input_tokens: Math.ceil(record.raw.length / 4), output_tokens: 20 },
      delta,
    }
  }

  const streamFor = async (reply: Reply, record: Recorded): Promise<Buffer> => {
    if ('sse' in reply) return Buffer.from(reply.sse)
    const message = told(reply as Answer, record)
    return canMock(message) ? mock.write(message, record.raw.toString('utf8')) : Buffer.from(streamOf(message))
  }

  const plain = (reply: Plain, record: Recorded, response: ServerResponse) => {
    record.status = reply.status
    record.answer = Buffer.from(reply.body)
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    response.end(record.answer)
  }

  const answer = async (record: Recorded, response: ServerResponse, signal: AbortSignal) => {
    if (key !== undefined && record.headers.authorization !== `Bearer ${key}`) {
      return plain(apiError(401, 'authentication_error', 'invalid x-api-key'), record, response)
    }
    record.refused = record.headers['anthropic-version']
      ? wrongWith(record.body, said)
      : 'anthropic-version: header is required'
    if (record.refused) return plain(apiError(400, 'invalid_request_error', record.refused), record, response)
    const reply = await script(record.body, record.n)
    if ('reset' in reply) {
      response.socket?.resetAndDestroy()
      return
    }
    if (reply.firstMs) await pause(reply.firstMs, signal)
    if (signal.aborted) return
    if ('status' in reply) return plain(reply, record, response)
    const stream = await streamFor(reply, record)
    record.status = 200
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
    const wrote = (bytes: Buffer) => {
      record.answer = Buffer.concat([record.answer, bytes])
    }
    await pour(response, stream, { everyMs: reply.everyMs ?? 0, ending: reply.ending, signal, wrote })
  }

  const proxy = await startProxy({
    async message(record, response, signal) {
      open += 1
      most = Math.max(most, open)
      try {
        await answer(record, response, signal)
      } finally {
        open -= 1
      }
    },
    models: () => models,
    cors: () => cors,
  })
  return {
    origin: proxy.origin,
    requests: proxy.requests,
    visits: proxy.visits,
    script: next => {
      script = next
    },
    mostAtOnce: () => most,
    async close() {
      await proxy.close()
      await mock.stop()
    },
  }
}
