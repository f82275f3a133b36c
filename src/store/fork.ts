import { LOG_VERSION, type SessionEvent } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import { forkOf, forkTitle, hashesIn, trialTitle } from '../domain/fork.ts'
import { upToDate } from '../domain/migrate.ts'
import type { SessionRow } from '../ports/log.ts'
import { allOf, database } from './database.ts'
import { eventsIn, segmentsOf } from './segment.ts'
import { noSuchSession, stored } from './storage-failure.ts'

const STORES = ['sessions', 'segments', 'blobs', 'handles', 'images'] as const

/**
 * Makes a new session out of the first `seq` events of another, with its bodies, its folders and the file versions that undo may
 * need, in one go. The other one stays as it is, also while it works. Gives the new session's id.
 */
export function forkSession(from: string, seq: number, trial: boolean): Promise<Result<string>> {
  return stored('forking the session', async () => {
    const transaction = (await database()).transaction(STORES, 'readwrite', { durability: 'strict' })
    const row = await transaction.objectStore('sessions').get(from)
    if (!row) return noSuchSession(from)
    if (row.logVersion > LOG_VERSION)
      return failed('fenced', 'A newer Deskhand wrote this session. Reload the page to get it, then fork the session.')
    const all = (await transaction.objectStore('segments').getAll(allOf(from))).flatMap(eventsIn).map(upToDate)
    const id = crypto.randomUUID()
    const at = Date.now()
    const epoch = row.epoch + 1
    const title = trial ? trialTitle(row.title) : forkTitle(row.title)
    const events = forkOf({ id: from, title: row.title }, all, seq, { id, title, epoch, at, trial })
    const fresh: SessionRow = {
      id,
      title,
      createdAt: at,
      updatedAt: at,
      status: 'stopped',
      epoch,
      seq: events.length,
      logVersion: LOG_VERSION,
    }
    const puts: Promise<unknown>[] = [transaction.objectStore('sessions').put(fresh, id)]
    for (const { first, json } of segmentsOf(events, 1, ''))
      puts.push(transaction.objectStore('segments').put({ json }, [id, first]))
    const named = hashesIn(events)
    for (const ref of named.bodies) {
      const body = await transaction.objectStore('blobs').get([from, ref])
      if (body) puts.push(transaction.objectStore('blobs').put(body, [id, ref]))
    }
    for (const hash of named.images) {
      const image = await transaction.objectStore('images').get([from, hash])
      if (image) puts.push(transaction.objectStore('images').put(image, [id, hash]))
    }
    for (const root of rootsIn(events)) {
      const handle = await transaction.objectStore('handles').get([from, root])
      if (handle) puts.push(transaction.objectStore('handles').put(handle, [id, root]))
    }
    const [whole] = await Promise.allSettled([transaction.done, ...puts])
    if (whole.status === 'rejected') throw whole.reason
    return ok(id)
  })
}

const rootsIn = (events: readonly SessionEvent[]) =>
  new Set(events.flatMap(event => (event.type === 'root.added' ? [event.root.id] : [])))
