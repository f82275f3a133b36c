import { render } from 'solid-js/web'
import { expect, test, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { offlinePart } from '../../tests/doubles/desk-client.ts'
import type { EventBody, SessionEvent } from '../domain/event.ts'
import { ok } from '../domain/failure.ts'
import { project } from '../domain/project.ts'
import { emptyState } from '../domain/state.ts'
import { App } from './app.tsx'
import type { DeskClient, OpenDesk } from './desk-client.ts'

const devtools = cdp() as unknown as { send(method: string): Promise<unknown> }

/** The parts of the page come with the first session that is shown. */
const PATIENCE = { timeout: 8_000 }

const OVER: EventBody[] = [
  { type: 'session.started', title: 'Papers', model: { provider: 'builtin' } },
  { type: 'run.started', run: 'r', text: 'Sort them' },
  { type: 'agent.started', agent: 'lead', model: 'builtin' },
  { type: 'tool.started', agent: 'lead', call: 'c', tool: 'read', summary: 'Read a.txt' },
  { type: 'run.ended', outcome: 'done' },
]

/** A client whose sessions named `over…` have ended. It keeps nothing of what it hands out but whether that is still there. */
function clientOf(handedOut: WeakRef<object>[]): DeskClient {
  let made = 0
  const known: Partial<DeskClient> = {
    canPickFolders: true,
    firstSession: () => ({ id: 'over-0', draft: false }),
    newSession: () => `draft-${++made}`,
    showSession: () => undefined,
    sessions: async () => ok([]),
    onDrop: () => () => undefined,
    async open(id) {
      const events = OVER.map(
        (body, at): SessionEvent => ({ v: 2, session: id, seq: at + 1, epoch: 1, at, by: 'desk', ...body }),
      )
      const state = id.startsWith('over') ? project(id, events) : emptyState(id)
      for (const item of state.items) handedOut.push(new WeakRef(item))
      const row = {
        id,
        title: '',
        createdAt: 0,
        updatedAt: 0,
        status: state.status.kind,
        epoch: 1,
        seq: 5,
        logVersion: 2,
      }
      const desk: Partial<OpenDesk> = {
        opened: { row, state, recent: [], choice: { provider: 'builtin' }, watching: null },
        ready: Promise.resolve(),
        close: () => undefined,
      }
      return ok(desk as OpenDesk)
    },
  }
  return known as DeskClient
}

test('the page keeps nothing of a session that it has put away, neither of the first one nor of a later one', async () => {
  const handedOut: WeakRef<object>[] = []
  const place = document.createElement('div')
  document.body.append(place)
  const client = clientOf(handedOut)
  const end = render(() => <App client={client} offlinePart={offlinePart} />, place)
  const rows = () => place.querySelectorAll('.conversation .row').length
  const startNew = () => place.querySelector<HTMLButtonElement>('[data-testid="new-session"]')?.click()
  for (const session of ['over-0', 'over-1']) {
    if (session !== 'over-0') {
      client.firstSession = () => ({ id: session, draft: false })
      dispatchEvent(new HashChangeEvent('hashchange'))
    }
    await vi.waitFor(() => expect(rows()).toBeGreaterThan(0), PATIENCE)
    startNew()
    await vi.waitFor(() => expect(rows()).toBe(0), PATIENCE)
  }
  expect(handedOut.length).toBeGreaterThanOrEqual(4)
  await vi.waitFor(async () => {
    await devtools.send('HeapProfiler.collectGarbage')
    expect(handedOut.filter(item => item.deref()).length).toBe(0)
  }, PATIENCE)
  end()
  place.remove()
})
