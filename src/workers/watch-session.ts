import type { SessionEvent } from '../domain/event.ts'
import { LOG_VERSION } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { isKnownEvent } from '../domain/share/events.ts'
import type { SessionState } from '../domain/state.ts'
import type { DeskNews } from '../ports/desk.ts'
import type { LogReads, SessionRow, Sessions } from '../ports/log.ts'
import { foldLog, foldNewest } from '../session/snapshot.ts'

const RECENT = 200
/** Announcements may be missed; the log is looked at this often as well. */
const AGAIN = 2_000

const channelOf = (session: string) => new BroadcastChannel(`deskhand:session:${session}`)

/** The owner's side: tells those who watch that there is more in the log, and what is being said right now. */
export function announce(session: string): (news: DeskNews) => void {
  const channel = channelOf(session)
  return ({ events, signals }) => {
    if (events.length + signals.length > 0) channel.postMessage(signals)
  }
}

export interface Watched {
  row: SessionRow
  log: LogReads
  state: SessionState
  /** The state has only the newest rows. */
  isPart: boolean
  recent: SessionEvent[]
}

/** Looks at a session that another tab works on, and tells everything that comes into its log from then on, in order. */
export async function watchSession(
  sessions: Pick<Sessions, 'look'>,
  id: string,
  publish: (news: DeskNews) => void,
): Promise<Result<Watched>> {
  const looked = await sessions.look(id)
  if (!looked.ok) return looked
  const { row, log } = looked.value
  const newest = await foldNewest(log, row.seq)
  if (!newest.ok) return newest
  const state = newest.value ? ok(newest.value) : await foldLog(log, row.seq)
  if (!state.ok) return state
  const recent = await log.read(Math.max(1, row.seq - RECENT), row.seq + 1)
  if (!recent.ok) return recent

  let next = row.seq + 1
  let reading = false
  let again = false
  async function follow() {
    again = true
    if (reading) return
    reading = true
    while (again) {
      again = false
      const more = await log.read(next, Number.MAX_SAFE_INTEGER)
      if (!more.ok || more.value.length === 0) continue
      next = more.value.at(-1)!.seq + 1
      publish({ events: more.value.filter(isShown), signals: [] })
    }
    reading = false
  }
  channelOf(id).onmessage = ({ data }: MessageEvent<DeskNews['signals']>) => {
    if (data.length > 0) publish({ events: [], signals: data })
    void follow()
  }
  setInterval(follow, AGAIN)
  return ok({ row, log, state: state.value, isPart: newest.value !== null, recent: recent.value.filter(isShown) })
}

const isShown = (event: SessionEvent) => event.v <= LOG_VERSION || isKnownEvent(event)
