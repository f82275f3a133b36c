import type { Result } from '../domain/failure.ts'

/** Keeps images of files by the hash of their bytes. What was put is there until the session goes, or the person says so. */
export interface Vault {
  /** Writes, flushes and reads back before it resolves. Putting the same bytes twice keeps them once. */
  put(bytes: Uint8Array, hash: string): Promise<Result<void>>
  get(hash: string): Promise<Result<Uint8Array>>
  has(hash: string): Promise<boolean>
  /** Bytes in all. */
  size(): Promise<number>
}
