import type { EventDraft, ModelChoice, SessionEvent } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { SCRATCH } from '../domain/place.ts'
import { applyEvent } from '../domain/project.ts'
import { emptyState, type SessionState } from '../domain/state.ts'
import type { Log } from '../ports/log.ts'
import type { RowPage } from './row-pages.ts'
import { foldWorking, keepGrown } from './snapshot.ts'

export interface OpenedState {
  state: SessionState
  /** The rows of the conversation that are not in it, but in these pages. */
  pages: readonly RowPage[]
  /** How far the last snapshot of it goes. */
  kept: number
  /** What the opening wrote down. The state knows of it; nobody was told yet. */
  told: SessionEvent[]
}

/**
 * What a session knows when it is opened: its log up to `seq`, and what only the opening tells, which is on the disk then: that it
 * began, or that an end of its page interrupted it.
 */
export async function openState(log: Log, seq: number, choice: ModelChoice): Promise<Result<OpenedState>> {
  const folded = await foldWorking(log, seq)
  if (!folded.ok) return folded
  const { state, pages, kept } = folded.value
  if (state.lastSeq === 0) state.model = choice
  const first = state.lastSeq === 0 ? beginning(choice) : interrupted(state)
  if (first.length === 0) return ok({ state, pages, kept, told: [] })
  const written = await log.append(first, [], 'strict')
  if (!written.ok) return written
  const told = written.value
  for (const event of told) applyEvent(state, event)
  return ok({ state, pages, kept: keepGrown(log, folded.value, told), told })
}

/** The same for a session that began a moment ago, with these events. */
export function begunState(session: string, model: ModelChoice, told: SessionEvent[]): OpenedState {
  const state = { ...emptyState(session), model }
  for (const event of told) applyEvent(state, event)
  return { state, pages: [], kept: 0, told }
}

/** What stands first in every log. */
export const beginning = (model: ModelChoice): EventDraft[] => [
  { type: 'session.started', by: 'person', title: '', model },
  { type: 'root.added', by: 'desk', root: { id: SCRATCH, name: 'Scratch', access: 'readwrite', kind: 'scratch' } },
]

/** What the log must say about agents that died with their page. */
function interrupted(state: SessionState): EventDraft[] {
  const agents = Object.values(state.agents).filter(agent => agent.status === 'working' || agent.status === 'waiting')
  const tasks = Object.values(state.tasks).filter(task => task.status === 'running' || task.status === 'checking')
  return [
    ...agents.map(
      (agent): EventDraft => ({
        type: 'agent.ended',
        by: 'desk',
        agent: agent.id,
        outcome: 'interrupted',
        ...(agent.task ? { task: agent.task } : {}),
      }),
    ),
    ...tasks.map(({ task }): EventDraft => ({ type: 'task.ended', by: 'desk', task: task.id, outcome: 'interrupted' })),
    ...(state.status.kind === 'running' ? [{ type: 'run.paused' as const, by: 'desk', why: 'reload' as const }] : []),
  ]
}
