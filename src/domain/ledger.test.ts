import { expect, test } from 'vitest'
import type { EventBody, FileContent, SessionEvent } from './event.ts'
import { applyToLedger, emptyLedger, fileTotals } from './ledger.ts'

const file = (path: string, bytes: number): FileContent => ({ root: 'papers', path, bytes })

function ledgerOf(...bodies: EventBody[]) {
  const ledger = emptyLedger()
  for (const [index, body] of bodies.entries()) {
    const envelope = { v: 1, session: 's', seq: index + 1, epoch: 1, at: 1000 + index, by: 'lead' }
    applyToLedger(ledger, { ...envelope, ...body } as SessionEvent)
  }
  return ledger
}

const said = (agent: string): EventBody => ({
  type: 'message.finished',
  agent,
  body: 'sha256:x',
  stop: 'tool_use',
  text: '',
  thinking: '',
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
})
const called = (agent: string, call: string, ...files: FileContent[]): EventBody[] => [
  { type: 'tool.started', agent, call, tool: 'read', summary: '' },
  ...(files.length > 0 ? [{ type: 'files.shown' as const, agent, call, files }] : []),
  { type: 'tool.finished', agent, call, body: 'sha256:x', summary: '' },
]
const sent = (agent: string, request: string, bytes = 10): EventBody => ({
  type: 'request.sent',
  agent,
  request,
  origin: 'https://api.test',
  bytes,
  attempt: 1,
})
const ended = (agent: string, request: string, bytes: number): EventBody => ({
  type: 'request.ended',
  agent,
  request,
  bytes,
})

test('a log without requests left nothing', () => {
  expect(ledgerOf(said('lead'), ...called('lead', 'a', file('x', 5))).rows).toEqual([])
})

test('a file is in every request after the result that showed it, and in none before', () => {
  const ledger = ledgerOf(
    sent('lead', '1', 100),
    ended('lead', '1', 7),
    said('lead'),
    ...called('lead', 'a', file('x', 5)),
    sent('lead', '2', 200),
    ended('lead', '2', 8),
    said('lead'),
    ...called('lead', 'b', file('y', 3), file('x', 2)),
    sent('lead', '3', 300),
  )
  expect(ledger.rows.map(row => [row.request, row.sentBytes, row.receivedBytes, row.files])).toEqual([
    ['1', 100, 7, []],
    ['2', 200, 8, [file('x', 5)]],
    ['3', 300, null, [file('x', 7), file('y', 3)]],
  ])
  expect(fileTotals(ledger)).toEqual([
    { ...file('x', 12), requests: 2 },
    { ...file('y', 3), requests: 1 },
  ])
})

test('each agent has a conversation of its own', () => {
  const ledger = ledgerOf(said('one'), ...called('one', 'a', file('x', 5)), sent('two', '1'), sent('one', '2'))
  expect(ledger.rows.map(row => row.files.map(each => each.path))).toEqual([[], ['x']])
})

test('what was trimmed up to a call is in no later request, and what came after it still is', () => {
  const ledger = ledgerOf(
    said('lead'),
    ...called('lead', 'a', file('x', 5)),
    ...called('lead', 'b', file('y', 5)),
    said('lead'),
    ...called('lead', 'c', file('z', 5)),
    { type: 'context.trimmed', agent: 'lead', upTo: 'b', whole: false, tokensBefore: 2, tokensAfter: 1 },
    sent('lead', '1'),
  )
  expect(ledger.rows[0]!.files).toEqual([file('z', 5)])
})

test('a retry carries the same files once more', () => {
  const ledger = ledgerOf(
    said('lead'),
    ...called('lead', 'a', file('x', 5)),
    sent('lead', '1'),
    { type: 'request.ended', agent: 'lead', request: '1', bytes: 0, failure: { kind: 'network', message: 'Cut.' } },
    { ...sent('lead', '2'), attempt: 2 } as EventBody,
  )
  expect(ledger.rows.map(row => row.files[0]?.bytes)).toEqual([5, 5])
  expect(ledger.rows[0]!.failure?.message).toBe('Cut.')
})

test('what the web was asked belongs to the request of that agent that was under way', () => {
  const asked = (agent: string, kind: 'search' | 'fetch', what: string): EventBody => ({
    type: 'web.asked',
    agent,
    kind,
    what,
  })
  const ledger = ledgerOf(
    sent('a1', 'one'),
    sent('a2', 'two'),
    asked('a1', 'search', 'copper'),
    asked('a1', 'fetch', 'https://metals.example'),
    ended('a1', 'one', 9),
    sent('a1', 'three'),
    asked('a1', 'search', 'tin'),
  )
  expect(ledger.rows.map(({ request, asked }) => [request, asked.map(({ what }) => what)])).toEqual([
    ['one', ['copper', 'https://metals.example']],
    ['two', []],
    ['three', ['tin']],
  ])
})
