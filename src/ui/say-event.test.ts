import { expect, test } from 'vitest'
import type { EventBody, SessionEvent } from '../domain/event.ts'
import { applyEvent } from '../domain/project.ts'
import { emptyState } from '../domain/state.ts'
import { sayEvent } from './say-event.ts'

const told = (...bodies: EventBody[]) => {
  const state = emptyState('s')
  const events = bodies.map(
    (body, index): SessionEvent => ({ v: 1, session: 's', seq: index + 1, epoch: 1, at: 0, by: 'desk', ...body }),
  )
  for (const event of events) applyEvent(state, event)
  return events.map(event => sayEvent(event, state))
}

const spec = {
  id: 't1',
  title: 'Read March',
  brief: '',
  inputs: [],
  outputs: [],
  needs: [],
  criteria: [],
  dependsOn: [],
}

test('what the person is about to do is said to them', () => {
  const body = { type: 'file.willRestore', undo: 'u1', effect: 'e1' } as const
  const event: SessionEvent = { v: 1, session: 's', seq: 1, epoch: 1, at: 0, by: 'person', ...body }
  expect(sayEvent(event, emptyState('s'))).toMatch(/^are about to undo a change/)
})

test('a change of a file reads as a sentence, before and after', () => {
  const after = { size: 3, hash: 'sha256:a' }
  expect(
    told(
      { type: 'root.added', root: { id: 'papers', name: 'Papers', access: 'readwrite', kind: 'folder' } },
      {
        type: 'file.willChange',
        effect: 'e1',
        agent: 'lead',
        change: { op: 'move', root: 'papers', path: 'a.txt', to: 'b/a.txt' },
        before: null,
        after,
        grant: 'g',
        made: [],
      },
      { type: 'file.changed', effect: 'e1', version: { ...after, mtime: 1 } },
    ),
  ).toEqual([
    'added the folder "Papers", to read and write.',
    'is about to change a file; it will have moved a.txt to b/a.txt.',
    'moved a.txt to b/a.txt, read back and compared.',
  ])
})

test('tasks are called by their titles', () => {
  expect(
    told(
      { type: 'task.planned', plan: 'p', spec },
      { type: 'task.started', task: 't1', agent: 'h1', attempt: 2 },
      { type: 'task.ended', task: 't1', outcome: 'failed', failure: { kind: 'limit', message: 'Out of turns.' } },
    ),
  ).toEqual([
    'planned the task "Read March".',
    'started "Read March", attempt 2.',
    'ended "Read March": failed. Out of turns.',
  ])
})

test('what left says where to and how much', () => {
  expect(
    told({
      type: 'request.sent',
      agent: 'lead',
      request: 'r',
      origin: 'https://api.anthropic.com',
      bytes: 18_400,
      attempt: 1,
    }),
  ).toEqual(['sent 18 kB to https://api.anthropic.com.'])
})
