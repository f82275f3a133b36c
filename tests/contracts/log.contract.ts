import { beforeEach, describe, expect, it } from 'vitest'
import type { EventDraft, SessionEvent } from '../../src/domain/event.ts'
import type { Result } from '../../src/domain/failure.ts'
import type { Log, Sessions } from '../../src/ports/log.ts'

const draft = (text: string): EventDraft => ({ type: 'steer.sent', id: text, to: 'lead', text, by: 'person' })
const bytes = (text: string) => new TextEncoder().encode(text)
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.kind}: ${result.failure.message}`)
  return result.value
}
const kindOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.failure.kind)
const texts = (events: SessionEvent[]) => events.map(event => (event.type === 'steer.sent' ? event.text : event.type))

/** What every log must do. The sessions of `make` may hold others already. */
export function logContract(name: string, make: () => Promise<Sessions>) {
  describe(`${name} keeps the log contract`, () => {
    let sessions: Sessions
    let id: string
    let log: Log
    beforeEach(async () => {
      sessions = await make()
      id = crypto.randomUUID()
      log = value(await sessions.create(id, 'First words')).log
    })

    const rowOf = async (session: string) => value(await sessions.list()).find(row => row.id === session)

    it('numbers events from 1 without gaps and stamps them', async () => {
      const first = value(await log.append([draft('a'), draft('b')]))
      const second = value(await log.append([draft('c')], [], 'strict'))
      expect([...first, ...second]).toMatchObject([
        { v: 2, session: id, seq: 1, epoch: 1, by: 'person', text: 'a' },
        { seq: 2, text: 'b' },
        { seq: 3, text: 'c' },
      ])
      expect(first[0]!.at).toBeGreaterThan(1_600_000_000_000)
      expect(value(await log.read(1, 4))).toEqual([...first, ...second])
      expect(await rowOf(id)).toMatchObject({ seq: 3, epoch: 1, title: 'First words', updatedAt: second[0]!.at })
    })

    it('keeps order and every number over many appends at once, of all sizes', async () => {
      const sizes = [1, 99, 1, 250, 0, 3, 100, 1, 46]
      const results = await Promise.all(
        sizes.map((size, index) => log.append(Array.from({ length: size }, (_, each) => draft(`${index}.${each}`)))),
      )
      const all = results.flatMap(value)
      expect(results.map(result => value(result).length)).toEqual(sizes)
      expect(all.map(event => event.seq)).toEqual(Array.from({ length: 501 }, (_, index) => index + 1))
      expect(texts(all)).toEqual(
        sizes.flatMap((size, index) => Array.from({ length: size }, (_, each) => `${index}.${each}`)),
      )
      expect(value(await log.read(1, 502))).toEqual(all)
      for (const [from, to] of [
        [0, 3],
        [99, 103],
        [100, 101],
        [101, 102],
        [200, 301],
        [500, 900],
        [7, 7],
        [600, 700],
      ] as const)
        expect(value(await log.read(from, to)).map(event => event.seq)).toEqual(
          all.map(event => event.seq).filter(seq => seq >= from && seq < to),
        )
    })

    it('goes on where it stopped when it is opened again, also in the middle of a hundred', async () => {
      value(await log.append(Array.from({ length: 150 }, (_, index) => draft(`${index}`))))
      log.close()
      const again = value(await sessions.open(id))
      expect(again.epoch).toBe(2)
      expect(value(await again.append([draft('more')]))).toMatchObject([{ seq: 151, epoch: 2 }])
      const events = value(await again.read(1, 1000))
      expect(events.length).toBe(151)
      expect(texts(events.slice(-2))).toEqual(['149', 'more'])
    })

    it('writes nothing for an owner that was followed by another', async () => {
      value(await log.append([draft('mine')]))
      const next = value(await sessions.open(id))
      expect(kindOf(await log.append([draft('late')], [{ ref: 'sha256:late', bytes: bytes('late') }]))).toBe('fenced')
      expect(kindOf(await log.setRow({ title: 'late' }))).toBe('fenced')
      expect(kindOf(await log.putSnapshots(1, 1, { state: 'late' }))).toBe('fenced')
      expect(texts(value(await next.read(1, 10)))).toEqual(['mine'])
      expect(kindOf(await next.blob('sha256:late'))).toBe('missing')
      expect(value(await next.snapshot('state', 1))).toBe(null)
      expect(value(await next.append([draft('theirs')]))).toMatchObject([{ seq: 2, epoch: 2 }])
      // Reading is not owning.
      expect(texts(value(await log.read(1, 10)))).toEqual(['mine', 'theirs'])
    })

    it('refuses appends once it is closed', async () => {
      log.close()
      expect(kindOf(await log.append([draft('late')]))).toBe('fenced')
      expect((await rowOf(id))?.seq).toBe(0)
    })

    it('writes all of an append or none, and goes on after one that cannot be written', async () => {
      const unwritable = { ...draft('bad'), text: (() => 'no data') as unknown as string } as EventDraft
      const noBytes = { byteLength: 1, buffer: { byteLength: 1 }, text: () => 'no data' } as unknown as Uint8Array
      const [first, good, bad, worse, after] = await Promise.allSettled([
        log.append([]),
        log.append([draft('good')]),
        log.append([draft('half'), unwritable], [{ ref: 'sha256:half', bytes: bytes('half') }]),
        log.append([draft('half')], [{ ref: 'sha256:bad', bytes: noBytes }]),
        log.append([draft('after')]),
      ])
      for (const fine of [first, good, after]) expect(fine.status === 'fulfilled' && fine.value.ok).toBe(true)
      for (const not of [bad, worse]) expect(not.status === 'rejected' || !not.value.ok).toBe(true)
      expect(value(await log.read(1, 10)).map(event => [event.seq, ...texts([event])])).toEqual([
        [1, 'good'],
        [2, 'after'],
      ])
      expect(kindOf(await log.blob('sha256:half'))).toBe('missing')
    })

    it('keeps bodies with their events, of any bytes, the same one once', async () => {
      const body = { ref: 'sha256:one', bytes: Uint8Array.from([0, 255, 128]) }
      value(await log.append([draft('a')], [body, { ref: 'sha256:none', bytes: new Uint8Array() }]))
      value(await log.append([draft('b')], [body]))
      expect(value(await log.blob('sha256:one'))).toEqual(body.bytes)
      expect(value(await log.blob('sha256:none'))).toEqual(new Uint8Array())
      expect(kindOf(await log.blob('sha256:two'))).toBe('missing')
    })

    it('does not change what it wrote when the caller changes what it gave or got', async () => {
      const given = { type: 'plan.sentBack' as const, by: 'desk', problems: ['one'] }
      const got = value(await log.append([given]))[0] as typeof given
      given.problems.push('two')
      got.problems.push('three')
      value(await log.append([draft('next')]))
      expect(value(await log.read(1, 2))).toMatchObject([{ problems: ['one'] }])
    })

    it('keeps the newest snapshot of a name, for its own version only', async () => {
      expect(value(await log.snapshot('state', 1))).toBe(null)
      value(await log.putSnapshots(1, 5, { state: { items: [1] } }))
      value(await log.putSnapshots(1, 9, { state: { items: [1, 2] }, rest: 'rest' }))
      value(await log.putSnapshots(1, 3, { report: 'text' }))
      expect(value(await log.snapshot('state', 1))).toEqual({ seq: 9, state: { items: [1, 2] } })
      expect(value(await log.snapshot('rest', 1))).toEqual({ seq: 9, state: 'rest' })
      expect(value(await log.snapshot('report', 1))).toEqual({ seq: 3, state: 'text' })
      expect(value(await log.snapshot('state', 2))).toBe(null)
    })

    it('keeps the title and the status with the session', async () => {
      value(await log.setRow({ title: 'Receipts' }))
      value(await log.setRow({ status: 'done' }))
      expect(await rowOf(id)).toMatchObject({ title: 'Receipts', status: 'done' })
    })

    it('lists the session that was worked on last first', async () => {
      const other = crypto.randomUUID()
      value(await sessions.create(other, 'Later'))
      await new Promise(done => setTimeout(done, 5))
      value(await log.append([draft('a')]))
      const ids = value(await sessions.list()).map(row => row.id)
      expect(ids.indexOf(id)).toBeLessThan(ids.indexOf(other))
    })

    it('gives a new session to whoever began it, and to the next one who opens it', async () => {
      const other = crypto.randomUUID()
      const { row, log: own } = value(await sessions.create(other, 'Other'))
      expect(row).toEqual(await rowOf(other))
      expect([row.epoch, row.seq, own.epoch]).toEqual([1, 0, 1])
      const next = value(await sessions.open(other))
      expect(next.epoch).toBe(2)
      expect(kindOf(await own.append([draft('late')]))).toBe('fenced')
      expect(value(await next.append([draft('first')]))).toMatchObject([{ seq: 1 }])
    })

    it('begins a session with what is written down first of all', async () => {
      const other = crypto.randomUUID()
      const given = { type: 'plan.sentBack' as const, by: 'desk', problems: ['one'] }
      const { row, log: own, events } = value(await sessions.create(other, 'Other', [draft('a'), given]))
      given.problems.push('two')
      expect(events).toMatchObject([
        { v: 2, session: other, seq: 1, epoch: 1, by: 'person', text: 'a' },
        { seq: 2, problems: ['one'] },
      ])
      expect(row).toEqual(await rowOf(other))
      expect(row).toMatchObject({ seq: 2, epoch: 1, title: 'Other' })
      expect(value(await own.append([draft('b')]))).toMatchObject([{ seq: 3 }])
      const next = value(await sessions.open(other))
      expect(value(await next.read(1, 9)).slice(0, 2)).toEqual(events)
      expect(value(await next.append([draft('c')]))).toMatchObject([{ seq: 4, epoch: 2 }])
    })

    it('creates no session twice and opens none that is not there', async () => {
      value(await log.append([draft('mine')]))
      expect(kindOf(await sessions.create(id, 'again', [draft('theirs')]))).toBe('exists')
      expect(texts(value(await log.read(1, 9)))).toEqual(['mine'])
      expect(await rowOf(id)).toMatchObject({ title: 'First words', seq: 1, epoch: 1 })
      expect(kindOf(await sessions.open(crypto.randomUUID()))).toBe('missing')
    })

    it('removes a session with all that is in it, and nothing of another', async () => {
      const other = crypto.randomUUID()
      value(await sessions.create(other, 'Other'))
      const otherLog = value(await sessions.open(other))
      for (const each of [log, otherLog])
        value(await each.append([draft('a')], [{ ref: 'sha256:x', bytes: bytes('x') }]))
      value(await sessions.remove(id))
      expect(await rowOf(id)).toBe(undefined)
      expect(kindOf(await log.append([draft('b')]))).toBe('missing')
      expect(kindOf(await log.blob('sha256:x'))).toBe('missing')
      expect(kindOf(await sessions.remove(id))).toBe('missing')
      expect(value(await otherLog.read(1, 9)).length).toBe(1)
      expect(value(await otherLog.blob('sha256:x'))).toEqual(bytes('x'))
    })
  })
}
