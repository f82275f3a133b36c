import { failed, ok } from '../domain/failure.ts'
import { upToDate } from '../domain/migrate.ts'
import type { Log, LogReads } from '../ports/log.ts'
import { database } from './database.ts'
import { createLogWriter, otherOwner } from './log-writer.ts'
import type { Database } from './schema.ts'
import { eventsIn, jsonIn, type Segment, segmentOf } from './segment.ts'
import { noSuchSession, stored } from './storage-failure.ts'

/** The log of `session`, whose owner number `epoch` was just taken and whose last event is `seq`; `tail` is the segment of the next one. */
export function createLog(session: string, epoch: number, seq: number, tail: Segment | undefined): Log {
  const writer = createLogWriter(session, epoch, seq, tail ? jsonIn(tail) : '')
  let closed = false
  const closedHere = () => failed('fenced', 'This session was closed here.')

  /** The row, when this log may still change it, and how to put it. */
  async function ownRow(transaction: ReturnType<typeof rowTransaction>) {
    const row = await transaction.objectStore('sessions').get(session)
    if (!row) return noSuchSession(session)
    if (closed) return closedHere()
    return row.epoch === epoch ? ok(row) : otherOwner()
  }

  return {
    ...readsOf(session),
    epoch,

    append: async (drafts, blobs = [], durability = 'relaxed') =>
      closed ? closedHere() : writer.append(drafts, blobs, durability),

    putSnapshots: (version, seq, states) =>
      stored('saving the state of the session', async () => {
        const transaction = rowTransaction(await database())
        const row = await ownRow(transaction)
        if (!row.ok) return row
        const snapshots = transaction.objectStore('snapshots')
        const puts = Object.entries(states).map(([name, state]) =>
          snapshots.put({ version, seq, state }, [session, name]),
        )
        await Promise.all([...puts, transaction.done])
        return ok(undefined)
      }),

    setRow: change =>
      stored('writing the log', async () => {
        const transaction = rowTransaction(await database())
        const row = await ownRow(transaction)
        if (!row.ok) return row
        await transaction.objectStore('sessions').put({ ...row.value, ...change }, session)
        await transaction.done
        return ok(undefined)
      }),

    close() {
      closed = true
    },
  }
}

/** The same log for looking only. It takes nothing from whoever owns it. */
export const readsOf = (session: string): LogReads => ({
  session,

  read: (from, to) =>
    stored('reading the log', async () => {
      if (to <= from) return ok([])
      const range = IDBKeyRange.bound([session, segmentOf(Math.max(1, from))], [session, to], false, true)
      const segments = await (await database()).getAll('segments', range)
      const events = segments.flatMap(eventsIn)
      return ok(events.filter(event => event.seq >= from && event.seq < to).map(upToDate))
    }),

  blob: ref =>
    stored('reading the log', async () => {
      const bytes = await (await database()).get('blobs', [session, ref])
      return bytes ? ok(bytes) : failed('missing', 'That part of the log is not there any more.', { detail: ref })
    }),

  snapshot: (name, version) =>
    stored('reading the state of the session', async () => {
      const found = await (await database()).get('snapshots', [session, name])
      return ok(found?.version === version ? { seq: found.seq, state: found.state } : null)
    }),
})

const rowTransaction = (db: Database) => db.transaction(['sessions', 'snapshots'], 'readwrite')
