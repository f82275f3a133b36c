import { afterAll, beforeAll, expect, test } from 'vitest'
import { toolUses } from '../../src/domain/message.ts'
import type { ModelEvent } from '../../src/ports/model.ts'
import type { MessagesApi } from '../servers/messages-api.ts'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call } from '../servers/replies.ts'
import { inNode, messageOf, modelFor, outcomeOf, requestOf, turn, user } from '../servers/talk.ts'

/** A recorded answer with two calls, one of them with letters of several bytes. */
let api: MessagesApi
let stream: Buffer
beforeAll(async () => {
  api = await startMessagesApi()
  api.script(() => ({
    blocks: [
      { type: 'thinking', thinking: 'Zwei Dateien.', signature: 'c2ln' },
      { type: 'text', text: 'Ich schreibe.' },
      call('write', { path: 'ü.txt', content: 'Größe 😀' }, 'toolu_1'),
      call('trash', { path: 'old', why: '' }, 'toolu_2'),
    ],
  }))
  messageOf((await turn(modelFor(api.origin), requestOf([user('Go')]))).outcome)
  stream = api.requests[0]!.answer
})
afterAll(() => api.close())

/** The first attempt only: what comes before a `waiting` is all that a cut stream ever gave. */
async function firstAttempt(origin: string, surroundings = inNode): Promise<ModelEvent[]> {
  const events: ModelEvent[] = []
  const model = modelFor(origin, {}, { surroundings })
  for await (const event of model.stream(requestOf([user('Go')]), new AbortController().signal)) {
    events.push(event)
    if (event.type === 'waiting') break
  }
  return events
}

test('no prefix of the stream, at any byte, gives a message; the whole does', async () => {
  const serving =
    (length: number): typeof fetch =>
    async () =>
      new Response(new Uint8Array(stream.subarray(0, length)), { headers: { 'content-type': 'text/event-stream' } })
  for (let length = 0; length < stream.length; length++) {
    const events = await firstAttempt('http://127.0.0.1:9', { ...inNode, fetch: serving(length) })
    const last = events.at(-1)
    if (last?.type !== 'waiting' || last.why.kind !== 'cut')
      throw new Error(`At byte ${length}: ${JSON.stringify(last)}`)
  }
  const { content } = messageOf(
    outcomeOf(await firstAttempt('http://127.0.0.1:9', { ...inNode, fetch: serving(stream.length) })),
  )
  expect(toolUses(content).map(({ input }) => input)).toEqual([
    { path: 'ü.txt', content: 'Größe 😀' },
    { path: 'old', why: '' },
  ])
  expect(stream.length).toBeGreaterThan(1_500)
})

test('over a real connection, closed or reset, it is the same', async () => {
  for (let at = 0; at < stream.length; at += 97) {
    for (const ending of [{ cutAt: at }, { resetAt: at }]) {
      api.script(() => ({ sse: stream.toString('utf8'), ending }))
      const last = (await firstAttempt(api.origin)).at(-1)
      expect(last).toMatchObject({ type: 'waiting', attempt: 2 })
    }
  }
})

test('a stream that arrives byte by byte is whole', async () => {
  const bytes: typeof fetch = async () => {
    const body = new ReadableStream({
      start(controller) {
        for (const byte of stream) controller.enqueue(new Uint8Array([byte]))
        controller.close()
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  const { content } = messageOf(outcomeOf(await firstAttempt('http://127.0.0.1:9', { ...inNode, fetch: bytes })))
  expect(toolUses(content)).toHaveLength(2)
})
