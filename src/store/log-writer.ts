import { type EventDraft, LOG_VERSION, type SessionEvent } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { Blob } from '../ports/log.ts'
import { database } from './database.ts'
import { SEGMENT } from './schema.ts'
import { noSuchSession, stored } from './storage-failure.ts'

export type Durability = 'strict' | 'relaxed'

interface Waiting {
  drafts: EventDraft[]
  blobs: Blob[]
  durability: Durability
  done: (result: Result<SessionEvent[]>) => void
}

/** The first number of the segment that holds `seq`. */
export const segmentOf = (seq: number) => Math.floor((seq - 1) / SEGMENT) * SEGMENT + 1

/**
 * Writes in order, one transaction at a time; what comes while one is under way goes together into the next.
 * `tail` are the events of the last segment that is not full.
 */
export function createLogWriter(session: string, epoch: number, tail: SessionEvent[]) {
  let open = tail
  let waiting: Waiting[] = []
  let writing = false

  async function run() {
    writing = true
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
    }
    writing = false
  }

  /** One transaction for all of `batch`; the events of each, in order. */
  function write(batch: readonly Waiting[]): Promise<Result<SessionEvent[][]>> {
    return stored('writing the log', async () => {
      const durability = batch.some(each => each.durability === 'strict') ? 'strict' : 'relaxed'
      const transaction = (await database()).transaction(['sessions', 'segments', 'blobs'], 'readwrite', { durability })
      const sessions = transaction.objectStore('sessions')
      const row = await sessions.get(session)
      if (!row) return noSuchSession(session)
      if (row.epoch !== epoch) return otherOwner()

      const at = Date.now()
      let seq = row.seq
      const events = batch.map(({ drafts }) =>
        drafts.map((draft): SessionEvent => ({ ...draft, v: LOG_VERSION, session, seq: ++seq, epoch, at })),
      )
      const segments = segmentsOf([...open, ...events.flat()])
      const puts: Promise<unknown>[] = []
      try {
        for (const { ref, bytes } of batch.flatMap(({ blobs }) => blobs))
          puts.push(transaction.objectStore('blobs').put(alone(bytes), [session, ref]))
        for (const part of segments)
          puts.push(transaction.objectStore('segments').put({ events: part }, [session, part[0]!.seq]))
        puts.push(sessions.put({ ...row, seq, updatedAt: at, logVersion: LOG_VERSION }, session))
      } catch (error) {
        // What cannot be stored at all is thrown at once, and what was put before it would be kept.
        transaction.abort()
        await Promise.allSettled([...puts, transaction.done])
        throw error
      }
      // The transaction tells why; its requests may only tell that it was given up.
      const [whole] = await Promise.allSettled([transaction.done, ...puts])
      if (whole.status === 'rejected') throw whole.reason
      const last = segments.at(-1) ?? []
      open = last.length < SEGMENT ? last : []
      return ok(copyOf(events))
    })
  }

  return {
    append: (drafts: EventDraft[], blobs: Blob[], durability: Durability) =>
      stored('writing the log', () => {
        // A copy: the last segment is written again with what follows, and must not change by what the caller does later.
        const copy = copyOf(drafts)
        return new Promise<Result<SessionEvent[]>>(done => {
          waiting.push({ drafts: copy, blobs, durability, done })
          if (!writing) void run()
        })
      }),
  }
}

export const otherOwner = () =>
  failed('fenced', 'Another tab works on this session now, so nothing was written from here.')

/** Events are plain data, and of that this is several times as fast as `structuredClone`. What cannot be stored is found by storing it. */
function copyOf<T>(data: T): T {
  if (Array.isArray(data)) return data.map(copyOf) as T
  if (typeof data !== 'object' || data === null) return data
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(data)) copy[key] = copyOf((data as Record<string, unknown>)[key])
  return copy as T
}

/** A view of a larger buffer would be kept with all of it. */
const alone = (bytes: Uint8Array) => (bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice())

const segmentsOf = (events: SessionEvent[]) =>
  Array.from({ length: Math.ceil(events.length / SEGMENT) }, (_, index) =>
    events.slice(index * SEGMENT, (index + 1) * SEGMENT),
  )
