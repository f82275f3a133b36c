import type { EventDraft, EventType, SessionEvent } from '../domain/event.ts'
import type { Result } from '../domain/failure.ts'
import { applyEvent } from '../domain/project.ts'
import type { SessionState } from '../domain/state.ts'
import type { DeskNews } from '../ports/desk.ts'
import type { Blob, Log } from '../ports/log.ts'
import { keepState } from './snapshot.ts'

/** The state is not kept more often than after so many events… */
const KEPT_AFTER = 500
/** …nor before the log has grown by such a share: the longer it is, the more there is to keep. Earlier where nothing may come for long. */
const SHARE = 0.1
const SHARE_AT_REST = 0.02
const RESTING: readonly EventType[] = ['run.ended', 'run.paused', 'undo.ended', 'redo.ended']

export type Record = (
  drafts: EventDraft[],
  durability?: 'strict' | 'relaxed',
  blobs?: Blob[],
) => Promise<Result<SessionEvent[]>>

/**
 * The only way anything becomes known: written to the log first, then applied to the state, then shown. Calls keep their order.
 * When the log refuses, nothing is applied, and the page is told why. `kept` is how far the last snapshot of the state goes.
 */
export function createRecord(
  log: Log,
  state: SessionState,
  publish: (news: DeskNews) => void,
  kept = state.lastSeq,
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
      const rests = result.value.some(event => RESTING.includes(event.type))
      if (state.lastSeq - last >= Math.max(KEPT_AFTER, state.lastSeq * (rests ? SHARE_AT_REST : SHARE))) {
        last = state.lastSeq
        void keepState(log, state)
      }
      return result
    })
    tail = applied.catch(() => undefined)
    return applied
  }
}
