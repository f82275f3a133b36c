import type { SessionEvent } from '../event.ts'
import { LOG_VERSION } from '../event.ts'
import { eventShape } from './events.ts'
import { createIds } from './ids.ts'
import { bulk, checked, flag, leaf, list, object, time, type Visit, whole } from './shape.ts'

/** What was taken out before saving. */
export interface TakenOut {
  /** How many different words. */
  names: number
  paths: boolean
  contents: boolean
  amounts: boolean
}

/** A session as it is handed on: its log, the bodies beside it, and such files as the person wanted in it. Never a key. */
export interface SharedSession {
  title: string
  savedAt: number
  takenOut: TakenOut
  events: SessionEvent[]
  /** Full messages and results by their names in the log. */
  bodies: { ref: string; text: string }[]
  /** Files before and after their changes, by the hashes in the log. */
  images: { hash: string; base64: string }[]
  /** Files that were made, to be saved out of it again. */
  files: { path: string; hash: string }[]
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

const sessionShape = object({
  title: leaf('text'),
  savedAt: time,
  takenOut: object({ names: whole, paths: flag, contents: flag, amounts: flag }),
  events: list(eventShape),
  bodies: list(object({ ref: leaf('blob'), text: bulk() })),
  images: list(object({ hash: leaf('hash'), base64: bulk(BASE64) })),
  files: list(object({ path: leaf('path'), hash: leaf('hash') })),
})

export type Read = { session: SharedSession } | { fault: string } | { newer: true }

/**
 * Reads what claims to be a shared session. Everything in it is looked at; anything that is not known refuses the whole. All ids
 * are given anew, so that none of them can be the name of something else.
 */
export function readSession(value: unknown): Read {
  if (isNewerLog(value)) return { newer: true }
  const ids = createIds()
  const read = checked(sessionShape, value, (kind, text) => ids(kind, text) ?? text)
  if ('fault' in read) return read
  const session = read.value as SharedSession
  const gap = session.events.findIndex((event, index) => event.seq !== index + 1)
  return gap >= 0 ? { fault: `events[${gap}]: out of order` } : { session }
}

/** The same session with each text replaced as `visit` says; ids are given anew as well. */
export function mapSession(session: SharedSession, visit: Visit): Exclude<Read, { newer: true }> {
  const ids = createIds()
  const read = checked(sessionShape, session, (kind, text) => ids(kind, text) ?? visit(kind, text))
  return 'fault' in read ? read : { session: read.value as SharedSession }
}

function isNewerLog(value: unknown): boolean {
  const events = (value as { events?: unknown } | null)?.events
  return Array.isArray(events) && events.some(event => Number((event as { v?: unknown } | null)?.v) > LOG_VERSION)
}
