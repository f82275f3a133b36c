import type { DBSchema, IDBPDatabase } from 'idb'
import type { SessionRow } from '../ports/log.ts'
import type { Segment } from './segment.ts'

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
