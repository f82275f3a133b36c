import { type EventDraft, LOG_VERSION, type SessionEvent } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { Blob } from '../ports/log.ts'
import { database } from './database.ts'
import { SEGMENT, segmentsOf } from './segment.ts'
import { noSuchSession, stored } from './storage-failure.ts'

export type Durability = 'strict' | 'relaxed'

interface Waiting {
  drafts: EventDraft[]
  blobs: Blob[]
  durability: Durability
  done: (result: Result<SessionEvent[]>) => void
}

/**
 * Writes in order, one transaction at a time; what comes while one is under way goes together into the next, and so does what
 * comes in one turn of the worker. `seq` is the last number written, `tail` the last segment, as JSON, where it is not full.
 */
export function createLogWriter(session: string, epoch: number, seq: number, tail: string) {
  let last = seq
  let open = tail
  let waiting: Waiting[] = []
  let writing = false
  const nextTurn = createTurns()

  async function run() {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const all = await write(batch)
      if (all.ok) for (const [index, each] of batch.entries()) each.done(ok(all.value[index]!))
      else if (batch.length === 1) batch[0]!.done(all)
      // One of them may be what did not fit, so each has its own try.
      else
        for (const each of batch) {
          const own = await write([each])
          each.done(own.ok ? ok(own.value[0]!) : own)
        }
      // Whoever waited for these may have the next ones ready in a moment.
      await nextTurn()
    }
    writing = false
  }

  /** One transaction for all of `batch`; the events of each, in order. */
  function write(batch: readonly Waiting[]): Promise<Result<SessionEvent[][]>> {
    return stored('writing the log', async () => {
      const durability = batch.some(each => each.durability === 'strict') ? 'strict' : 'relaxed'
      const transaction = (await database()).transaction(['sessions', 'segments', 'blobs'], 'readwrite', { durability })
      const sessions = transaction.objectStore('sessions')
      const asked = sessions.get(session)

      const at = Date.now()
      let seq = last
      const events = batch.map(({ drafts }) => {
        const from = seq + 1
        seq += drafts.length
        // The drafts are this writer's own copies, and stamping them again, after a failure, is fine.
        return stamped(drafts, { session, epoch, at }, from)
      })
      const segments = segmentsOf(events.flat(), last + 1, open)
      const puts: Promise<unknown>[] = []
      try {
        // Put before the owner is known: where it is another, all of it is taken back.
        for (const { ref, bytes } of batch.flatMap(({ blobs }) => blobs))
          puts.push(transaction.objectStore('blobs').put(alone(bytes), [session, ref]))
        for (const { first, json } of segments)
          puts.push(transaction.objectStore('segments').put({ json }, [session, first]))
        const row = await asked
        const refused = !row ? noSuchSession(session) : row.epoch === epoch && row.seq === last ? null : otherOwner()
        if (refused) {
          transaction.abort()
          await Promise.allSettled([...puts, transaction.done])
          return refused
        }
        puts.push(sessions.put({ ...row!, seq, updatedAt: at, logVersion: LOG_VERSION }, session))
        transaction.commit()
      } catch (error) {
        // What cannot be stored at all is thrown at once, and what was put before it would be kept.
        const ours = giveUp(transaction)
        const [whole] = await Promise.allSettled([transaction.done, asked, ...puts])
        throw ours || whole.status === 'fulfilled' ? error : whole.reason
      }
      // The transaction tells why; its requests may only tell that it was given up.
      const [whole] = await Promise.allSettled([transaction.done, ...puts])
      if (whole.status === 'rejected') throw whole.reason
      last = seq
      const newest = segments.at(-1)
      if (newest) open = seq % SEGMENT === 0 ? '' : newest.json
      return ok(events)
    })
  }

  return {
    append: (drafts: EventDraft[], blobs: Blob[], durability: Durability) =>
      stored('writing the log', () => {
        // A copy: what is written, and what is given back, must not change by what the caller does later.
        const copy = copyOf(drafts)
        return new Promise<Result<SessionEvent[]>>(done => {
          waiting.push({ drafts: copy, blobs, durability, done })
          if (writing) return
          writing = true
          if (durability === 'strict') void run()
          else void nextTurn().then(run)
        })
      }),
  }
}

/** Makes events of drafts, which are the caller's own, numbered from `seq` on. */
export const stamped = (
  drafts: readonly EventDraft[],
  stamp: Pick<SessionEvent, 'session' | 'epoch' | 'at'>,
  seq: number,
): SessionEvent[] => drafts.map((draft, index) => Object.assign(draft, { v: LOG_VERSION, seq: seq + index, ...stamp }))

export const otherOwner = () =>
  failed('fenced', 'Another tab works on this session now, so nothing was written from here.')

/** False where it was over already. */
function giveUp(transaction: { abort(): void }): boolean {
  try {
    transaction.abort()
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'InvalidStateError') return false
    throw error
  }
}

/** Waits until everything that is ready to run now has run. A timer would wait some milliseconds at least. */
function createTurns(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  return () =>
    new Promise(done => {
      waiting.push(done)
      port2.postMessage(null)
    })
}

/** Events are plain data, and of that this is ten times as fast as `structuredClone`. */
export function copyOf<T>(data: T): T {
  if (Array.isArray(data)) return data.map(copyOf) as T
  if (typeof data === 'function' || typeof data === 'symbol' || typeof data === 'bigint')
    throw new DOMException(`A ${typeof data} cannot be written down.`, 'DataCloneError')
  if (typeof data !== 'object' || data === null) return data
  const copy = { ...data }
  for (const key in copy) {
    const part = copy[key]
    if (typeof part !== 'string' && typeof part !== 'number') copy[key] = copyOf(part)
  }
  return copy
}

/** A view of a larger buffer would be kept with all of it. */
const alone = (bytes: Uint8Array) => (bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice())
