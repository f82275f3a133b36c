import { briefText, systemPrompt } from '../agent/prompts.ts'
import type { AgentId, EventDraft } from '../domain/event.ts'
import { LEAD } from '../domain/event.ts'
import type { Failure } from '../domain/failure.ts'
import { lazily } from '../domain/lazily.ts'
import type { TaskState } from '../domain/state.ts'
import type { TranscriptEntry } from '../domain/transcript.ts'
import type { AgentBrief, AgentDesk } from '../ports/desk.ts'
import { entriesOf } from './conversation.ts'
import { type Desk, homeRoot, isOn, planTasks } from './desk.ts'
import { endNow, hear, pauseFor } from './ending.ts'
import type { Life } from './life.ts'
import { turn } from './turn.ts'

const LIMITS = { lead: { turns: 200, tokens: 4_000_000 }, helper: { turns: 80, tokens: 1_500_000 } }

/** The first one takes some 20 ms to make, while nobody has asked for anything yet. */
const day = lazily(() => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }))

export type DeskFor = (life: Life) => AgentDesk

/**
 * Starts the lead: with the person's new request, written down together with `first` so that neither is ever without the other; or,
 * with none, going on where it was.
 */
export async function startLead(
  desk: Desk,
  deskFor: DeskFor,
  begin?: { request: string; first: EventDraft[] },
): Promise<Failure | null> {
  const before = desk.state.run
  const entries = await entriesOf(desk.log, LEAD, desk.state.lastSeq)
  if (!entries.ok) return entries.failure
  if (!begin && !isOn(desk, before)) return null
  const given = begin ? [await turn(desk, LEAD, 'request', 'person', withUndos(desk, begin.request))] : []
  const told = await desk.record(
    [
      ...(begin?.first ?? []),
      { type: 'agent.started', by: 'desk', agent: LEAD, model: modelName(desk, 'lead') },
      ...given.map(each => each.event),
    ],
    'strict',
    given.map(each => each.blob),
  )
  if (!told.ok) return told.failure
  const run = begin ? desk.state.run : before
  if (!isOn(desk, run)) {
    await desk.record([{ type: 'agent.ended', by: 'desk', agent: LEAD, outcome: 'stopped' }])
    return null
  }
  start(desk, deskFor, { agent: LEAD, role: 'lead', entries: [...entries.value, ...given.map(each => each.entry)] })
  return null
}

/** Starts helpers on tasks; one whose task was interrupted goes on with its conversation. All start at once. */
export async function startTasks(desk: Desk, deskFor: DeskFor, tasks: readonly TaskState[]): Promise<void> {
  const numbers = Object.keys(desk.state.agents).map(id => Number(/^a(\d+)$/.exec(id)?.[1] ?? 0))
  let last = Math.max(0, ...numbers)
  const named = tasks.map(task => ({ task, resumed: task.status === 'interrupted' ? task.agent : undefined }))
  await Promise.all(
    named.map(({ task, resumed }) => startTask(desk, deskFor, task, resumed ?? `a${++last}`, resumed !== undefined)),
  )
}

async function startTask(
  desk: Desk,
  deskFor: DeskFor,
  state: TaskState,
  agent: AgentId,
  resumed: boolean,
): Promise<void> {
  const { task } = state
  const { run } = desk.state
  const known = resumed ? await entriesOf(desk.log, agent, desk.state.lastSeq) : null
  if (known && !known.ok) return pauseFor(desk, known.failure)
  const entries = known?.value ?? []
  const given =
    entries.length === 0
      ? [await turn(desk, agent, 'brief', 'desk', briefText(task, reportsBefore(desk, state)), task.id)]
      : []
  // The person may have skipped or changed it, or stopped everything, since it was found ready.
  if (
    !isOn(desk, run) ||
    desk.state.tasks[task.id]?.status !== state.status ||
    desk.state.tasks[task.id]?.task !== task
  )
    return
  const told = await desk.record(
    [
      { type: 'agent.started', by: 'desk', agent, task: task.id, model: modelName(desk, 'helper') },
      { type: 'task.started', by: 'desk', task: task.id, agent, attempt: state.attempt + 1 },
      ...given.map(each => each.event),
    ],
    'relaxed',
    given.map(each => each.blob),
  )
  if (!told.ok) return
  if (!isOn(desk, run) || desk.state.tasks[task.id]?.status !== 'running') {
    await desk.record([
      { type: 'agent.ended', by: 'desk', agent, outcome: 'stopped', task: task.id },
      { type: 'task.ended', by: 'desk', task: task.id, outcome: 'interrupted' },
    ])
    return
  }
  start(desk, deskFor, {
    agent,
    role: 'helper',
    task: task.id,
    entries: [...entries, ...given.map(each => each.entry)],
    ...(task.web && state.approved && desk.setups?.helper.provider === 'anthropic' ? { web: true as const } : {}),
  })
}

const reportsBefore = (desk: Desk, state: TaskState) =>
  planTasks(desk.state)
    .filter(other => state.task.dependsOn.includes(other.task.id) && other.report !== undefined)
    .map(other => ({ title: other.task.title, report: other.report! }))

/** The lead must not build on files that the person has taken back since it last looked. */
function withUndos(desk: Desk, request: string): string {
  const since = desk.state.items.findLast(item => item.kind === 'request')?.seq ?? Number.POSITIVE_INFINITY
  const turns = desk.state.undos.filter(undo => undo.seq > since)
  const undone = turns.reduce((sum, undo) => sum + undo.restored, 0)
  const redone = turns.reduce((sum, undo) => sum + (undo.redone ?? 0), 0)
  if (undone + redone === 0) return request
  const what = [undone > 0 ? `undid ${undone}` : '', redone > 0 ? `did ${redone} undone ones again` : '']
  return `${request}\n\n(Since your last message the person ${what.filter(Boolean).join(' and ')} of your changes. Look at the folder again before you rely on it.)`
}

const modelName = (desk: Desk, role: 'lead' | 'helper') => {
  const setup = desk.setups?.[role]
  return setup?.provider === 'anthropic' ? setup.model : 'builtin'
}

function start(
  desk: Desk,
  deskFor: DeskFor,
  who: Pick<AgentBrief, 'agent' | 'role' | 'task' | 'web'> & { entries: TranscriptEntry[] },
): void {
  const { setups } = desk
  if (!setups) return
  const home = homeRoot(desk)
  const today = day().format(desk.host.clock.now())
  const brief: AgentBrief = {
    session: desk.id,
    ...who,
    system: systemPrompt({ role: who.role, roots: desk.state.roots, home, today }),
    setup: setups[who.role],
    roots: desk.state.roots,
    home,
    limits: {
      ...LIMITS[who.role],
      ...(who.role === 'helper' && desk.state.budget !== undefined ? { soft: desk.state.budget } : {}),
    },
  }
  const life: Life = { agent: who.agent, run: desk.state.run, alive: true, ...(who.task ? { task: who.task } : {}) }
  const worker = desk.crew.start(brief, deskFor(life), news => hear(desk, life, news))
  desk.live.set(who.agent, { ...worker, life })
  desk.outdated.delete(who.agent)
  // The run may have been paused while this agent was being started.
  if (desk.state.status.kind === 'paused') worker.pause()
}

/** An agent's worker failed as such: whoever started it writes its ending. */
export async function agentBroke(desk: Desk, agent: AgentId, failure: Failure): Promise<void> {
  const broken = desk.live.get(agent)
  if (!broken) return
  const events = endNow(desk, [agent], 'interrupted')
  await desk.record(events, 'strict')
  await pauseFor(desk, failure)
}
