import type { SessionEvent } from '../../src/domain/event.ts'
import { project } from '../../src/domain/project.ts'
import { messagesOf } from '../../src/domain/transcript.ts'
import type { Log } from '../../src/ports/log.ts'
import { entriesOf } from '../../src/session/conversation.ts'
import { conversationProblem } from './conversation.ts'
import type { Disk } from './disk.ts'
import { sha256 } from './hash.ts'
import type { Random } from './random.ts'
import { SESSION, type World } from './world.ts'

/** Every text of the person is in the folder, or is kept and listed. */
export function lossesIn({ disk, events }: { disk: Disk; events: readonly SessionEvent[] }): string[] {
  const wrongs: string[] = []
  const listed = new Set<string>()
  const shelves = new Set<string>()
  for (const event of events) {
    if (event.type !== 'file.willChange') continue
    if (event.before) listed.add(event.before.hash)
    if ('to' in event.change) shelves.add(event.change.to)
    if (event.kept) shelves.add(event.kept)
  }
  for (const [hash, path] of disk.owned) {
    const places = disk.placesOf(hash)
    const seen = places.filter(each => !each.startsWith('.deskhand/') || shelves.has(each))
    if (seen.length > 0) continue
    const image = disk.vault.images.get(hash)
    if (image && sha256(image) === hash && listed.has(hash)) continue
    wrongs.push(
      places.length > 0 || image
        ? `no loss: what was at "${path}" is kept (${places.join(', ') || 'in the vault'}) but listed nowhere`
        : `no loss: what was at "${path}" is nowhere any more`,
    )
  }
  return wrongs
}

interface Told {
  key: string
  outcome: 'open' | 'done' | 'failed' | 'unknown'
}

/** What the log says of each effect, told from its events alone, against what the disk saw. */
export function effectsIn({ disk, events }: { disk: Disk; events: readonly SessionEvent[] }): string[] {
  const wrongs: string[] = []
  const told = new Map<string, Told>()
  const restored = new Set<string>()
  const copies = new Set<string>()
  for (const event of events) {
    if (event.type === 'file.willChange') {
      if (told.has(event.effect)) wrongs.push(`no double effect: ${event.effect} is begun twice in the log`)
      if (event.change.root !== 'papers') continue
      const { change } = event
      if (event.kept) copies.add(`write ${event.kept} ${event.before?.hash}`)
      const key = 'to' in change ? `move ${change.path} -> ${change.to}` : `write ${change.path} ${event.after.hash}`
      told.set(event.effect, { key, outcome: 'open' })
    }
    if (event.type === 'file.restored') restored.add(event.effect)
    if (event.type === 'file.redone') restored.delete(event.effect)
    const end = endOf(event)
    if (!end || !('effect' in event)) continue
    const one = told.get(event.effect)
    if (!one) continue
    // What nobody could tell may be told later: an undo looks again, and a redo may end without anybody having seen how.
    const isOpen =
      one.outcome === 'open' || one.outcome === 'unknown' || (end === 'unknown' && restored.has(event.effect))
    if (!isOpen) wrongs.push(`no double effect: ${event.effect} ends twice in the log`)
    if (end === 'unknown') restored.delete(event.effect)
    one.outcome = end
  }
  const seen = new Map<string, number>()
  /** While the person takes something back an agent may end what it had begun: nobody beside the app can tell which is which. */
  const unclear = new Map<string, number>()
  for (const effect of disk.effects) {
    if (effect.kind === 'remove') continue
    const key = effect.kind === 'move' ? `move ${effect.path} -> ${effect.to}` : `write ${effect.path} ${effect.hash}`
    // A copy of the person's version is part of the change that names it.
    if (copies.has(key)) continue
    const counted = effect.takenBack ? unclear : seen
    counted.set(key, (counted.get(key) ?? 0) + 1)
  }
  const standing = [...told].filter(([effect, one]) => one.outcome === 'done' && !restored.has(effect))
  const isTouched = (key: string) => [...disk.touched].some(path => key.includes(` ${path}`))
  // A file that was put back may be moved once more; what is written is never the same twice.
  const keys = standing.map(([, { key }]) => key).filter(key => key.startsWith('write'))
  for (const key of keys.filter((one, index) => keys.indexOf(one) !== index))
    wrongs.push(`no double effect: "${key}" was done under two names`)
  const count = (key: string, ...outcomes: Told['outcome'][]) =>
    [...told.values()].filter(one => one.key === key && outcomes.includes(one.outcome)).length
  for (const key of new Set([...seen.keys(), ...[...told.values()].map(one => one.key)])) {
    const times = seen.get(key) ?? 0
    // Where somebody else was at work too, nobody can tell a change that was taken away at once from one that never was.
    const least = count(key, 'done')
    const most = least + count(key, 'unknown', 'open') + (isTouched(key) ? count(key, 'failed') : 0)
    if (times > most) wrongs.push(`no double effect: "${key}" happened ${times} times, and the log knows of ${most}`)
    if (times + (unclear.get(key) ?? 0) < least)
      wrongs.push(`no double effect: "${key}" happened ${times} times, and the log says ${least}`)
  }
  return wrongs
}

function endOf(event: SessionEvent): Exclude<Told['outcome'], 'open'> | null {
  if (event.type === 'file.changed') return 'done'
  if (event.type === 'file.changeFailed') return 'failed'
  return event.type === 'file.changeUnknown' ? 'unknown' : null
}

/** The reducer adds to the list of a plan's tasks where it is. */
const fresh = (events: readonly SessionEvent[]) =>
  events.map(event => (event.type === 'plan.proposed' ? { ...event, tasks: [...event.tasks] } : event))

/** The screen is a fold of the log, and so is what the desk holds. */
export function foldsIn(world: World): string[] {
  const { tab } = world
  const events = world.events()
  const wrongs: string[] = []
  for (const [index, event] of events.entries())
    if (event.seq !== index + 1) return [`log truth: event ${index + 1} has the number ${event.seq}`]
  if (!tab) return wrongs
  const folded = project(SESSION, fresh(events))
  if (!isSame(tab.session.state, folded)) wrongs.push('log truth: what the desk holds is not a fold of the log')
  if (!isSame(tab.state, folded)) wrongs.push('log truth: the screen is not a fold of the log')
  return wrongs
}

/** Whether two pieces of plain data would be the same text, told without making it. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((each, index) => isSame(each, other[index]))
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>]
  for (const key in b) if (b[key] !== undefined && a[key] === undefined) return false
  for (const key in a) if (!isSame(a[key], b[key])) return false
  return true
}

/** Any prefix of the log gives each agent a conversation that the API takes. */
export async function conversationsIn(world: World, random: Random, prefixes: number): Promise<string[]> {
  const events = world.events()
  const kept = world.disk.sessions.kept(SESSION)
  if (!kept) return []
  const log = {
    read: async (from: number, to: number) => ({ ok: true, value: events.slice(from - 1, to - 1) }),
    blob: async (ref: string) => {
      const bytes = kept.blobs.get(ref)
      return bytes ? { ok: true, value: bytes } : { ok: false, failure: { kind: 'missing', message: ref } }
    },
  } as unknown as Log
  const agents = new Set(events.flatMap(event => (event.type === 'agent.started' ? [event.agent] : [])))
  const cuts = [events.length, ...Array.from({ length: prefixes }, () => random.whole(1, Math.max(1, events.length)))]
  for (const cut of cuts) {
    project(SESSION, fresh(events.slice(0, cut)))
    for (const agent of agents) {
      const entries = await entriesOf(log, agent, cut)
      if (!entries.ok)
        return [`log truth: the conversation of ${agent} up to ${cut} cannot be read: ${entries.failure.message}`]
      const messages = messagesOf(entries.value)
      const problem = messages.length === 0 ? null : conversationProblem(messages)
      // Where its last word is the agent's own, nothing is sent before somebody has spoken.
      if (problem) return [`log truth: the conversation of ${agent} up to event ${cut} is not valid: ${problem}`]
    }
  }
  return []
}

/** Nothing waits any more: then the run must be over, or paused, or the person must have been asked for something. */
export function silenceIn(world: World): string[] {
  const { tab } = world
  if (!tab) return []
  const { state } = tab
  const wrongs: string[] = []
  if (tab.open.size > 0 && !tab.logFailed)
    wrongs.push(`liveness: the person's ${[...tab.open].join(', ')} was never answered`)
  const asks =
    state.plan?.status === 'proposed' ||
    Object.values(state.questions).some(one => one.status === 'pending') ||
    Object.values(state.permissions).some(one => one.status === 'pending')
  if (state.status.kind === 'running' && !asks && !tab.logFailed)
    wrongs.push('liveness: the run says that it goes on, and nothing does')
  if (state.status.kind === 'paused' && state.status.why === 'trouble' && !state.status.failure)
    wrongs.push('liveness: the run is paused by trouble without a reason')
  if (state.status.kind === 'done' || state.status.kind === 'failed' || state.status.kind === 'stopped') {
    const agents = Object.values(state.agents).filter(one => one.status === 'working' || one.status === 'waiting')
    if (agents.length > 0 && !tab.logFailed)
      wrongs.push(`liveness: the run is ${state.status.kind}, and ${agents.map(one => one.id).join(', ')} still works`)
  }
  return wrongs
}
