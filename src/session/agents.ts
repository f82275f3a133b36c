import { briefText, systemPrompt } from '../agent/prompts.ts'
import type { AgentId, EventDraft } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import type { Failure } from '../domain/failure.ts'
import type { TaskState } from '../domain/state.ts'
import type { TranscriptEntry } from '../domain/transcript.ts'
import type { LiveAgent } from '../ports/crew.ts'
import type { AgentBrief, AgentDesk, AgentNews } from '../ports/desk.ts'
import { entriesOf } from './conversation.ts'
import { type Desk, homeRoot, planTasks } from './desk.ts'
import { isMendable } from './trouble.ts'

const LIMITS = { lead: { turns: 200, tokens: 4_000_000 }, helper: { turns: 80, tokens: 1_500_000 } }

/** Waited for by a request that comes while the lead of the run before still says its last word. */
export const LEAD_GONE = 'lead-gone'

export type DeskFor = (agent: AgentId) => AgentDesk

/** Starts the lead, with the person's new request or going on where it was. */
export async function startLead(desk: Desk, deskFor: DeskFor, request: string | null): Promise<Failure | null> {
  if (!desk.setups) return null
  const entries = await entriesOf(desk.log, LEAD, desk.state.lastSeq)
  if (!entries.ok) return entries.failure
  const given = request === null ? [] : await turn(desk, LEAD, 'request', withUndos(desk, request))
  await desk.record(
    [
      { type: 'agent.started', by: 'desk', agent: LEAD, model: modelName(desk, 'lead') },
      ...given.map(each => each.event),
    ],
    'relaxed',
    given.map(each => each.blob),
  )
  start(desk, deskFor, { agent: LEAD, role: 'lead', entries: [...entries.value, ...given.map(each => each.entry)] })
  return null
}

/** Starts helpers on tasks; one whose task was interrupted goes on with its conversation. All start at once. */
export async function startTasks(desk: Desk, deskFor: DeskFor, tasks: readonly TaskState[]): Promise<void> {
  const used = Object.keys(desk.state.agents).filter(id => id !== LEAD).length
  await Promise.all(tasks.map((task, index) => startTask(desk, deskFor, task, `a${used + 1 + index}`)))
}

async function startTask(desk: Desk, deskFor: DeskFor, state: TaskState, fresh: AgentId): Promise<void> {
  const { task } = state
  const resumed = state.status === 'interrupted' ? state.agent : undefined
  const agent = resumed ?? fresh
  const events: EventDraft[] = [
    { type: 'agent.started', by: 'desk', agent, task: task.id, model: modelName(desk, 'helper') },
    { type: 'task.started', by: 'desk', task: task.id, agent, attempt: state.attempt + 1 },
  ]
  let entries: TranscriptEntry[] = []
  if (resumed) {
    const known = await entriesOf(desk.log, agent, desk.state.lastSeq)
    if (known.ok) entries = known.value
  }
  const given =
    entries.length === 0 ? await turn(desk, agent, 'brief', briefText(task, reportsBefore(desk, state)), task.id) : []
  await desk.record(
    [...events, ...given.map(each => each.event)],
    'relaxed',
    given.map(each => each.blob),
  )
  if (desk.fenced) return
  start(desk, deskFor, {
    agent,
    role: 'helper',
    task: task.id,
    entries: [...entries, ...given.map(each => each.entry)],
  })
}

const reportsBefore = (desk: Desk, state: TaskState) =>
  planTasks(desk.state)
    .filter(other => state.task.dependsOn.includes(other.task.id) && other.report !== undefined)
    .map(other => ({ title: other.task.title, report: other.report! }))

async function turn(desk: Desk, agent: AgentId, kind: 'request' | 'brief' | 'nudge', text: string, task?: string) {
  const content = [{ type: 'text' as const, text }]
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  const ref = await desk.host.hashOf(bytes)
  const event: EventDraft = {
    type: 'turn.given',
    by: agent === LEAD ? 'person' : 'desk',
    agent,
    kind,
    body: ref,
    ...(task ? { task } : {}),
  }
  return [{ event, blob: { ref, bytes }, entry: { kind: 'user', content } satisfies TranscriptEntry }]
}

/** The lead must not build on files that the person has taken back since it last looked. */
function withUndos(desk: Desk, request: string): string {
  // The last request but one: this one is in the log already.
  const since = desk.state.items.filter(item => item.kind === 'request').at(-2)?.seq ?? Number.POSITIVE_INFINITY
  const undone = desk.state.undos.filter(undo => undo.seq > since).reduce((sum, undo) => sum + undo.restored, 0)
  if (undone === 0) return request
  return `${request}\n\n(Since your last message the person undid ${undone} of your changes. Look at the folder again before you rely on it.)`
}

const modelName = (desk: Desk, role: 'lead' | 'helper') => {
  const setup = desk.setups?.[role]
  return setup?.provider === 'anthropic' ? setup.model : 'builtin'
}

function start(desk: Desk, deskFor: DeskFor, who: Pick<AgentBrief, 'agent' | 'role' | 'task' | 'entries'>): void {
  const home = homeRoot(desk)
  const today = new Date(desk.host.clock.now()).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  const brief: AgentBrief = {
    session: desk.id,
    ...who,
    system: systemPrompt({ role: who.role, roots: desk.state.roots, home, today }),
    setup: desk.setups![who.role],
    roots: desk.state.roots,
    home,
    limits: LIMITS[who.role],
  }
  const agent: LiveAgent = desk.crew.start(brief, deskFor(who.agent), news => hear(desk, who.agent, agent, news))
  desk.live.set(who.agent, agent)
  for (const item of desk.state.items)
    if (item.kind === 'steer' && item.to === who.agent && !item.delivered)
      agent.tell({ kind: 'steer', text: item.text, steer: item.id })
}

/** Writes down what an agent says, and acts on its end. */
async function hear(desk: Desk, agent: AgentId, speaker: LiveAgent, news: AgentNews): Promise<void> {
  if (desk.live.get(agent) !== speaker) return
  if (news.signals.length > 0) desk.publish({ events: [], signals: news.signals })
  if (news.events.length === 0 && news.blobs.length === 0) return
  await desk.record(news.events, 'relaxed', news.blobs)
  const end = news.events.find(event => event.type === 'agent.ended')
  if (end?.type === 'agent.ended') await afterEnd(desk, agent, end.outcome, end.failure)
}

/** An agent's worker failed as such: whoever started it writes its ending. */
export async function agentBroke(desk: Desk, agent: AgentId, failure: Failure): Promise<void> {
  if (!desk.live.has(agent)) return
  const task = desk.state.agents[agent]?.task
  await desk.record([{ type: 'agent.ended', by: 'desk', agent, outcome: 'failed', failure, ...(task ? { task } : {}) }])
  await afterEnd(desk, agent, 'failed', failure)
}

async function afterEnd(desk: Desk, agent: AgentId, outcome: string, failure: Failure | undefined): Promise<void> {
  desk.live.get(agent)?.end()
  desk.live.delete(agent)
  if (agent === LEAD) desk.waits.settle(LEAD_GONE, undefined)
  if (desk.fenced) return
  const mendable = outcome === 'failed' && isMendable(failure?.kind)
  const events: EventDraft[] = []
  const task = planTasks(desk.state).find(
    state => state.agent === agent && (state.status === 'running' || state.status === 'checking'),
  )
  if (task && mendable) events.push({ type: 'task.ended', by: 'desk', task: task.task.id, outcome: 'interrupted' })
  else if (task)
    events.push({
      type: 'task.ended',
      by: 'desk',
      task: task.task.id,
      outcome: 'failed',
      ...(failure ? { failure } : {}),
    })
  if (mendable && desk.state.status.kind === 'running')
    events.push({
      type: 'run.paused',
      by: 'desk',
      why: failure?.kind === 'permission-lost' ? 'permission-lost' : 'trouble',
      ...(failure ? { failure } : {}),
    })
  else if (agent === LEAD && outcome === 'failed' && !mendable)
    events.push({ type: 'run.ended', by: 'desk', outcome: 'failed', ...(failure ? { failure } : {}) })
  if (events.length > 0) await desk.record(events, 'strict')
  if (mendable) for (const other of desk.live.values()) other.pause()
  if (agent === LEAD && outcome === 'failed' && !mendable) endHelpers(desk)
  desk.pump()
}

/** Without a lead nobody would combine the results: helpers still at work are ended, and what they did stays. */
export function endHelpers(desk: Desk): void {
  const events: EventDraft[] = []
  for (const [agent, live] of desk.live) {
    live.end()
    desk.live.delete(agent)
    const task = desk.state.agents[agent]?.task
    events.push({ type: 'agent.ended', by: 'desk', agent, outcome: 'stopped', ...(task ? { task } : {}) })
  }
  for (const { task, status } of planTasks(desk.state))
    if (status === 'running' || status === 'checking')
      events.push({ type: 'task.ended', by: 'desk', task: task.id, outcome: 'interrupted' })
  if (events.length > 0) void desk.record(events)
}
