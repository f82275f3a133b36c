import type { AgentId, Version } from '../domain/event.ts'
import type { Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import type { SessionState } from '../domain/state.ts'
import { homeOf } from '../domain/state.ts'
import type { Changes } from '../ports/changes.ts'
import type { Crew, LiveAgent } from '../ports/crew.ts'
import type { DeskNews, RunReport, RunRequest } from '../ports/desk.ts'
import type { Folders } from '../ports/folder.ts'
import type { Host } from '../ports/host.ts'
import type { Log } from '../ports/log.ts'
import type { ModelSetup } from '../ports/model.ts'
import type { Life } from './life.ts'
import type { Record } from './record.ts'
import type { Waits } from './waits.ts'

/** Runs commands of agents in the sandbox; `stop` ends the one that runs now, and only that. */
export interface Commands {
  run(life: Life, call: string, request: RunRequest): Promise<Result<RunReport>>
  stop(agent: AgentId): Result<void>
}

/** How many helpers work at once. More gain little: they share one model endpoint and one disk. */
export const SLOTS = 4

/** What the parts of one open session share. Nothing here could be computed from the log but what is alive right now. */
export interface Desk {
  readonly id: string
  readonly log: Log
  readonly host: Host
  readonly state: SessionState
  readonly record: Record
  readonly changes: Changes
  readonly crew: Crew
  readonly waits: Waits
  readonly commands: Commands
  readonly live: Map<AgentId, LiveAgent & { life: Life }>
  /** Those of them that still have a model or a key which the person has replaced since. */
  readonly outdated: Set<AgentId>
  /** Connected folders; one of `state.roots` that is missing here must be reconnected first. */
  folders(): Folders
  publish(news: DeskNews): void
  /** Null until the page has given it, after a reload. */
  setups: { lead: ModelSetup; helper: ModelSetup } | null
  /** Up while no effect may start: the fence of a stop. */
  fenced: boolean
  /** A stop that is being written down. What the person does after that click is about what comes after it. */
  stopping: Promise<unknown> | null
  /** Starts what can start and tells who waits for the plan. Call it after anything that may have changed that. */
  pump(): void
  /** Ends changes that were left open, by looking at the disk. */
  settle(): Promise<Result<unknown>>
  /** The file as it is now; null where there is none. */
  versionNow(place: Place): Promise<Result<Version | null>>
}

/** True while that run goes on or is paused: asked again after every wait before something is started for it. */
export const isOn = (desk: Desk, run: string | null) =>
  !desk.fenced &&
  desk.state.run === run &&
  (desk.state.status.kind === 'running' || desk.state.status.kind === 'paused')

export const homeRoot = (desk: Desk) => homeOf(desk.state.roots)

/** Tasks of the plan of the current run; none once a new run has begun. */
export const planTasks = (state: SessionState) =>
  state.plan && state.plan.run === state.run
    ? state.plan.tasks.flatMap(id => (state.tasks[id] ? [state.tasks[id]] : []))
    : []
