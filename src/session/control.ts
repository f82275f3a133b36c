import type { EventDraft } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import { type DeskFor, LEAD_GONE, startLead } from './agents.ts'
import { type Desk, planTasks } from './desk.ts'

/** Begins a run with the person's request; while one is on, the request is a message to the lead. */
export async function request(desk: Desk, deskFor: DeskFor, text: string): Promise<Result<void>> {
  const words = text.trim()
  if (words === '') return failed('invalid', 'Say what you want done first.')
  const { status } = desk.state
  if (status.kind === 'running' || status.kind === 'paused') return steer(desk, LEAD, words)
  const missing = missingRoots(desk)
  if (missing) return missing
  if (!desk.state.roots.some(root => root.kind !== 'scratch'))
    return failed('invalid', 'Pick a folder first, or try the practice folder.')
  if (!desk.setups) return failed('invalid', 'Choose in Settings which model to use.')
  if (desk.live.has(LEAD)) await desk.waits.wait(LEAD_GONE)
  desk.fenced = false
  const title =
    desk.state.title === '' ? [{ type: 'session.renamed' as const, by: 'person' as const, title: titleOf(words) }] : []
  const started = await desk.record(
    [...title, { type: 'run.started', by: 'person', run: desk.host.newId(), text: words }],
    'strict',
  )
  if (!started.ok) return started
  await desk.log.setRow({ status: 'running', ...(title.length > 0 ? { title: titleOf(words) } : {}) })
  const failure = await startLead(desk, deskFor, words)
  return failure ? { ok: false, failure } : ok(undefined)
}

const titleOf = (text: string) => {
  const line = text.split('\n')[0]!.trim()
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}

/** Puts a message before the lead or a helper at its next safe point. It is kept until then, also over a reload. */
export async function steer(desk: Desk, to: string, text: string): Promise<Result<void>> {
  if (!desk.state.agents[to] && to !== LEAD) return failed('invalid', 'There is no such agent in this session.')
  const id = desk.host.newId()
  const told = await desk.record([{ type: 'steer.sent', by: 'person', id, to, text }], 'strict')
  if (!told.ok) return told
  // The lead that waits for its plan hears of it through the plan's answer, a working agent through its inbox.
  const waitsForPlan = to === LEAD && desk.waits.isWaiting('plan')
  if (waitsForPlan) desk.pump()
  else desk.live.get(to)?.tell({ kind: 'steer', text, steer: id })
  return ok(undefined)
}

export async function pause(desk: Desk): Promise<Result<void>> {
  if (desk.state.status.kind !== 'running') return failed('invalid', 'Nothing is running.')
  for (const live of desk.live.values()) live.pause()
  const told = await desk.record([{ type: 'run.paused', by: 'person', why: 'person' }], 'strict')
  return told.ok ? ok(undefined) : told
}

/** Goes on after a pause, a reload or a refusal: agents that live take up their next step, others are started from the log. */
export async function resume(desk: Desk, deskFor: DeskFor): Promise<Result<void>> {
  if (desk.state.status.kind !== 'paused') return failed('invalid', 'Nothing is paused.')
  const missing = missingRoots(desk)
  if (missing) return missing
  if (!desk.setups) return failed('invalid', 'Choose in Settings which model to use, then go on.')
  desk.fenced = false
  const told = await desk.record([{ type: 'run.resumed', by: 'person' }], 'strict')
  if (!told.ok) return told
  await desk.log.setRow({ status: 'running' })
  for (const live of desk.live.values()) live.resume()
  if (!desk.live.has(LEAD)) {
    const failure = await startLead(desk, deskFor, null)
    if (failure) return { ok: false, failure }
  }
  desk.pump()
  return ok(undefined)
}

/**
 * Stops the run. First the fence goes up, so that from this moment no effect starts; then every agent is ended, whatever it is
 * doing; then it is written down.
 */
export async function stop(desk: Desk): Promise<Result<void>> {
  if (desk.state.status.kind !== 'running' && desk.state.status.kind !== 'paused')
    return failed('invalid', 'Nothing is running.')
  desk.fenced = true
  const events: EventDraft[] = []
  for (const [agent, live] of desk.live) {
    live.end()
    const task = desk.state.agents[agent]?.task
    events.push({ type: 'agent.ended', by: 'desk', agent, outcome: 'stopped', ...(task ? { task } : {}) })
  }
  desk.live.clear()
  for (const { task, status } of planTasks(desk.state))
    if (status === 'running' || status === 'checking')
      events.push({ type: 'task.ended', by: 'desk', task: task.id, outcome: 'interrupted' })
  for (const question of Object.values(desk.state.questions))
    if (question.status === 'pending')
      events.push({ type: 'question.ended', by: 'desk', id: question.id, outcome: 'superseded', answers: {} })
  for (const permission of Object.values(desk.state.permissions))
    if (permission.status === 'pending')
      events.push({ type: 'permission.ended', by: 'desk', id: permission.id, outcome: 'refused' })
  if (desk.state.plan?.status === 'proposed')
    events.push({ type: 'plan.refused', by: 'desk', plan: desk.state.plan.id, why: 'The run was stopped.' })
  events.push({ type: 'run.ended', by: 'person', outcome: 'stopped' })
  const pending = Object.values(desk.state.permissions).filter(permission => permission.status === 'pending')
  const told = await desk.record(events, 'strict')
  // Whoever waits for an answer holds the lease of its file until it hears one.
  for (const { id } of pending) desk.waits.settle(id, 'refused')
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
