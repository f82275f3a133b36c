import type { DBSchema, IDBPDatabase } from 'idb'
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

/** An image in the vault that a session needs. */
export interface ImageUse {
  hash: string
  bytes: number
}

export interface Schema extends DBSchema {
  sessions: { key: string; value: SessionRow }
  segments: { key: [session: string, first: number]; value: Segment }
  blobs: { key: [session: string, ref: string]; value: Uint8Array }
  snapshots: { key: [session: string, name: string]; value: Snapshot }
  handles: { key: [session: string, root: string]; value: FileSystemDirectoryHandle }
  images: { key: [session: string, hash: string]; value: ImageUse; indexes: { hash: string } }
  settings: { key: string; value: unknown }
  keys: { key: string; value: EncryptedKey }
}

export type Database = IDBPDatabase<Schema>
