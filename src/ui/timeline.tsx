import { createMemo, For } from 'solid-js'
import { LEAD } from '../domain/event.ts'
import { showInvisible } from '../domain/quote.ts'
import { useDesk } from './context.ts'
import { AGENT_WORDS, lasting, timeOf } from './say.ts'

/** Who worked when: one bar for each agent, from its start to its end. */
export function Timeline() {
  const desk = useDesk()
  const agents = createMemo(() => {
    const all = Object.values(desk.state.agents)
    const from = Math.min(...all.map(agent => agent.startedAt))
    const to = Math.max(from + 1, ...all.map(agent => agent.endedAt ?? desk.state.lastAt))
    const share = (at: number) => `${((at - from) / (to - from)) * 100}%`
    return all.map(agent => ({
      name: agent.id === LEAD ? 'Lead' : showInvisible(desk.taskOf(agent.id)),
      words: `${AGENT_WORDS[agent.status]}, ${timeOf(agent.startedAt)}, ${lasting((agent.endedAt ?? desk.state.lastAt) - agent.startedAt)}`,
      start: share(agent.startedAt),
      end: share(from + to - (agent.endedAt ?? desk.state.lastAt)),
    }))
  })
  return (
    <ol class="timeline" aria-label="Timeline of agents">
      <For each={agents()}>
        {agent => (
          <li>
            <span class="who">{agent.name}</span>
            <span class="track" aria-hidden="true">
              <span class="bar" style={{ 'inset-inline-start': agent.start, 'inset-inline-end': agent.end }} />
            </span>
            <small>{agent.words}</small>
          </li>
        )}
      </For>
    </ol>
  )
}
