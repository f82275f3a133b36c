import type { AgentId, EventDraft } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import { type Failure, ok } from '../domain/failure.ts'
import type { AgentNews } from '../ports/desk.ts'
import { type Desk, planTasks } from './desk.ts'
import type { Life } from './life.ts'
import { isMendable } from './trouble.ts'

/** Waited for by a request that comes while the lead of the run before still says its last word. */
export const LEAD_GONE = 'lead-gone'

/**
 * Ends agents at once, in this very moment: their workers, their lives, and whatever they wait for. Gives what has to be written down
 * about it. What they did stays; tasks they worked on are interrupted and may go on later.
 */
export function endNow(desk: Desk, agents: readonly AgentId[], outcome: 'stopped' | 'interrupted'): EventDraft[] {
  const events: EventDraft[] = []
  for (const agent of agents) {
    const working = desk.live.get(agent)
    if (working) {
      working.life.alive = false
      working.end()
      desk.live.delete(agent)
      const task = working.life.task
      events.push({ type: 'agent.ended', by: 'desk', agent, outcome, ...(task ? { task } : {}) })
    }
    if (agent === LEAD) desk.waits.settle(LEAD_GONE, undefined)
  }
  for (const { task, status, agent } of planTasks(desk.state))
    if ((status === 'running' || status === 'checking') && agent && agents.includes(agent))
      events.push({ type: 'task.ended', by: 'desk', task: task.id, outcome: 'interrupted' })
  return outcome === 'stopped' ? [...events, ...closeAsked(desk, agents)] : events
}

/** Nobody is left to hear the answers: questions are closed, and whoever holds a file's lease for one lets it go. */
function closeAsked(desk: Desk, agents: readonly AgentId[]): EventDraft[] {
  const events: EventDraft[] = []
  for (const { id, agent, status } of Object.values(desk.state.questions))
    if (status === 'pending' && agents.includes(agent)) {
      events.push({ type: 'question.ended', by: 'desk', id, outcome: 'superseded', answers: {} })
      desk.waits.settle(id, ok({ answers: {}, declined: true }))
    }
  for (const { id, agent, status } of Object.values(desk.state.permissions))
    if (status === 'pending' && agents.includes(agent)) {
      events.push({ type: 'permission.ended', by: 'desk', id, outcome: 'refused' })
      desk.waits.settle(id, 'refused')
    }
  return events
}

/** Everybody who lives or waits for something. */
export const everyone = (desk: Desk): AgentId[] => [
  ...new Set([...desk.live.keys(), ...Object.keys(desk.state.agents)]),
]

/** Pauses the run with its reason, so that it can go on once that is mended. */
export async function pauseFor(desk: Desk, failure: Failure): Promise<void> {
  for (const working of desk.live.values()) working.pause()
  if (desk.state.status.kind !== 'running') return
  const why = failure.kind === 'permission-lost' ? 'permission-lost' : 'trouble'
  await desk.record([{ type: 'run.paused', by: 'desk', why, failure }], 'strict')
}

/**
 * Writes down what an agent says, and acts on its end. Fails when the log refused: then the agent is not told that it was heard, and
 * takes no further step.
 */
export async function hear(desk: Desk, life: Life, news: AgentNews): Promise<void> {
  if (!life.alive) return
  if (news.signals.length > 0) desk.publish({ events: [], signals: news.signals })
  if (news.events.length === 0 && news.blobs.length === 0) return
  const told = await desk.record(news.events, 'relaxed', news.blobs)
  if (!told.ok) {
    for (const working of desk.live.values()) working.pause()
    throw new Error(told.failure.message)
  }
  const end = news.events.find(event => event.type === 'agent.ended')
  if (end?.type === 'agent.ended') await afterEnd(desk, life, end.outcome, end.failure)
}

async function afterEnd(desk: Desk, life: Life, outcome: string, failure: Failure | undefined): Promise<void> {
  const { agent } = life
  if (!life.alive) return
  life.alive = false
  desk.live.get(agent)?.end()
  desk.live.delete(agent)
  if (agent === LEAD) desk.waits.settle(LEAD_GONE, undefined)
  const failed = outcome === 'failed'
  const mendable = failed && isMendable(failure?.kind)
  const events: EventDraft[] = []
  const busy = planTasks(desk.state).find(
    state => state.agent === agent && (state.status === 'running' || state.status === 'checking'),
  )
  if (busy)
    events.push({
      type: 'task.ended',
      by: 'desk',
      task: busy.task.id,
      outcome: mendable ? 'interrupted' : 'failed',
      ...(failure && !mendable ? { failure } : {}),
    })
  const leadFailed = agent === LEAD && failed && !mendable && desk.state.run === life.run
  if (leadFailed) {
    // Without a lead nobody would combine the results.
    events.push(...endNow(desk, everyone(desk), 'stopped'))
    events.push({ type: 'run.ended', by: 'desk', outcome: 'failed', ...(failure ? { failure } : {}) })
  }
  if (events.length > 0) await desk.record(events, 'strict')
  if (leadFailed) await desk.log.setRow({ status: 'failed' })
  if (mendable && failure) await pauseFor(desk, failure)
  desk.pump()
}
