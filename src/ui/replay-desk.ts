import type { SessionEvent } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import { project } from '../domain/project.ts'
import type { SessionState } from '../domain/state.ts'
import { createDesk, type Desk } from './desk.ts'
import type { DeskCalls, OpenDesk } from './desk-client.ts'

const readOnly = failed('not-allowed', 'This is a session that is over: it can be read, and nothing in it can be done.')
/** Events that its activity list shows at first. */
const RECENT = 200

export interface Replay {
  desk: Desk
  /** Shows the session as it was after so many of its events. */
  show(seen: number): void
}

/**
 * A desk that only shows. There is no worker, log or folder behind it: whatever is asked of it besides reading is refused here,
 * so that a session that is shown again can neither send, write, be granted nor run anything.
 */
export function createReplayDesk(
  id: string,
  events: readonly SessionEvent[],
  bodies: Pick<DeskCalls, 'blob' | 'image'>,
): Replay {
  const lookups: Pick<DeskCalls, 'blob' | 'image' | 'events'> = {
    ...bodies,
    events: async (from, to) => ok(events.slice(from - 1, to - 1)),
  }
  const refuse = () => Promise.resolve(readOnly)
  const calls = new Proxy(lookups, { get: (known, name) => Reflect.get(known, name) ?? refuse }) as unknown as DeskCalls
  const stateAfter = (seen: number) => atRest(project(id, events.slice(0, seen)))
  const state = stateAfter(events.length)
  const open: OpenDesk = {
    opened: {
      row: {
        id,
        title: state.title,
        createdAt: events[0]?.at ?? 0,
        updatedAt: state.lastAt,
        status: 'done',
        epoch: 0,
        seq: events.length,
        logVersion: 1,
      },
      state,
      recent: events.slice(-RECENT),
      choice: { provider: 'builtin' },
      watching: 'saved',
    },
    ready: Promise.resolve(),
    calls,
    addFolder: refuse,
    reconnect: refuse,
    placeOf: async () => null,
    copiesIn: refuse,
    bringBack: refuse,
    useModel: refuse,
    previewServer: () => undefined,
    close: () => undefined,
  }
  const desk = createDesk({ open: (): Promise<Result<OpenDesk>> => Promise.resolve(ok(open)) }, { id, draft: false })
  return { desk, show: seen => desk.show(stateAfter(seen), events.slice(Math.max(0, seen - RECENT), seen)) }
}

/** Nothing lives in it any more, wherever it was then: nobody waits for an answer. */
function atRest(state: SessionState): SessionState {
  if (state.status.kind === 'running' || state.status.kind === 'paused') state.status = { kind: 'stopped' }
  for (const agent of Object.values(state.agents))
    if (agent.status === 'working' || agent.status === 'waiting') agent.status = 'interrupted'
  for (const question of Object.values(state.questions))
    if (question.status === 'pending') question.status = 'superseded'
  for (const permission of Object.values(state.permissions))
    if (permission.status === 'pending') permission.status = 'refused'
  if (state.plan?.status === 'proposed') state.plan.status = 'refused'
  return state
}
