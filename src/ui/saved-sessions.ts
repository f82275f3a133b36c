import type { Result } from '../domain/failure.ts'
import type { SharedSession } from '../domain/share/session.ts'
import type { OpenedShare } from '../session/share/seal.ts'

/** A saved session that was opened here. */
export interface SavedFile extends OpenedShare {
  /** Whether this very installation signed it; null where that cannot be known. */
  own: boolean | null
}

/** Saving sessions as files and opening them, as the screen needs it. */
export interface SavedSessions {
  /** What others see of our signatures. */
  fingerprint(): Promise<Result<string>>
  save(session: SharedSession, as: 'page' | 'json' | 'markdown'): Promise<Result<void>>
  open(file: File): Promise<Result<SavedFile>>
}
