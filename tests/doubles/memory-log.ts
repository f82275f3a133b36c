import { LOG_VERSION, type SessionEvent } from '../../src/domain/event.ts'
import { failed, ok, type Result } from '../../src/domain/failure.ts'
import type { Log, SessionRow, Sessions } from '../../src/ports/log.ts'

interface Kept {
  row: SessionRow
  events: SessionEvent[]
  blobs: Map<string, Uint8Array>
  snapshots: Map<string, { version: number; seq: number; state: unknown }>
}

export interface MemorySessions extends Sessions {
  /** What a session holds, for a test to look at: everything that would be on the disk. */
  kept(id: string): Kept | undefined
}

/** All sessions, in memory. What is handed in and out is copied, as a database would. */
export function createMemorySessions(
  now: () => number = () => 1_700_000_000_000,
  copy: <T>(value: T) => T = structuredClone,
): MemorySessions {
  const sessions = new Map<string, Kept>()
  const missing = (id: string) => failed('missing', `There is no session ${id}.`)

  return {
    kept: id => sessions.get(id),
    list: async () =>
      ok([...sessions.values()].map(({ row }) => ({ ...row })).sort((a, b) => b.updatedAt - a.updatedAt)),
    async create(id, title, first = []) {
      if (sessions.has(id)) return failed('exists', `There is already a session ${id}.`)
      const at = now()
      const row: SessionRow = {
        id,
        title,
        createdAt: at,
        updatedAt: at,
        status: 'idle',
        epoch: 1,
        seq: 0,
        logVersion: LOG_VERSION,
      }
      sessions.set(id, { row, events: [], blobs: new Map(), snapshots: new Map() })
      const log = logOf(id, row.epoch)
      const written = await log.append(first)
      return written.ok ? ok({ row: { ...row }, log, events: written.value }) : written
    },
    async open(id) {
      const kept = sessions.get(id)
      if (!kept) return missing(id)
      if (kept.row.logVersion > LOG_VERSION) return failed('fenced', 'A newer Deskhand wrote this session.')
      kept.row.epoch += 1
      return ok(logOf(id, kept.row.epoch))
    },
    async look(id) {
      const kept = sessions.get(id)
      return kept ? ok({ row: { ...kept.row }, log: logOf(id, -1) }) : missing(id)
    },
    async remove(id) {
      return sessions.delete(id) ? ok(undefined) : missing(id)
    },
  }

  function logOf(session: string, epoch: number): Log {
    let closed = false
    /** The session, when this log may still write to it. */
    const ours = (): Result<Kept> => {
      const kept = sessions.get(session)
      if (!kept) return missing(session)
      if (closed) return failed('fenced', 'This session was closed here.')
      return kept.row.epoch === epoch ? ok(kept) : failed('fenced', 'Another tab works on this session.')
    }
    return {
      session,
      epoch,
      async append(drafts, blobs = []) {
        const kept = ours()
        if (!kept.ok) return kept
        const { row, events } = kept.value
        const at = now()
        const added = copy(drafts).map((draft, index): SessionEvent => {
          return { ...draft, v: LOG_VERSION, session, seq: row.seq + index + 1, epoch, at }
        })
        for (const blob of blobs) kept.value.blobs.set(blob.ref, blob.bytes.slice())
        events.push(...added)
        row.seq += added.length
        row.updatedAt = at
        return ok(copy(added))
      },
      async read(from, to) {
        const kept = sessions.get(session)
        if (!kept) return missing(session)
        return ok(copy(kept.events.filter(event => event.seq >= from && event.seq < to)))
      },
      async blob(ref) {
        const bytes = sessions.get(session)?.blobs.get(ref)
        return bytes ? ok(bytes.slice()) : failed('missing', 'That part of the log is not there.')
      },
      async putSnapshots(version, seq, states) {
        const kept = ours()
        if (!kept.ok) return kept
        for (const [name, state] of Object.entries(states))
          kept.value.snapshots.set(name, { version, seq, state: copy(state) })
        return ok(undefined)
      },
      async snapshot(name, version) {
        const found = sessions.get(session)?.snapshots.get(name)
        return ok(found?.version === version ? { seq: found.seq, state: copy(found.state) } : null)
      },
      async setRow(change) {
        const kept = ours()
        if (!kept.ok) return kept
        Object.assign(kept.value.row, change)
        return ok(undefined)
      },
      close() {
        closed = true
      },
    }
  }
}
