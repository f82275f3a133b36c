import type { Result } from '../domain/failure.ts'
import type { Arrival, StorageUse } from '../ports/keep.ts'

/** What is kept in this browser, as the screen needs it. */
export interface KeptSessions {
  use(): Promise<Result<StorageUse>>
  /** Asks the browser to keep it for good; says what it answered. */
  askToLast(): Promise<boolean>
  remove(id: string): Promise<Result<{ images: number; bytes: number }>>
  dropSpare(): Promise<Result<void>>
  /** Saves all sessions as one file, and says how many. */
  saveAll(): Promise<Result<number>>
  readBack(file: File): Promise<Result<Arrival[]>>
}
