import { openDB } from 'idb'
import type { Database, Schema } from './schema.ts'
import { DATABASE_VERSION, upgrade } from './upgrade.ts'

/** What belongs to one session lies under keys that start with its id. */
export const SESSION_STORES = ['segments', 'blobs', 'snapshots', 'handles', 'images'] as const

export const allOf = (session: string) => IDBKeyRange.bound([session], [session, []])

let connection: Promise<Database> | null = null
const listening = new Set<() => void>()

/** Calls `hear` when a newer Deskhand in another tab takes the database over: nothing can be written from here any more. */
export const onGivingWay = (hear: () => void): void => void listening.add(hear)

/** The one connection of this worker or page; opened when it is first needed, and anew after it was lost. */
export function database(): Promise<Database> {
  connection ??= open().catch(error => {
    connection = null
    throw error
  })
  return connection
}

/** An older tab that does not even notice must not hold up the person for ever. */
const PATIENCE = 3_000

function open(): Promise<Database> {
  return new Promise((resolve, reject) => {
    let late = false
    const waitedInVain = () => {
      late = true
      reject(new DOMException('an older tab', 'BlockedError'))
    }
    openDB<Schema>('deskhand', DATABASE_VERSION, {
      upgrade: (db, from, _, transaction) => upgrade(db, from, transaction),
      blocked: () => void setTimeout(waitedInVain, PATIENCE),
      blocking(_current, _blocked, event) {
        // Calls after this fail with a sentence that says to reload.
        ;(event.target as IDBDatabase).close()
        for (const hear of listening) hear()
      },
      terminated() {
        connection = null
      },
    }).then(db => (late ? db.close() : resolve(db)), reject)
  })
}
