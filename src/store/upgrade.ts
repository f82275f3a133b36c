import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Schema } from './schema.ts'
import { eventsIn } from './segment.ts'

export const DATABASE_VERSION = 3

type Upgrading = IDBPTransaction<Schema, ArrayLike<StoreNames<Schema>>, 'versionchange'>

/** From any older version to this one, a step each; all of it or nothing. Nothing that was there is taken away. */
export async function upgrade(db: IDBPDatabase<Schema>, from: number, transaction: Upgrading): Promise<void> {
  if (from < 1)
    // Keys are outside the values throughout, so that a value is just what it is.
    for (const store of ['sessions', 'segments', 'blobs', 'snapshots', 'handles', 'settings', 'keys'] as const)
      db.createObjectStore(store)
  if (from < 2) {
    db.createObjectStore('images').createIndex('hash', 'hash')
    if (from > 0) await findImages(transaction)
  }
  // 3 keeps the events of a segment as text. Those that lie there as objects are read as they are, until they are written to again.
}

/** Until version 2 only the logs said which images a session needs. */
async function findImages(transaction: Upgrading): Promise<void> {
  const images = transaction.objectStore('images')
  for (
    let cursor = await transaction.objectStore('segments').openCursor();
    cursor !== null;
    cursor = await cursor.continue()
  )
    for (const event of eventsIn(cursor.value))
      if (event.type === 'file.willChange' && event.change.op === 'overwrite' && event.before)
        await images.put({ hash: event.before.hash, bytes: event.before.size }, [event.session, event.before.hash])
}
