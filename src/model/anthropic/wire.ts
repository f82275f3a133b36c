import type { Endpoint } from './endpoint.ts'

type Fetch = typeof fetch

/** One HTTP exchange, seen from below the SDK: what really leaves and what really arrives. */
export interface Wire {
  /** For the SDK's `fetch` option. */
  fetch: Fetch
  /** The size of the body in bytes, as soon as the request is built. It leaves only after `go`. */
  built: Promise<number>
  go(): void
  /** Bytes of the answer so far, and whether its headers came and say that it is a page or a stream of events. */
  readonly answer: { bytes: number; status: number | null; type: string }
}

/**
 * A preflight names every header that is not simple, and strict servers refuse the ones they do not know. So other
 * origins than Anthropic's get these only, none of the SDK's own.
 */
const KNOWN_EVERYWHERE = ['accept', 'anthropic-version', 'authorization', 'content-type']

export function createWire(endpoint: Endpoint, key: string | null, send: Fetch): Wire {
  const answer = { bytes: 0, status: null as number | null, type: '' }
  const built = deferred<number>()
  const gate = deferred<void>()
  return {
    built: built.promise,
    go: () => gate.resolve(),
    answer,
    fetch: async (input, init) => {
      built.resolve(typeof init?.body === 'string' ? new TextEncoder().encode(init.body).byteLength : 0)
      await gate.promise
      init?.signal?.throwIfAborted()
      const response = await send(input, { ...init, headers: headersFor(endpoint, key, new Headers(init?.headers)) })
      answer.status = response.status
      answer.type = response.headers.get('content-type') ?? ''
      return counting(response, bytes => {
        answer.bytes += bytes
      })
    },
  }
}

function headersFor(endpoint: Endpoint, key: string | null, headers: Headers): Headers {
  const kept = endpoint.isAnthropic
    ? new Headers(headers)
    : new Headers([...headers].filter(([name]) => KNOWN_EVERYWHERE.includes(name)))
  // The SDK wants some key before it sends anything; without one of the person's own, none leaves.
  if (key === null) kept.delete('authorization')
  return kept
}

function counting(response: Response, count: (bytes: number) => void): Response {
  if (!response.body) return response
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        count(chunk.byteLength)
        controller.enqueue(chunk)
      },
    }),
  )
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers })
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>(settle => {
    resolve = settle
  })
  return { promise, resolve }
}
