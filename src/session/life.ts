import type { AgentId } from '../domain/event.ts'
import { failed } from '../domain/failure.ts'
import type { TaskId } from '../domain/plan.ts'

/**
 * One life of an agent, from its start to its end. What it asked of its desk may still be under way when it is ended: each such call
 * looks here after every wait, and does nothing more once the life is over. An agent that is started again has a new life.
 */
export interface Life {
  readonly agent: AgentId
  readonly task?: TaskId
  readonly run: string | null
  alive: boolean
}

export const OVER = failed('stopped', 'This agent was ended: nothing more is done for it.')
