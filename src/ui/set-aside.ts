import type { AgentState, SessionState, TaskState } from '../domain/state.ts'

type Spoken = Pick<SessionState, 'plan' | 'tasks' | 'agents'>

/**
 * The tasks and agents of a long session as they are still spoken of: those of its plan as they are, and of earlier plans what each was
 * called, how it ended and what it cost. Nothing on the screen opens more of those; the log has all of it.
 */
export function setAside({ plan, tasks, agents }: Spoken): Pick<Spoken, 'tasks' | 'agents'> {
  const isOver = (task: string | undefined) => task !== undefined && !plan?.tasks.includes(task)
  const word = once()
  return {
    tasks: each(tasks, (id, state) => (isOver(id) ? taskAtRest(state, word) : state)),
    agents: each(agents, (_, agent) => (isOver(agent.task) ? agentAtRest(agent, word) : agent)),
  }
}

function taskAtRest(
  { task, status, approved, checked, attempt, agent, startedAt, endedAt }: TaskState,
  word: Word,
): TaskState {
  return {
    task: {
      id: word(task.id),
      title: word(task.title),
      brief: '',
      inputs: NONE,
      outputs: NONE,
      dependsOn: NONE,
      criteria: NONE,
      needs: NONE,
    },
    status: word(status),
    approved,
    checked,
    attempt,
    checks: NONE,
    ...(agent === undefined ? {} : { agent: word(agent) }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
  }
}

const agentAtRest = (agent: AgentState, word: Word): AgentState => ({
  ...agent,
  id: word(agent.id),
  ...(agent.task === undefined ? {} : { task: word(agent.task) }),
  model: word(agent.model),
  status: word(agent.status),
  usage: { ...agent.usage },
})

/** Of hundreds of them most fields are empty, and are the same nothing. */
const NONE: never[] = []

type Word = <Text extends string>(text: Text) => Text

/** The same text for equal ones: each event brings its own. */
function once(): Word {
  const known = new Map<string, string>()
  return <Text extends string>(text: Text) => {
    const same = known.get(text)
    if (same !== undefined) return same as Text
    known.set(text, text)
    return text
  }
}

const each = <Part>(parts: Record<string, Part>, become: (id: string, part: Part) => Part): Record<string, Part> =>
  Object.fromEntries(Object.entries(parts).map(([id, part]) => [id, become(id, part)]))
