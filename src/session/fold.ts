import { LOG_VERSION } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { project } from '../domain/project.ts'
import { isKnownEvent } from '../domain/share/events.ts'
import { emptyState, type SessionState, STATE_VERSION } from '../domain/state.ts'
import type { LogReads } from '../ports/log.ts'
import { SNAPSHOT } from './record.ts'

/**
 * The session as its log says, up to `seq`: from the newest snapshot on. Of a newer program's log, what this one knows;
 * such a log is only ever looked at.
 */
export async function foldLog(log: LogReads, seq: number): Promise<Result<SessionState>> {
  const kept = await log.snapshot(SNAPSHOT, STATE_VERSION)
  const usable = kept.ok && kept.value && kept.value.seq <= seq ? (kept.value.state as SessionState) : null
  const start = usable ?? emptyState(log.session)
  const rest = await log.read(start.lastSeq + 1, seq + 1)
  if (!rest.ok) return rest
  return ok(
    project(
      log.session,
      rest.value.filter(event => event.v <= LOG_VERSION || isKnownEvent(event)),
      start,
    ),
  )
}
