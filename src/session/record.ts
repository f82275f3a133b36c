import type { EventDraft, SessionEvent } from '../domain/event.ts'
import type { Result } from '../domain/failure.ts'
import { applyEvent } from '../domain/project.ts'
import type { SessionState } from '../domain/state.ts'
import type { DeskNews } from '../ports/desk.ts'
import type { Blob, Log } from '../ports/log.ts'
import { createRows } from './rows.ts'
import { keepGrown } from './snapshot.ts'

export type Record = (
  drafts: EventDraft[],
  durability?: 'strict' | 'relaxed',
  blobs?: Blob[],
) => Promise<Result<SessionEvent[]>>

/**
 * The only way anything becomes known: written to the log first, then applied to the state, then shown. Calls keep their order.
 * When the log refuses, nothing is applied, and the page is told why. `kept` is how far the last snapshot of the state goes, and `rows`
 * keeps the state from growing.
 */
export function createRecord(
  log: Log,
  state: SessionState,
  publish: (news: DeskNews) => void,
  kept = state.lastSeq,
  rows = createRows(log, state),
): Record {
  let tail: Promise<unknown> = Promise.resolve()
  let last = kept
  return (drafts, durability = 'relaxed', blobs = []) => {
    const appended = log.append(drafts, blobs, durability)
    const applied = tail.then(async (): Promise<Result<SessionEvent[]>> => {
      const result = await appended
      if (!result.ok) {
        publish({ events: [], signals: [], failure: result.failure })
        return result
      }
      for (const event of result.value) applyEvent(state, event)
      publish({ events: result.value, signals: [] })
      last = keepGrown(log, { state, pages: rows.pages, kept: last }, result.value)
      rows.seal()
      return result
    })
    tail = applied.catch(() => undefined)
    return applied
  }
}
