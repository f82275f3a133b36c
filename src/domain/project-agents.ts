import type { EventType, SessionEvent } from './event.ts'
import { tokensOf } from './money.ts'
import type { AgentState, SessionState } from './state.ts'

type AgentEvent = Extract<
  SessionEvent,
  {
    type: Extract<
      EventType,
      | 'agent.started'
      | 'agent.ended'
      | 'turn.given'
      | 'message.finished'
      | 'context.trimmed'
      | 'tool.started'
      | 'tool.finished'
      | 'request.sent'
      | 'request.ended'
      | 'web.asked'
      | 'request.waiting'
      | 'guard.tripped'
    >
  }
>

/** The part of the reducer that follows what agents do. */
export function applyAgentEvent(state: SessionState, event: AgentEvent): void {
  const agent = state.agents[event.agent]
  switch (event.type) {
    case 'agent.started':
      state.agents[event.agent] = {
        id: event.agent,
        ...(event.task ? { task: event.task } : {}),
        model: event.model,
        status: 'working',
        startedAt: agent?.startedAt ?? event.at,
        now: 'Starting',
        turns: agent?.turns ?? 0,
        usage: agent?.usage ?? { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
      }
      return
    case 'agent.ended':
      if (!agent) return
      agent.status = event.outcome
      agent.endedAt = event.at
      agent.now = ''
      delete agent.waiting
      if (event.failure) {
        agent.failure = event.failure
        // Trouble with the endpoint meets every agent: the first one's sentence is enough.
        const { status } = state
        if (status.kind !== 'paused' || status.failure?.message !== event.failure.message)
          state.items.push({
            kind: 'notice',
            seq: event.seq,
            at: event.at,
            tone: 'error',
            text: event.failure.message,
            agent: event.agent,
          })
      }
      closeTools(state, event.agent)
      return
    case 'turn.given':
      return
    case 'message.finished':
      if (agent) {
        agent.turns++
        agent.context = tokensOf(event.usage)
        delete agent.waiting
      }
      for (const usage of agent ? [agent.usage, state.usage] : [state.usage]) {
        usage.input += event.usage.input
        usage.output += event.usage.output
        usage.cacheRead += event.usage.cacheRead
        usage.cacheWrite += event.usage.cacheWrite
      }
      if (event.text !== '' || event.thinking !== '' || event.sources)
        state.items.push({
          kind: 'message',
          seq: event.seq,
          at: event.at,
          agent: event.agent,
          text: event.text,
          thinking: event.thinking,
          body: event.body,
          ...(event.sources ? { sources: event.sources } : {}),
        })
      return
    case 'context.trimmed':
      state.items.push({
        kind: 'notice',
        seq: event.seq,
        at: event.at,
        tone: 'info',
        text: `Older ${event.whole ? 'steps' : 'results'} were put aside to make room; they stay in the log.`,
        agent: event.agent,
      })
      return
    case 'tool.started':
      if (agent) agent.now = event.summary
      state.items.push({
        kind: 'tool',
        seq: event.seq,
        at: event.at,
        agent: event.agent,
        call: event.call,
        tool: event.tool,
        summary: event.summary,
        status: 'running',
      })
      return
    case 'tool.finished': {
      const item = state.items.findLast(
        row => row.kind === 'tool' && row.call === event.call && row.agent === event.agent,
      )
      if (item?.kind !== 'tool') return
      item.status = event.failure ? 'failed' : 'done'
      item.result = event.summary
      item.body = event.body
      if (event.failure) item.failure = event.failure
      return
    }
    case 'request.sent':
      wake(agent)
      // What it did last is over, and what comes next is being thought of.
      if (agent) agent.now = 'Thinking'
      return
    case 'request.ended':
      // Kept for the list of what left this machine (`ledger.ts`).
      return
    case 'web.asked':
      if (agent) agent.now = event.kind === 'search' ? `Searching the web: ${event.what}` : `Reading ${event.what}`
      return
    case 'request.waiting':
      if (agent) {
        agent.status = 'waiting'
        agent.waiting = { why: event.why, until: event.until }
      }
      return
    case 'guard.tripped':
      state.items.push({
        kind: 'notice',
        seq: event.seq,
        at: event.at,
        tone: event.stopped ? 'error' : 'warn',
        text: event.text,
        agent: event.agent,
      })
  }
}

function wake(agent: AgentState | undefined): void {
  if (agent?.status !== 'waiting') return
  agent.status = 'working'
  delete agent.waiting
}

/** An agent that ended has no call under way, whatever its last event said. */
function closeTools(state: SessionState, agent: string): void {
  for (const item of state.items)
    if (item.kind === 'tool' && item.agent === agent && item.status === 'running') {
      item.status = 'failed'
      item.result = 'Interrupted'
    }
}
