import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { SessionEvent } from '../domain/event.ts'
import type { SessionRow } from '../ports/log.ts'

/** Up to this many events lie in one record: a tenth of the writes, and ten times the speed, of one record each. */
export const SEGMENT = 100

/** Events `first` to at most `first + 99`. All but the last segment of a session are full. */
export interface Segment {
  events: SessionEvent[]
}

export interface Snapshot {
  version: number
  seq: number
  state: unknown
}

export interface EncryptedKey {
  key: CryptoKey
  iv: Uint8Array<ArrayBuffer>
  secret: ArrayBuffer
}

export interface Schema extends DBSchema {
  sessions: { key: string; value: SessionRow }
  segments: { key: [session: string, first: number]; value: Segment }
  blobs: { key: [session: string, ref: string]; value: Uint8Array }
  snapshots: { key: [session: string, name: string]; value: Snapshot }
  handles: { key: [session: string, root: string]; value: FileSystemDirectoryHandle }
  settings: { key: string; value: unknown }
  keys: { key: string; value: EncryptedKey }
}

export type Database = IDBPDatabase<Schema>

/** What belongs to one session lies under keys that start with its id. */
export const SESSION_STORES = ['segments', 'blobs', 'snapshots', 'handles'] as const

export const allOf = (session: string) => IDBKeyRange.bound([session], [session, []])

let connection: Promise<Database> | null = null

/** The one connection of this worker or page; opened when it is first needed, and anew after it was lost. */
export function database(): Promise<Database> {
  connection ??= open().catch(error => {
    connection = null
    throw error
  })
  return connection
}

const open = () =>
  openDB<Schema>('deskhand', 1, {
    upgrade(db) {
      // Keys are outside the values throughout, so that a value is just what it is.
      for (const store of ['sessions', 'segments', 'blobs', 'snapshots', 'handles', 'settings', 'keys'] as const)
        db.createObjectStore(store)
    },
    blocking(_current, _blocked, event) {
      // A newer Deskhand in another tab waits for us. Calls after this fail with a sentence that says to reload.
      ;(event.target as IDBDatabase).close()
    },
    terminated() {
      connection = null
    },
  })
