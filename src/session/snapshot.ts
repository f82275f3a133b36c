import { type EventType, LOG_VERSION, type SessionEvent } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { project } from '../domain/project.ts'
import { isKnownEvent } from '../domain/share/events.ts'
import { emptyState, type Item, type SessionState, STATE_VERSION } from '../domain/state.ts'
import type { Log, LogReads } from '../ports/log.ts'
import { joinRows, type RowPage, readPage } from './row-pages.ts'

/** A long session is there at once because its newest rows lie apart from what came before them. */
const NEWEST = 'session'
const EARLIER = 'session earlier'
/** As many rows as the first screen can need, and some. */
const ITEMS = 500
const CHANGES = 250
/** So many rows of the conversation are told at once, when somebody asks for earlier ones. */
export const MOST_ROWS = 4 * ITEMS

/** The state is not kept more often than after so many events… */
const KEPT_AFTER = 500
/** …nor before the log has grown by such a share: the longer it is, the more there is to keep. Earlier where nothing may come for long. */
const SHARE = 0.1
const SHARE_AT_REST = 0.02
const RESTING: readonly EventType[] = ['run.ended', 'run.paused', 'undo.ended', 'redo.ended']

export type Rows = Pick<SessionState, 'items' | 'changes'>

interface Folded {
  state: SessionState
  /** The rows of the conversation that are not in it, but in these pages. */
  pages: readonly RowPage[]
  /** The number of the last event that its snapshot knew of. */
  kept: number
}

/**
 * Keeps the state, as text: making it is a fifth of the work of a structured clone. Only saves time when the session is opened
 * again; without it the log is folded from further back. What is in `pages` is kept already.
 */
export function keepState(log: Log, state: SessionState, pages: readonly RowPage[] = []): Promise<Result<void>> {
  const first = state.items.findIndex(item => item.seq >= (pages.at(-1)?.to ?? 0))
  const at = Math.max(0, first, state.items.length - ITEMS)
  const newest: SessionState = { ...state, items: state.items.slice(at), changes: state.changes.slice(-CHANGES) }
  const earlier: Rows = { items: state.items.slice(0, at), changes: state.changes.slice(0, -CHANGES) }
  const isLong = earlier.items.length + earlier.changes.length + pages.length > 0
  return log.putSnapshots(STATE_VERSION, state.lastSeq, {
    [NEWEST]: JSON.stringify({ isLong, state: newest }),
    [EARLIER]: isLong ? JSON.stringify({ ...earlier, pages }) : '',
  })
}

/** The same once the log has grown enough by these events. `kept` is how far the last snapshot goes; answers how far it goes now. */
export function keepGrown(log: Log, { state, pages, kept }: Folded, events: readonly SessionEvent[]): number {
  const rests = events.some(event => RESTING.includes(event.type))
  if (state.lastSeq - kept < Math.max(KEPT_AFTER, state.lastSeq * (rests ? SHARE_AT_REST : SHARE))) return kept
  void keepState(log, state, pages)
  return state.lastSeq
}

/** The session as its log says, up to `seq`. Of a newer program's log, what this one knows; such a log is only ever looked at. */
export async function foldLog(log: LogReads, seq: number): Promise<Result<SessionState>> {
  const folded = await foldFrom(log, (await wholeState(log, seq)) ?? emptyState(log.session), seq)
  return folded.ok ? ok(folded.value.state) : folded
}

/** What whoever works on it needs: the same, from the newest snapshot on where there is one, less the rows that are in pages. */
export async function foldWorking(log: LogReads, seq: number): Promise<Result<Folded>> {
  // Of a session in which nothing was written yet there is nothing to look for.
  const start = seq === 0 ? null : await workingState(log, seq)
  return foldFrom(log, start?.state ?? emptyState(log.session), seq, start?.pages)
}

/**
 * The session with its newest rows only, where it is long enough for that to matter; else null. All else of it is whole, and what is
 * told of it from then on can be applied to it just as well.
 */
export async function foldNewest(log: LogReads, seq: number): Promise<Result<SessionState | null>> {
  const newest = seq === 0 ? null : await newestRows(log, seq)
  if (!newest?.isLong) return ok(null)
  const folded = await foldFrom(log, newest.state, seq)
  return folded.ok ? ok(folded.value.state) : folded
}

export async function foldFrom(
  log: LogReads,
  start: SessionState,
  seq: number,
  pages: readonly RowPage[] = [],
): Promise<Result<Folded>> {
  const kept = start.lastSeq
  const rest = await log.read(kept + 1, seq + 1)
  return rest.ok ? ok({ state: project(log.session, rest.value.filter(isReadable), start), pages, kept }) : rest
}

const isReadable = (event: SessionEvent) => event.v <= LOG_VERSION || isKnownEvent(event)

async function newestRows(log: LogReads, seq: number): Promise<{ isLong: boolean; state: SessionState } | null> {
  const found = await log.snapshot(NEWEST, STATE_VERSION)
  return found.ok && found.value && found.value.seq <= seq ? JSON.parse(found.value.state as string) : null
}

async function workingState(log: LogReads, seq: number): Promise<Pick<Folded, 'state' | 'pages'> | null> {
  const [newest, found] = await Promise.all([newestRows(log, seq), log.snapshot(EARLIER, STATE_VERSION)])
  if (!newest?.isLong) return newest && { state: newest.state, pages: [] }
  // Somebody else may have kept a newer one between the two looks: then the log itself is read.
  if (!found.ok || found.value?.seq !== newest.state.lastSeq) return null
  const earlier: Rows & Pick<Folded, 'pages'> = JSON.parse(found.value.state as string)
  const { items, changes } = newest.state
  const state = { ...newest.state, items: [...earlier.items, ...items], changes: [...earlier.changes, ...changes] }
  return { state, pages: earlier.pages }
}

/** Null also where one of its pages is not there: then the log itself is read. */
async function wholeState(log: LogReads, seq: number): Promise<SessionState | null> {
  const working = await workingState(log, seq)
  if (!working) return null
  const { state, pages } = working
  const read = await Promise.all(pages.map((page, index) => readPage(log, index, page)))
  const paged: Item[][] = []
  for (const page of read) {
    if (!page.ok || !page.value) return null
    paged.push(page.value)
  }
  return { ...state, items: joinRows(paged.flat(), state.items) }
}

/** Rows that come before those, the newest of them, from the beginning of a run on where one begins in them, and of what there is more. */
export function rowsBefore(state: Rows, before: { item: number; change: number }) {
  const items = state.items.filter(item => item.seq < before.item)
  const changes = state.changes.filter(change => change.seq < before.change)
  const newest = items.slice(-MOST_ROWS)
  const run = newest.length < items.length ? newest.findIndex(item => item.kind === 'request') : 0
  const rows: Rows = { items: newest.slice(Math.max(0, run)), changes: changes.slice(-4 * CHANGES) }
  return { rows, more: { items: rows.items.length < items.length, changes: rows.changes.length < changes.length } }
}
