import { describe, expect, test } from 'vitest'
import { parseBaseUrl } from '../../src/model/anthropic/endpoint.ts'
import { decide, retryAfterOf } from '../../src/model/anthropic/retry.ts'
import { createSlots } from '../../src/model/anthropic/slots.ts'
import { left, SILENT, within } from '../../src/model/anthropic/watchdog.ts'
import { memoryLocks } from '../servers/locks.ts'
import { startMessagesApi } from '../servers/messages-api.ts'
import { say } from '../servers/replies.ts'
import { modelFor, requestOf, turn, user } from '../servers/talk.ts'

describe('a base URL', () => {
  test.each([
    ['https://api.anthropic.com', 'https://api.anthropic.com', true, false],
    [' https://api.anthropic.com/v1/ ', 'https://api.anthropic.com', true, false],
    ['http://localhost:11434/v1', 'http://localhost:11434', false, true],
    ['http://127.0.0.1:1234/v1/messages', 'http://127.0.0.1:1234', false, true],
    ['http://[::1]:8080/', 'http://[::1]:8080', false, true],
    ['https://gateway.example/team/anthropic/', 'https://gateway.example/team/anthropic', false, false],
    ['https://api.anthropic.com.evil.example', 'https://api.anthropic.com.evil.example', false, false],
  ])('%s', (text, url, isAnthropic, isLocal) => {
    expect(parseBaseUrl(text)).toMatchObject({ ok: true, value: { url, isAnthropic, isLocal } })
  })

  test('says what it left off, and that http can be read on the way', () => {
    expect(parseBaseUrl('http://localhost:1234/v1')).toMatchObject({
      value: { note: '“/v1” was left off: it is added to every request.' },
    })
    expect(parseBaseUrl('http://gateway.example')).toMatchObject({
      value: { note: expect.stringContaining('not encrypted') },
    })
    expect(parseBaseUrl('https://api.anthropic.com')).not.toHaveProperty('value.note')
  })

  test.each([
    ['', /is empty/],
    ['localhost:11434', /Did you mean http:\/\/localhost:11434\?/],
    ['api.anthropic.com', /Did you mean/],
    ['not an address', /is not a web address. It looks like/],
    ['file:///etc', /is not a web address/],
    ['https://user:secret@gateway.example', /name or password/],
    ['https://gateway.example/?key=1', /remove everything from “\?” on/],
  ])('%s is refused before any request', async (text, sentence) => {
    const parsed = parseBaseUrl(text)
    expect(parsed).toMatchObject({ ok: false, failure: { kind: 'invalid', message: expect.stringMatching(sentence) } })
    const { events } = await turn(modelFor(text), requestOf([user('Go')]))
    expect(events).toEqual([{ type: 'outcome', outcome: { kind: 'failed', failure: !parsed.ok && parsed.failure } }])
  })
})

describe('a retry', () => {
  const trouble = { failure: { kind: 'overloaded', message: 'Full.' }, attempts: 3 } as const
  test('waits longer each time, between half and all of it', () => {
    const waits = (chance: number) =>
      [1, 2].map(attempt => decide(trouble, attempt, chance)).map(one => one.again && one.waitMs)
    expect(waits(0)).toEqual([1_000, 2_000])
    expect(waits(0.999)).toEqual([1_999, 3_998])
    expect(decide(trouble, 3, 0)).toEqual({
      again: false,
      failure: { kind: 'overloaded', message: 'Full. It was tried 3 times.' },
    })
  })
  test.each([
    ['12', 12_000],
    [' 0.5 ', 500],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 59_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('retry-after %s', (header, ms) => {
    expect(retryAfterOf(header, 1_000)).toBe(ms)
  })
})

describe('the watchdog', () => {
  /** A clock that only sleeping moves; each sleep takes `late` longer than asked. */
  const hours = (late: number) => {
    let now = 0
    const slept: number[] = []
    const sleep = async (ms: number) => {
      slept.push(ms)
      now += ms + late
    }
    return { clock: { now: () => now }, timers: { sleep }, slept }
  }
  const never = new Promise<never>(() => undefined)

  test('barks after its time, and passes on what comes before', async () => {
    const { clock, timers, slept } = hours(0)
    expect(await within(never, 60_000, clock, timers)).toBe(SILENT)
    expect(slept).toEqual([60_000])
    expect(await within(Promise.resolve('word'), 60_000, clock, timers)).toBe('word')
  })
  test('after the computer slept, gives what has arrived meanwhile a moment', async () => {
    const { clock, timers, slept } = hours(3_600_000)
    await within(never, 60_000, clock, timers)
    expect(slept).toEqual([60_000, 5_000])
  })
  test('counts from the last content, whatever the clock does', () => {
    expect([left(60, 0, 20), left(60, 0, 90), left(60, 100, 0)]).toEqual([40, 0, 60])
  })
})

describe('connections', () => {
  test('of eight streams to one http origin five are open at a time; the others wait visibly and get their turn', async () => {
    const api = await startMessagesApi()
    api.script(() => ({ ...say('Yes.'), firstMs: 60 }))
    const locks = memoryLocks()
    const turns = await Promise.all(
      Array.from({ length: 8 }, () =>
        turn(modelFor(api.origin, {}, { slots: createSlots(locks) }), requestOf([user('Go')])),
      ),
    )
    expect(turns.map(({ outcome }) => outcome.kind)).toEqual(Array(8).fill('message'))
    expect(api.mostAtOnce()).toBe(5)
    const waits = turns.flatMap(one => one.waits)
    expect(waits).toHaveLength(3)
    expect(waits[0]).toMatchObject({
      until: 0,
      attempt: 1,
      why: { message: expect.stringContaining('waits for the next that is free') },
    })
    await api.close()
  })

  test('are given back, one to each waiter, and not held by one who stopped waiting', async () => {
    const slots = createSlots(memoryLocks())
    const origin = 'http://localhost:1'
    const taken = await Promise.all(Array.from({ length: 6 }, () => slots.take(origin)))
    expect(taken.filter(Boolean)).toHaveLength(5)
    const stop = new AbortController()
    const stopped = slots.wait(origin, stop.signal)
    const waiting = [slots.wait(origin, new AbortController().signal), slots.wait(origin, new AbortController().signal)]
    stop.abort()
    expect(await stopped).toBeNull()
    for (const release of taken) release?.()
    for (const release of await Promise.all(waiting)) release?.()
    await new Promise(resolve => setTimeout(resolve))
    const again = await Promise.all(Array.from({ length: 6 }, () => slots.take(origin)))
    expect(again.filter(Boolean)).toHaveLength(5)
  })

  test('of https are not counted', async () => {
    const slots = createSlots(memoryLocks())
    const taken = await Promise.all(Array.from({ length: 20 }, () => slots.take('https://gateway.example')))
    expect(taken.every(Boolean)).toBe(true)
  })
})
