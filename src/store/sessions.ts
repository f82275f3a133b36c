import { LOG_VERSION } from '../domain/event.ts'
import { failed, ok } from '../domain/failure.ts'
import type { SessionRow, Sessions } from '../ports/log.ts'
import { allOf, database, SESSION_STORES } from './database.ts'
import { createLog, readsOf } from './log.ts'
import { copyOf, stamped } from './log-writer.ts'
import { segmentOf, segmentsOf } from './segment.ts'
import { noSuchSession, stored } from './storage-failure.ts'

/** All sessions of this browser, in IndexedDB. */
export function createSessions(): Sessions {
  return {
    list: () =>
      stored('reading the list of sessions', async () => {
        const rows = await (await database()).getAll('sessions')
        return ok(rows.sort((a, b) => b.updatedAt - a.updatedAt))
      }),

    create: (id, title, first = []) =>
      stored('starting a session', async () => {
        const at = Date.now()
        const epoch = 1
        const events = stamped(copyOf(first), { session: id, epoch, at }, 1)
        const row: SessionRow = {
          id,
          title,
          createdAt: at,
          updatedAt: at,
          status: 'idle',
          epoch,
          seq: events.length,
          logVersion: LOG_VERSION,
        }
        const segments = segmentsOf(events, 1, '')
        // What is written strictly makes all durable that was written before it, and until then there is nothing to lose.
        const transaction = (await database()).transaction(['sessions', 'segments'], 'readwrite', {
          durability: 'relaxed',
        })
        // The person waits for this one: all is asked for at once, and one that is there refuses it all.
        const added = transaction.objectStore('sessions').add(row, id)
        const puts = segments.map(each =>
          transaction.objectStore('segments').put({ json: each.json }, [id, each.first]),
        )
        transaction.commit()
        const [own, whole] = await Promise.allSettled([added, transaction.done, ...puts])
        if (own.status === 'rejected' && own.reason instanceof DOMException && own.reason.name === 'ConstraintError')
          return failed('exists', `There is already a session "${id}".`)
        if (whole.status === 'rejected') throw whole.reason
        return ok({ row, log: createLog(id, epoch, row.seq, segments.at(-1)), events })
      }),

    open: id =>
      stored('opening the session', async () => {
        const transaction = (await database()).transaction(['sessions', 'segments'], 'readwrite', {
          durability: 'strict',
        })
        const row = await transaction.objectStore('sessions').get(id)
        if (!row) return noSuchSession(id)
        if (row.logVersion > LOG_VERSION)
          return failed(
            'fenced',
            'A newer Deskhand wrote this session. Reload the page to get it, then open the session.',
          )
        const epoch = row.epoch + 1
        await transaction.objectStore('sessions').put({ ...row, epoch }, id)
        // The next event's segment: what is in it already is written again with it.
        const tail = await transaction.objectStore('segments').get([id, segmentOf(row.seq + 1)])
        await transaction.done
        return ok(createLog(id, epoch, row.seq, tail))
      }),

    look: id =>
      stored('looking at the session', async () => {
        const row = await (await database()).get('sessions', id)
        return row ? ok({ row, log: readsOf(id) }) : noSuchSession(id)
      }),

    remove: id =>
      stored('removing the session', async () => {
        const transaction = (await database()).transaction(['sessions', ...SESSION_STORES], 'readwrite')
        if (!(await transaction.objectStore('sessions').getKey(id))) return noSuchSession(id)
        const gone = SESSION_STORES.map(store => transaction.objectStore(store).delete(allOf(id)))
        await Promise.all([transaction.objectStore('sessions').delete(id), ...gone, transaction.done])
        return ok(undefined)
      }),
  }
}
