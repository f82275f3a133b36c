import { failed, ok, type Result } from '../domain/failure.ts'
import { project } from '../domain/project.ts'
import { bytesOf } from '../domain/share/redact-session.ts'
import type { SharedSession } from '../domain/share/session.ts'
import { createDesk, type Desk } from './desk.ts'
import type { DeskCalls, OpenDesk } from './desk-client.ts'

const ID = 'saved-session'
const readOnly = failed('not-allowed', 'This is a saved session: it can be read, and nothing in it can be done.')
const notInside = failed('missing', 'This was not put into the saved session.')

/**
 * A desk that only shows. There is no worker, log or folder behind it: whatever is asked of it besides reading is refused here,
 * so that a saved session can neither send, write, be granted nor run anything.
 */
export function createSharedDesk(session: SharedSession): Desk {
  const bodies = new Map(session.bodies.map(({ ref, text }) => [ref, text]))
  const images = new Map(session.images.map(({ hash, base64 }) => [hash, base64]))
  const lookups: Pick<DeskCalls, 'blob' | 'image' | 'events'> = {
    async blob(ref) {
      const text = bodies.get(ref)
      return text === undefined ? notInside : ok(new TextEncoder().encode(text))
    },
    async image(hash) {
      const base64 = images.get(hash)
      return base64 === undefined ? notInside : ok(bytesOf(base64))
    },
    events: async (from, to) => ok(session.events.slice(from - 1, to - 1)),
  }
  const refuse = () => Promise.resolve(readOnly)
  const calls = new Proxy(lookups, { get: (known, name) => Reflect.get(known, name) ?? refuse }) as unknown as DeskCalls
  const open: OpenDesk = {
    opened: {
      row: {
        id: ID,
        title: session.title,
        createdAt: session.savedAt,
        updatedAt: session.savedAt,
        status: 'done',
        epoch: 0,
        seq: session.events.length,
        logVersion: 1,
      },
      state: stateOf(session),
      recent: session.events.slice(-200),
      choice: { provider: 'builtin' },
      watching: true,
    },
    calls,
    addFolder: refuse,
    reconnect: refuse,
    useModel: refuse,
    close: () => undefined,
  }
  return createDesk({ open: (): Promise<Result<OpenDesk>> => Promise.resolve(ok(open)) }, { id: ID, draft: false })
}

/** Nothing lives in it any more, wherever it was when it was saved. */
function stateOf(session: SharedSession) {
  const state = project(ID, session.events)
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
