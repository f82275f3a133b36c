import type { EventBody, SessionEvent } from '../../src/domain/event.ts'
import { ok, type Result } from '../../src/domain/failure.ts'
import { project } from '../../src/domain/project.ts'
import type { DeskNews } from '../../src/ports/desk.ts'
import type { SessionRow } from '../../src/ports/log.ts'
import type { DeskCalls, DeskClient, OpenDesk } from '../../src/ui/desk-client.ts'
import type { OfflinePart } from '../../src/ui/update-notice.tsx'

export const FOLDER: EventBody = {
  type: 'root.added',
  root: { id: 'papers', name: 'Papers', access: 'readwrite', kind: 'folder' },
}

/** A session at work. */
export const AT_WORK: EventBody[] = [
  { type: 'session.started', title: 'Sort them', model: { provider: 'builtin' } },
  FOLDER,
  { type: 'run.started', run: 'r', text: 'Sort them' },
  { type: 'agent.started', agent: 'lead', model: 'builtin' },
]

/** A page without an offline part. */
export const offlinePart: OfflinePart = {
  news: () => ({ kind: 'nothing' }),
  openedFiles: () => [],
  chooseTheirFolder: async () => undefined,
  update: () => undefined,
  loadAgain: () => undefined,
  running: () => undefined,
}

type Called = [command: keyof DeskCalls, ...given: unknown[]]

/**
 * A client of the screen's whose one open session has these events, and which writes down what the screen asks of its desk.
 * Every command succeeds and does nothing; `tell` says what came of it.
 */
export function createScreenClient(begun: readonly EventBody[], rows: readonly Partial<SessionRow>[] = []) {
  const id = 'open-one'
  const called: Called[] = []
  const events: SessionEvent[] = []
  let hear: (news: DeskNews) => void = () => undefined
  const add = (body: EventBody): SessionEvent => {
    const seq = events.length + 1
    const event: SessionEvent = { v: 2, session: id, seq, epoch: 1, at: seq, by: 'desk', ...body }
    events.push(event)
    return event
  }
  for (const body of begun) add(body)
  const calls = new Proxy({} as DeskCalls, {
    get:
      (_, command: keyof DeskCalls) =>
      async (...given: unknown[]): Promise<Result<unknown>> => {
        if (command === 'events') return ok(events.slice(Number(given[0]) - 1, Number(given[1]) - 1))
        called.push([command, ...given])
        return ok(command === 'findFiles' ? { files: [], more: false } : undefined)
      },
  })
  const row = (known: Partial<SessionRow>): SessionRow => ({
    id,
    title: 'Sort them',
    createdAt: 0,
    updatedAt: 0,
    status: 'done',
    epoch: 1,
    seq: 1,
    logVersion: 2,
    ...known,
  })
  const client: Partial<DeskClient> = {
    canPickFolders: true,
    firstSession: () => ({ id, draft: begun.length === 0 }),
    newSession: () => 'new-one',
    showSession: () => undefined,
    sessions: async () => ok(rows.map(row)),
    onDrop: () => () => undefined,
    async open(asked, listener) {
      if (asked === id) hear = listener
      const desk: Partial<OpenDesk> = {
        opened: {
          row: row({ id: asked }),
          state: project(asked, asked === id ? events : []),
          recent: [],
          choice: { provider: 'builtin' },
          watching: null,
        },
        ready: Promise.resolve(),
        calls,
        reconnect: async () => ok(undefined),
        close: () => undefined,
      }
      return ok(desk as OpenDesk)
    },
  }
  return {
    client: client as DeskClient,
    called,
    /** The names of the commands, without those that only read. */
    commands: () => called.flatMap(([command]) => (command === 'findFiles' ? [] : [command])),
    tell: (...bodies: EventBody[]) => hear({ events: bodies.map(add), signals: [] }),
  }
}
