import type { AgentId, SessionEvent } from './event.ts'

/** What an agent did over a stretch of time: thought, did something, or waited for people, other agents or the endpoint. */
export interface Stretch {
  kind: 'thinking' | 'doing' | 'waiting'
  from: number
  /** Null while it goes on. */
  to: number | null
  /** In a few words. */
  what: string
}

export interface Timeline {
  lastSeq: number
  /** By agent, oldest first; agents in the order they began. */
  agents: Map<AgentId, Stretch[]>
}

export const emptyTimeline = (): Timeline => ({ lastSeq: 0, agents: new Map() })

/** Calls in which an agent waits for the person or for other agents. */
const WAITS: Record<string, string> = {
  ask: 'Waiting for your answer',
  submit_plan: 'Waiting for the plan',
  revise_plan: 'Waiting for the plan',
  report: 'Waiting for the checks',
}

/** Adds one event to the story of who did what when. Deterministic and total, like the reducer. */
export function applyToTimeline(timeline: Timeline, event: SessionEvent): void {
  timeline.lastSeq = event.seq
  const turn = (agent: AgentId, kind: Stretch['kind'], what: string) => {
    const known = timeline.agents.get(agent)
    const last = known?.at(-1)
    if (!known || last?.to !== null) return
    if (last.kind === kind && last.what === what) return
    last.to = event.at
    // Stretches without length say nothing.
    if (last.to === last.from) known.pop()
    known.push({ kind, from: event.at, to: null, what })
  }
  switch (event.type) {
    case 'agent.started': {
      const known = timeline.agents.get(event.agent) ?? []
      timeline.agents.set(event.agent, known)
      if (known.at(-1)?.to === null) known.at(-1)!.to = event.at
      known.push({ kind: 'thinking', from: event.at, to: null, what: 'Thinking' })
      return
    }
    case 'agent.ended': {
      const last = timeline.agents.get(event.agent)?.at(-1)
      if (last?.to === null) last.to = event.at
      return
    }
    case 'tool.started': {
      const waits = WAITS[event.tool]
      turn(event.agent, waits ? 'waiting' : 'doing', waits ?? event.summary)
      return
    }
    case 'tool.finished':
    case 'request.sent':
      turn(event.agent, 'thinking', 'Thinking')
      return
    case 'request.waiting':
      turn(event.agent, 'waiting', event.why.message)
      return
    case 'permission.asked':
      turn(event.agent, 'waiting', 'Waiting for your permission')
      return
    case 'run.paused':
      for (const agent of timeline.agents.keys()) turn(agent, 'waiting', 'Paused')
      return
    case 'run.resumed':
      for (const [agent, stretches] of timeline.agents)
        if (stretches.at(-1)?.what === 'Paused') turn(agent, 'thinking', 'Thinking')
      return
    default:
      return
  }
}

/** How long an agent worked and waited, up to `now`. */
export function timeSpent(stretches: readonly Stretch[], now: number): { working: number; waiting: number } {
  const spent = { working: 0, waiting: 0 }
  for (const { kind, from, to } of stretches) spent[kind === 'waiting' ? 'waiting' : 'working'] += (to ?? now) - from
  return spent
}

/** What an agent did at that moment; null before it began, after it ended and between its lives. */
export function stretchAt(stretches: readonly Stretch[], at: number): Stretch | null {
  return stretches.findLast(({ from, to }) => from <= at && (to === null || at < to)) ?? null
}

/** Neighbours of one kind that are shorter than `least` become one, so that a long log is drawn with few bars. */
export function coarse(stretches: readonly Stretch[], least: number, now: number): Stretch[] {
  const drawn: Stretch[] = []
  for (const stretch of stretches) {
    const last = drawn.at(-1)
    const short = (stretch.to ?? now) - stretch.from < least || (last && last.to! - last.from < least)
    const touches = last?.to === stretch.from
    if (
      last &&
      touches &&
      (short || last.kind === stretch.kind) &&
      last.kind !== 'waiting' &&
      stretch.kind !== 'waiting'
    )
      drawn[drawn.length - 1] = { ...last, kind: last.kind === 'doing' ? 'doing' : stretch.kind, to: stretch.to ?? now }
    else if (last && touches && short && (stretch.to ?? now) - stretch.from < least) last.to = stretch.to ?? now
    else drawn.push({ ...stretch, to: stretch.to ?? now })
  }
  return drawn
}
