import { LOG_VERSION, type ModelChoice, type SessionEvent } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import type { SessionState } from '../domain/state.ts'
import type { DeskNews, OpenedSession } from '../ports/desk.ts'
import type { Log, LogReads, SessionRow } from '../ports/log.ts'
import { beginning, begunState, type OpenedState, openState } from '../session/opening.ts'
import { foldNewest } from '../session/snapshot.ts'
import { onGivingWay } from '../store/database.ts'
import { savedChoice } from '../store/model-setting.ts'
import { holdSession } from '../store/owner.ts'
import { createSessions } from '../store/sessions.ts'

const RECENT = 200
const sessions = createSessions()

/** A session that this desk may work on. */
export interface OwnedLog {
  log: Log
  /** How far the log went. */
  seq: number
  /** What the settings say. */
  choice: ModelChoice
  /** What the log says; null for a long one, of which only the newest was read: then all of it is still to be opened. */
  opened: OpenedState | null
  /** Who fell silent with leases of files in hand, where the session was taken over. */
  silent: string | null
}

/** What opening a session came to: it is ours, or it can only be looked at, as it goes on elsewhere. */
export type Opening = { shown: OpenedSession } & (
  | { owned: OwnedLog; looking: null }
  | { owned: null; looking: LogReads }
)

/**
 * Takes the session for this desk, creating it where `id` is unknown, and reads its log; of a long one the newest only. `lose` is called when it is lost to
 * another tab, or the storage to a newer program.
 */
export async function openLog(
  id: string,
  takeOver: boolean,
  publish: (news: DeskNews) => void,
  lose: (lost: 'taken' | 'newer', message: string) => void,
): Promise<Result<Opening>> {
  // Asked for while the lock comes: where there is none yet it begins, and else this takes nothing from anybody.
  const saved = savedChoice()
  const begun = saved.then(choice => (choice.ok ? sessions.create(id, '', beginning(choice.value)) : choice))
  const held = await holdSession(id, takeOver, () =>
    lose('taken', 'Another tab works on this session now. Nothing more is done here.'),
  )
  onGivingWay(() =>
    lose('newer', 'A newer Deskhand was opened in another tab. Nothing is lost: reload this page to go on with it.'),
  )
  if (held === 'busy') return watch(id, publish, 'other-tab')
  const choice = await saved
  if (!choice.ok) return choice
  const began = await begun
  if (!began.ok && began.failure.kind !== 'exists') return began
  const logged = began.ok ? began : await ownLog(id)
  if (!logged.ok) return logged
  if (logged.value === 'newer') return watch(id, publish, 'newer')
  const { row, log } = logged.value
  const shown = async (state: SessionState, told: SessionEvent[]): Promise<OpenedSession> => {
    const recent =
      told.length === state.lastSeq ? ok(told) : await log.read(Math.max(1, state.lastSeq - RECENT), state.lastSeq + 1)
    return { row, state, recent: recent.ok ? recent.value : [], choice: choice.value, watching: null }
  }
  const owned = { log, seq: row.seq, choice: choice.value, silent: held === 'free' ? null : held.from }
  const newest = began.ok ? ok(null) : await foldNewest(log, row.seq)
  if (!newest.ok) return newest
  if (newest.value)
    return ok({
      shown: { ...(await shown(newest.value, [])), isPart: true },
      owned: { ...owned, opened: null },
      looking: null,
    })
  const opened = began.ok
    ? ok(begunState(id, choice.value, began.value.events))
    : await openState(log, row.seq, choice.value)
  if (!opened.ok) return opened
  return ok({
    shown: await shown(opened.value.state, opened.value.told),
    owned: { ...owned, opened: opened.value },
    looking: null,
  })
}

async function ownLog(id: string): Promise<Result<{ row: SessionRow; log: Log } | 'newer'>> {
  const looked = await sessions.look(id)
  if (!looked.ok) return looked
  if (looked.value.row.logVersion > LOG_VERSION) return ok('newer')
  const log = await sessions.open(id)
  return log.ok ? ok({ row: looked.value.row, log: log.value }) : log
}

/** The session as it is shown where it cannot be worked on. */
async function watch(
  id: string,
  publish: (news: DeskNews) => void,
  watching: 'other-tab' | 'newer',
): Promise<Result<Opening>> {
  const { watchSession } = await import('./watch-session.ts')
  const watched = await watchSession(sessions, id, publish)
  if (!watched.ok) return watched
  const saved = await savedChoice()
  const { log, row, state, isPart, recent } = watched.value
  const choice = saved.ok ? saved.value : state.model
  const shown: OpenedSession = { row, state, recent, choice, watching, ...(isPart ? { isPart } : {}) }
  return ok({ shown, owned: null, looking: log })
}
