import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ApiBody } from './rules.ts'

/** One request for a message, as it came over the wire, and what was answered. */
export interface Recorded {
  /** From 1, in the order of arrival. */
  n: number
  /** Milliseconds of a clock that never goes back. `endedAt` is null while the answer runs. */
  at: number
  endedAt: number | null
  headers: Record<string, string>
  /** The body, byte for byte. */
  raw: Buffer
  body: ApiBody
  status: number
  /** Why it was refused with 400, or null. */
  refused: string | null
  /** The answer's body so far, byte for byte. */
  answer: Buffer
  /** The client hung up before the answer ended. */
  hungUp: boolean
}

/** A request for anything else: a preflight, the list of models, a probe. */
export interface Visit {
  method: string
  path: string
  headers: Record<string, string>
}

export interface Handlers {
  /** Answers a message request; whatever it writes goes through `record`. */
  message(record: Recorded, response: ServerResponse, signal: AbortSignal): Promise<void>
  models(): unknown
  /** Whether web pages may call. */
  cors(): boolean
}

/** What a strict server allows in a preflight: no header of any SDK's own. */
const ALLOWED = 'accept, anthropic-version, authorization, content-type'

/** A real HTTP server on a free port of 127.0.0.1 that records everything. */
export async function startProxy(handlers: Handlers) {
  const requests: Recorded[] = []
  const visits: Visit[] = []
  const closing = new AbortController()

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '' } = request
    const headers = headersOf(request)
    if (handlers.cors()) allow(headers.origin ?? '*', response)
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const raw = await bodyOf(request)
    if (method === 'POST' && url.split('?')[0] === '/v1/messages') {
      const record = recordOf(requests.length + 1, headers, raw)
      requests.push(record)
      response.on('close', () => {
        record.endedAt = performance.now()
        record.hungUp = !response.writableFinished
      })
      await handlers.message(record, response, AbortSignal.any([gone.signal, closing.signal]))
      return
    }
    visits.push({ method, path: url, headers })
    const json = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(value))
    }
    if (method === 'OPTIONS') {
      response.writeHead(handlers.cors() ? 204 : 403)
      response.end()
    } else if (method === 'GET' && url.split('?')[0] === '/v1/models') json(200, handlers.models())
    else json(404, { type: 'error', error: { type: 'not_found_error', message: 'Not found' } })
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      // A test must see this: as a status if that is still possible, else as a reset.
      if (response.headersSent) response.destroy(error)
      else {
        response.writeHead(500, { 'content-type': 'text/plain' })
        response.end(`test server: ${error.stack}`)
      }
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    visits,
    async close() {
      closing.abort()
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}

function allow(origin: string, response: ServerResponse) {
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS')
  response.setHeader('access-control-allow-headers', ALLOWED)
  response.setHeader('access-control-allow-private-network', 'true')
  response.setHeader('access-control-expose-headers', 'retry-after, request-id')
  response.setHeader('vary', 'origin')
}

const recordOf = (n: number, headers: Record<string, string>, raw: Buffer): Recorded => ({
  n,
  at: performance.now(),
  endedAt: null,
  headers,
  raw,
  body: JSON.parse(raw.toString('utf8')) as ApiBody,
  status: 0,
  refused: null,
  answer: Buffer.alloc(0),
  hungUp: false,
})

const headersOf = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
