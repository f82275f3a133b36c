import type { AgentId, EventDraft } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { type DeskFor, startLead } from './agents.ts'
import type { Desk } from './desk.ts'
import { endNow, everyone, LEAD_GONE, pauseFor } from './ending.ts'
import { RESUMED } from './waits.ts'

/** An event stays small; the whole request stands in the conversation. */
const SHOWN_CHARACTERS = 2000

/** Begins a run with the person's request; while one is on, the request is a message to the lead. */
export async function request(desk: Desk, deskFor: DeskFor, text: string): Promise<Result<void>> {
  const words = text.trim()
  if (words === '') return failed('invalid', 'Say what you want done first.')
  if (desk.stopping) await desk.stopping
  const { status } = desk.state
  if (status.kind === 'running' || status.kind === 'paused') return steer(desk, LEAD, words)
  const missing = missingRoots(desk)
  if (missing) return missing
  if (!desk.state.roots.some(root => root.kind !== 'scratch'))
    return failed('invalid', 'Pick a folder first, or try the practice folder.')
  if (!desk.setups) return failed('invalid', 'Choose in Settings which model to use.')
  if (desk.live.has(LEAD)) await desk.waits.wait(LEAD_GONE)
  desk.fenced = false
  const title = desk.state.title === '' ? titleOf(words) : null
  const first: EventDraft[] = [
    ...(title === null ? [] : [{ type: 'session.renamed' as const, by: 'person' as const, title }]),
    { type: 'run.started', by: 'person', run: desk.host.newId(), text: clip(words) },
  ]
  const failure = await startLead(desk, deskFor, { request: words, first })
  if (failure) return { ok: false, failure }
  await desk.log.setRow({ status: 'running', ...(title === null ? {} : { title }) })
  return ok(undefined)
}

const clip = (text: string) => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text)

const titleOf = (text: string) => {
  const line = text.split('\n')[0]!.trim()
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}

/** Puts a message before the lead or a helper at its next safe point. It is kept until then, also over a reload. */
export async function steer(desk: Desk, to: AgentId, text: string): Promise<Result<void>> {
  const agent = desk.state.agents[to]
  if (!agent && to !== LEAD) return failed('invalid', 'There is no such agent in this session.')
  if (to !== LEAD && agent && !['working', 'waiting', 'interrupted'].includes(agent.status))
    return failed('invalid', 'That helper has finished and takes no more messages. Write to the lead instead.')
  const { status } = desk.state
  if (status.kind !== 'running' && status.kind !== 'paused')
    return failed('invalid', 'Nothing is running. Send it as a new request.')
  const told = await desk.record([{ type: 'steer.sent', by: 'person', id: desk.host.newId(), to, text }], 'strict')
  if (!told.ok) return told
  desk.pump()
  return ok(undefined)
}

export async function pause(desk: Desk): Promise<Result<void>> {
  if (desk.stopping) await desk.stopping
  if (desk.state.status.kind !== 'running') return failed('invalid', 'Nothing is running.')
  for (const working of desk.live.values()) working.pause()
  const told = await desk.record([{ type: 'run.paused', by: 'person', why: 'person' }], 'strict')
  return told.ok ? ok(undefined) : told
}

/** Goes on after a pause, a reload or a refusal: agents that live take up their next step, others are started from the log. */
export async function resume(desk: Desk, deskFor: DeskFor): Promise<Result<void>> {
  if (desk.stopping) await desk.stopping
  if (desk.state.status.kind !== 'paused') return failed('invalid', 'Nothing is paused.')
  const missing = missingRoots(desk)
  if (missing) return missing
  if (!desk.setups) return failed('invalid', 'Choose in Settings which model to use, then go on.')
  desk.fenced = false
  const outdated = [...desk.outdated].filter(agent => desk.live.has(agent))
  desk.outdated.clear()
  const told = await desk.record(
    [...endNow(desk, outdated, 'interrupted'), { type: 'run.resumed', by: 'person' }],
    'strict',
  )
  if (!told.ok) return told
  await desk.log.setRow({ status: 'running' })
  for (const working of desk.live.values()) working.resume()
  desk.waits.settle(RESUMED, undefined)
  if (!desk.live.has(LEAD)) {
    const failure = await startLead(desk, deskFor)
    if (failure) return startFailed(desk, failure)
  }
  desk.pump()
  return ok(undefined)
}

/** A run without a lead would never end: it is paused again, with the reason. */
async function startFailed(desk: Desk, failure: Failure): Promise<Result<never>> {
  await pauseFor(desk, failure)
  return { ok: false, failure }
}

/**
 * Stops the run. First the fence goes up, so that from this moment no effect starts; then every agent is ended, whatever it is
 * doing; then it is written down.
 */
export async function stop(desk: Desk): Promise<Result<void>> {
  if (desk.state.status.kind !== 'running' && desk.state.status.kind !== 'paused')
    return failed('invalid', 'Nothing is running.')
  desk.fenced = true
  const events = endNow(desk, everyone(desk), 'stopped')
  desk.waits.settle(RESUMED, undefined)
  if (desk.state.plan?.status === 'proposed')
    events.push({ type: 'plan.refused', by: 'desk', plan: desk.state.plan.id, why: 'The run was stopped.' })
  events.push({ type: 'run.ended', by: 'person', outcome: 'stopped' })
  const telling = desk.record(events, 'strict')
  desk.stopping = telling
  const told = await telling
  desk.stopping = null
  await desk.log.setRow({ status: 'stopped' })
  return told.ok ? ok(undefined) : told
}

/** Folders of the session that are not connected right now, as one sentence; null when all are. */
export function missingRoots(desk: Desk) {
  const missing = desk.state.roots.filter(
    root => !desk.folders().has(root.id) || desk.state.lostRoots.includes(root.id),
  )
  if (missing.length === 0) return null
  return failed(
    'permission-lost',
    `Reconnect ${missing.map(root => `"${root.name}"`).join(' and ')} first: the browser asks for your permission again.`,
  )
}
