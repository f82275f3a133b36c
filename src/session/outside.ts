import type { AgentId, EventDraft, OutsideChange, SessionEvent } from '../domain/event.ts'
import type { ChangeState } from '../domain/state.ts'
import type { Desk } from './desk.ts'

/** Saving one file is several changes within moments; they are told as one. */
const SETTLED_MS = 500
const MOST_NAMED = 20

/**
 * Tells what others do to the session's files: while a run is on it is written down, else only whoever looks hears of it. Our own
 * writes come the same way and are told apart by what they left. Agents that were shown such a file hear of it at their next safe
 * point.
 */
export function createOutside(desk: Desk) {
  const waiting = new Map<string, { root: string; change: OutsideChange }>()
  const shown = new Map<AgentId, Set<string>>()
  let looking = false

  async function look() {
    looking = true
    while (waiting.size > 0) {
      await desk.host.timers.sleep(SETTLED_MS)
      const seen = [...waiting.values()]
      waiting.clear()
      for (const root of new Set(seen.map(one => one.root))) {
        const others: OutsideChange[] = []
        for (const { change } of seen.filter(one => one.root === root))
          if (await isForeign(root, change)) others.push(change)
        if (others.length > 0) await tell(root, others)
      }
    }
    looking = false
  }

  async function isForeign(root: string, { path }: OutsideChange): Promise<boolean> {
    const ours = desk.state.changes.filter(change => touches(change, root, path))
    if (ours.length === 0) return true
    // It is in the middle of being changed by us, and whoever changes it looks for itself.
    if (ours.some(change => change.status === 'open')) return false
    const now = await desk.versionNow({ root, path })
    // A file that cannot be looked at now is not told of: it would only be a guess.
    if (!now.ok) return false
    const hash = now.value?.hash ?? null
    return !ours.some(
      one => hash === one.after.hash || hash === (one.before?.hash ?? null) || (hash === null && 'to' in one.change),
    )
  }

  async function tell(root: string, others: OutsideChange[]) {
    const told = { root, files: others.slice(0, MOST_NAMED), more: Math.max(0, others.length - MOST_NAMED) }
    if (!isOnNow(desk)) return desk.publish({ events: [], signals: [], outside: told })
    const events: EventDraft[] = [{ type: 'files.changedOutside', by: 'desk', ...told }]
    for (const [agent, files] of shown) {
      const known = others.filter(({ path }) => files.has(`${root}:${path}`))
      if (known.length === 0 || !desk.live.has(agent)) continue
      for (const { path } of known) files.delete(`${root}:${path}`)
      const names = known.slice(0, MOST_NAMED).map(({ path }) => `"${path}"`)
      const text = `(Somebody else changed ${names.join(', ')} while you worked. Read again before you rely on it.)`
      events.push({ type: 'steer.sent', by: 'desk', id: desk.host.newId(), to: agent, text })
    }
    await desk.record(events)
    desk.pump()
  }

  return {
    /** What the folder's observer tells. */
    seen(root: string, changes: readonly OutsideChange[]) {
      for (const change of changes) {
        const before = waiting.get(`${root}:${change.path}`)?.change.what
        const what = before === 'made' && change.what === 'changed' ? 'made' : change.what
        waiting.set(`${root}:${change.path}`, { root, change: { path: change.path, what } })
      }
      if (!looking) void look()
    },
    /** What is written into the log, to know who was shown which file. */
    saw(events: readonly SessionEvent[]) {
      for (const event of events) {
        if (event.type !== 'files.shown') continue
        const files = shown.get(event.agent) ?? new Set()
        shown.set(event.agent, files)
        for (const { root, path } of event.files) files.add(`${root}:${path}`)
      }
    },
  }
}

const isOnNow = (desk: Desk) => desk.state.status.kind === 'running' || desk.state.status.kind === 'paused'

const touches = ({ change }: ChangeState, root: string, path: string) =>
  change.root === root && (change.path === path || ('to' in change && change.to === path))
