import type { AgentBrief, AgentCommands, AgentDesk, AgentNews } from './desk.ts'
import type { Documents } from './documents.ts'
import type { Reads } from './reads.ts'

/** A working agent. `end` stops it for good, at once, whatever it is doing; nothing it says afterwards is heard. */
export interface LiveAgent extends Pick<AgentCommands, 'pause' | 'resume'> {
  end(): void
}

/** Starts agents, each in a place of its own. What an agent says comes in order through `onNews`, which settles when it is in the log. */
export interface Crew {
  start(brief: AgentBrief, desk: AgentDesk, onNews: (news: AgentNews) => Promise<void>): LiveAgent
  /** Makes so many places ready, so that the next agents start without delay. Only a hint. */
  warm(count: number, setup: AgentBrief['setup']): void
  /** What agents read, from the desk's own side. */
  readonly reads: Reads
  /** What looks into documents, for checks. */
  readonly documents: Documents
}
