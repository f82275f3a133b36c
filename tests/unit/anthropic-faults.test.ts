import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FailureKind } from '../../src/domain/failure.ts'
import type { Surroundings } from '../../src/model/anthropic/surroundings.ts'
import type { MessagesApi } from '../servers/messages-api.ts'
import { startMessagesApi } from '../servers/messages-api.ts'
import type { Reply } from '../servers/replies.ts'
import { apiError, page, say } from '../servers/replies.ts'
import {
  failureOf,
  inNode,
  KEY,
  messageOf,
  modelFor,
  quickTimers,
  realTimers,
  requestOf,
  turn,
  user,
} from '../servers/talk.ts'

let api: MessagesApi
beforeAll(async () => {
  api = await startMessagesApi()
})
afterAll(() => api.close())

const go = requestOf([user('Go')])

/** The turn that this reply, given to every attempt, leads to. */
async function turnWith(reply: Reply) {
  const before = api.requests.length
  api.script(() => reply)
  const { timers, slept } = quickTimers()
  const done = await turn(modelFor(api.origin, {}, { timers }), go)
  return { ...done, failure: failureOf(done.outcome), attempts: api.requests.length - before, slept }
}

const event = (type: string, fields: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`
const START = event('message_start', { message: { usage: { input_tokens: 1, output_tokens: 1 } } })
const text = (index: number) =>
  event('content_block_start', { index, content_block: { type: 'text', text: '' } }) +
  event('content_block_delta', { index, delta: { type: 'text_delta', text: 'Half' } })
const END = event('message_delta', { delta: { stop_reason: 'tool_use' } }) + event('message_stop', {})
const toolInput = (json: string) =>
  `${START}${event('content_block_start', { index: 0, content_block: { type: 'tool_use', id: 't', name: 'list', input: {} } })}` +
  `${event('content_block_delta', { index: 0, delta: { type: 'input_json_delta', partial_json: json } })}` +
  `${event('content_block_stop', { index: 0 })}${END}`

describe('every fault has its kind, its sentence and its number of attempts', () => {
  const faults: [string, Reply, FailureKind, number, RegExp][] = [
    [
      'a wrong key',
      apiError(401, 'authentication_error', `invalid key ${KEY}`),
      'auth',
      1,
      /did not accept the key. Check the key in Settings/,
    ],
    [
      'a key that may not',
      apiError(403, 'permission_error', `not for ${KEY}`),
      'auth',
      1,
      /does not let this key do this.*\[key\]/,
    ],
    [
      'no credit',
      apiError(400, 'invalid_request_error', 'Your credit balance is too low to access the API.'),
      'credit',
      1,
      /no credit left. Add credit/,
    ],
    ['no credit, newer form', apiError(402, 'billing_error', 'Pay first.'), 'credit', 1, /no credit left/],
    [
      'a bad request',
      apiError(400, 'invalid_request_error', 'tools.0: no'),
      'bad-request',
      1,
      /refused the request. It says: “tools.0: no”/,
    ],
    [
      'an unknown model',
      apiError(404, 'not_found_error', 'model: claude-test'),
      'bad-request',
      1,
      /does not know the model “claude-test”/,
    ],
    [
      'a prompt that is too long',
      apiError(400, 'invalid_request_error', 'prompt is too long: 9 > 8'),
      'context-full',
      1,
      /too long for claude-test/,
    ],
    ['a body that is too large', apiError(413, 'request_too_large', 'Too large'), 'context-full', 1, /too long/],
    [
      '429 with retry-after',
      apiError(429, 'rate_limit_error', 'Slow', { 'retry-after': '7' }),
      'rate-limit',
      8,
      /rate limit is reached. It was tried 8 times/,
    ],
    ['429 without it', apiError(429, 'rate_limit_error', 'Slow'), 'rate-limit', 8, /rate limit/],
    ['529', apiError(529, 'overloaded_error', 'Overloaded'), 'overloaded', 5, /is overloaded. It was tried 5 times/],
    ['500', apiError(500, 'api_error', 'Oops'), 'server', 5, /error of its own \(500\)/],
    ['502 with a page', page(502), 'server', 5, /error of its own \(502\)/],
    [
      'an error the server says not to repeat',
      apiError(500, 'api_error', 'No', { 'x-should-retry': 'false' }),
      'server',
      1,
      /of its own/,
    ],
    [
      'overloaded inside the stream',
      { sse: START + text(0) + event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }) },
      'overloaded',
      5,
      /is overloaded/,
    ],
    ['a page instead of a stream', page(), 'not-an-api', 1, /is not a Messages API. Check the address/],
    ['a page that forbids', page(403), 'not-an-api', 1, /network login page/],
    ['another kind of server', { status: 404, body: '{"detail":"Not Found"}' }, 'not-an-api', 1, /not a Messages API/],
    ['JSON instead of a stream', { status: 200, body: '{"type":"message"}' }, 'not-an-api', 1, /not a Messages API/],
    [
      'a stream that ends early',
      say('Half of it, and then no more.', { ending: { cutAt: 400 } }),
      'cut',
      5,
      /broke off.*nothing of it was used/,
    ],
    [
      'a stream that is reset',
      say('Half of it, and then no more.', { ending: { resetAt: 400 } }),
      'cut',
      5,
      /broke off/,
    ],
    ['a reset before any answer', { reset: true }, 'network', 5, /connection to .* failed/],
    [
      'an event that is not JSON',
      { sse: `${START}event: content_block_start\ndata: {"type":\n\n` },
      'server',
      3,
      /damaged/,
    ],
    [
      'a delta for an unknown block',
      { sse: START + event('content_block_delta', { index: 3, delta: { type: 'text_delta', text: 'x' } }) },
      'server',
      3,
      /damaged/,
    ],
    [
      'a block of an unknown kind',
      { sse: START + event('content_block_start', { index: 0, content_block: { type: 'hologram' } }) },
      'server',
      3,
      /damaged/,
    ],
    ['tool input that is not JSON', { sse: toolInput('{"path": "a') }, 'server', 3, /damaged/],
    ['tool input that is no object', { sse: toolInput('["a"]') }, 'server', 3, /damaged/],
    ['a message that ends inside a block', { sse: START + text(0) + END }, 'server', 3, /damaged/],
    [
      'a stop reason nobody knows',
      { sse: START + event('message_delta', { delta: { stop_reason: 'bored' } }) },
      'server',
      3,
      /damaged/,
    ],
  ]
  test.each(faults)('%s', async (_name, reply, kind, attempts, sentence) => {
    const done = await turnWith(reply)
    expect(done.failure.kind).toBe(kind)
    expect(done.failure.message).toMatch(sentence)
    expect(done.failure.message).not.toMatch(/!|undefined|null/)
    expect(done.attempts).toBe(attempts)
    expect(done.waits.map(({ attempt }) => attempt)).toEqual(Array.from({ length: attempts - 1 }, (_, n) => n + 2))
    expect(JSON.stringify(done.events)).not.toContain(KEY)
    expect(done.events.filter(({ type }) => type === 'sent')).toHaveLength(attempts)
    expect(done.events.filter(({ type }) => type === 'received')).toHaveLength(attempts)
  })

  test('silence after the headers, pings or not, is ended by the watchdog', async () => {
    const done = await turnWith(say('Half of it, then nothing.', { ending: { silentAt: 400, pingMs: 50 } }))
    expect(done.failure).toMatchObject({
      kind: 'silent',
      message: expect.stringMatching(/has sent nothing for 0 seconds. It was tried 5/),
    })
    await expect.poll(() => api.requests.at(-1)!.hungUp).toBe(true)
  })

  test('silence before the headers has its own, longer patience', async () => {
    const started = Date.now()
    const controller = new AbortController()
    api.script(() => ({ ...say('Late'), firstMs: 5_000 }))
    for await (const happened of modelFor(api.origin).stream(go, controller.signal)) {
      if (happened.type !== 'waiting') continue
      expect(happened.why.kind).toBe('silent')
      controller.abort()
    }
    expect(Date.now() - started).toBeGreaterThanOrEqual(390)
  })
})

describe('waiting', () => {
  test('retry-after is kept to, as seconds and as a date; without it the wait doubles', async () => {
    expect((await turnWith(apiError(429, 'rate_limit_error', 'Slow', { 'retry-after': '7' }))).slept).toEqual(
      Array(7).fill(7_000),
    )
    const date = new Date(Date.now() + 90_000).toUTCString()
    const { slept } = await turnWith(apiError(529, 'overloaded_error', 'Slow', { 'retry-after': date }))
    expect(slept[0]).toBeGreaterThan(80_000)
    expect((await turnWith(apiError(529, 'overloaded_error', 'Slow'))).slept).toEqual([1_500, 3_000, 6_000, 12_000])
  })

  test('a very long retry-after is not waited out, and the sentence says so', async () => {
    const { slept, waits } = await turnWith(apiError(429, 'rate_limit_error', 'Slow', { 'retry-after': '7200' }))
    expect(slept[0]).toBe(300_000)
    expect(waits[0]!.why.message).toContain('It asks to wait 2 hours; Deskhand looks again after 5 minutes.')
    expect(waits[0]!.until).toBeGreaterThan(Date.now() + 290_000)
  })

  test('after a bad attempt the answer is given anew', async () => {
    let n = 0
    api.script(() => (++n === 1 ? say('First half of it all.', { ending: { cutAt: 450 } }) : say('Second.')))
    const { events, outcome } = await turn(modelFor(api.origin), go)
    expect(messageOf(outcome).content).toEqual([{ type: 'text', text: 'Second.' }])
    const order = events.map(({ type }) => type)
    expect(order.indexOf('waiting')).toBeLessThan(order.lastIndexOf('sent'))
  })
})

describe('stop', () => {
  const stopAt = async (type: string, reply: Reply) => {
    const controller = new AbortController()
    api.script(() => reply)
    let at = 0
    let last: unknown
    for await (const happened of modelFor(
      api.origin,
      {},
      { timers: realTimers, patience: { headersMs: 9_000, silenceMs: 9_000 } },
    ).stream(go, controller.signal)) {
      last = happened
      if (happened.type !== type) continue
      at = Date.now()
      setTimeout(() => controller.abort(), 20)
    }
    expect(last).toEqual({
      type: 'outcome',
      outcome: { kind: 'failed', failure: { kind: 'stopped', message: 'Stopped.' } },
    })
    return Date.now() - at
  }
  test.each([
    ['while the endpoint thinks', 'sent', { ...say('Late'), firstMs: 5_000 }],
    ['in the middle of the text', 'text', { ...say('One two three four five six seven eight nine ten'), everyMs: 300 }],
    ['while it waits for a retry', 'waiting', apiError(529, 'overloaded_error', 'Slow', { 'retry-after': '60' })],
  ] as [string, string, Reply][])('%s, it ends at once', async (_when, type, reply) => {
    expect(await stopAt(type, reply)).toBeLessThan(150)
  })

  test('before the start, nothing leaves', async () => {
    const before = api.requests.length
    const { outcome, events } = await turn(modelFor(api.origin), go, AbortSignal.abort())
    expect([failureOf(outcome).kind, events.length, api.requests.length]).toEqual(['stopped', 1, before])
  })
})

describe('an endpoint that gives no answer', () => {
  /** A browser's view: requests fail with one and the same error, save those that the page may make. */
  const seeing = (allows: (mode: string) => boolean, more: Partial<Surroundings> = {}): Surroundings => ({
    ...inNode,
    fetch: async (_input, init) => {
      if (init?.method !== 'POST' && allows(init?.mode ?? 'cors')) return new Response('{}')
      throw new TypeError('Failed to fetch')
    },
    ...more,
  })
  const nothing = () => false
  const opaqueOnly = (mode: string) => mode === 'no-cors'
  const cases: [string, string, Surroundings, FailureKind, RegExp][] = [
    [
      'Ollama that refuses the page',
      'http://localhost:11434',
      seeing(opaqueOnly),
      'blocked',
      /Ollama runs at .* refuses .*CORS.*OLLAMA_ORIGINS=https:\/\/desk.example ollama serve/,
    ],
    [
      'LM Studio that refuses the page',
      'http://127.0.0.1:1234/v1',
      seeing(opaqueOnly),
      'blocked',
      /LM Studio runs at .*“Enable CORS” under Developer > Server settings/,
    ],
    [
      'nothing on this computer',
      'http://localhost:8080',
      seeing(nothing),
      'blocked',
      /No answer from .* reached this page.*OLLAMA_ORIGINS=.*Enable CORS/,
    ],
    [
      'no permission for this computer',
      'http://localhost:11434',
      seeing(nothing, { localNetwork: async () => 'denied' }),
      'blocked',
      /Local network access/,
    ],
    [
      'a gateway that refuses browsers',
      'https://gateway.example/api',
      seeing(opaqueOnly),
      'blocked',
      /refuses requests from web pages \(CORS\). Allow the origin https:\/\/desk.example/,
    ],
    [
      'Anthropic without CORS',
      'https://api.anthropic.com',
      seeing(opaqueOnly),
      'blocked',
      /Zero Data Retention.*gateway/,
    ],
    ['an address without encryption', 'http://gateway.example', seeing(nothing), 'blocked', /not encrypted/],
    [
      'no network',
      'https://api.anthropic.com',
      seeing(nothing, { online: () => false }),
      'network',
      /no internet connection/,
    ],
    [
      'a server that is gone',
      'https://gateway.example',
      seeing(nothing),
      'network',
      /Nothing answered at https:\/\/gateway.example/,
    ],
    [
      'a line that broke',
      'https://gateway.example',
      seeing(() => true),
      'network',
      /connection to gateway.example failed/,
    ],
  ]
  test.each(cases)('%s', async (_name, baseUrl, surroundings, kind, sentence) => {
    const { outcome } = await turn(modelFor(baseUrl, {}, { surroundings }), go)
    expect(failureOf(outcome).kind).toBe(kind)
    expect(failureOf(outcome).message).toMatch(sentence)
  })

  test('a word that only stands in for a key does not garble the sentence', async () => {
    const surroundings = seeing(opaqueOnly)
    const { outcome } = await turn(modelFor('http://localhost:11434', { key: 'ollama' }, { surroundings }), go)
    expect(failureOf(outcome).message).toContain('ollama serve')
  })

  test('one that answered before lets us in: then it is the network', async () => {
    const other = await startMessagesApi()
    other.script(() => say('Yes.'))
    const model = modelFor(other.origin)
    messageOf((await turn(model, go)).outcome)
    await other.close()
    expect(failureOf((await turn(model, go)).outcome)).toMatchObject({ kind: 'network', retry: true })
  })
})
