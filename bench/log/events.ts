import type { EventDraft } from '../../src/domain/event.ts'

const AGENT = 'lead'
const REF = `sha256:${'0'.repeat(64)}`
const USAGE = { input: 4000, output: 200, cacheRead: 3000, cacheWrite: 500 }
/** What one turn of a model with one change of a file leaves in the log. */
const TURN_EVENTS = 8
const RUN_TURNS = 120

/** A session's events as work makes them: runs of some hundred turns, each turn with a request, a call and a changed file. */
export function* sessionEvents(count: number): Generator<EventDraft[]> {
  yield [
    { type: 'session.started', by: 'person', title: 'A long session', model: { provider: 'builtin' } },
    { type: 'root.added', by: 'desk', root: { id: 'scratch', name: 'Scratch', access: 'readwrite', kind: 'scratch' } },
  ]
  let made = 2
  for (let run = 1; made < count; run++) {
    yield [
      { type: 'run.started', by: 'person', run: `run-${run}`, text: `Request number ${run}` },
      { type: 'agent.started', by: 'desk', agent: AGENT, model: 'claude-opus-5-5' },
      { type: 'turn.given', by: 'person', agent: AGENT, kind: 'request', body: REF },
    ]
    made += 3
    // Room is left for the end of the run.
    for (let turn = 0; turn < RUN_TURNS && made + TURN_EVENTS + 3 <= count; turn++) {
      yield turnEvents(`${run}.${turn}`)
      made += TURN_EVENTS
    }
    yield [
      { type: 'run.reported', by: AGENT, body: REF, text: `Report of run ${run}.`, open: [] },
      { type: 'agent.ended', by: AGENT, agent: AGENT, outcome: 'done' },
      { type: 'run.ended', by: 'desk', outcome: 'done' },
    ]
    made += 3
  }
}

export function turnEvents(id: string): EventDraft[] {
  const by = AGENT
  const path = `notes/part-${id}.md`
  const text = `Now I write down what was found in part ${id}, with the figures that were asked for and where they come from.`
  return [
    {
      type: 'request.sent',
      by,
      agent: by,
      request: `request-${id}`,
      origin: 'https://api.anthropic.com',
      bytes: 21_000,
      attempt: 1,
    },
    { type: 'request.ended', by, agent: by, request: `request-${id}`, bytes: 3_200 },
    { type: 'message.finished', by, agent: by, body: REF, stop: 'tool_use', text, thinking: '', usage: USAGE },
    { type: 'tool.started', by, agent: by, call: `toolu-${id}`, tool: 'write', summary: `Write ${path}` },
    {
      type: 'file.willChange',
      by,
      effect: `lead.toolu-${id}`,
      agent: by,
      change: { op: 'create', root: 'home', path },
      before: null,
      after: { size: 2048, hash: REF },
      grant: 'grant-1',
      made: [],
    },
    {
      type: 'file.changed',
      by,
      effect: `lead.toolu-${id}`,
      version: { size: 2048, mtime: 1_795_000_000_000, hash: REF },
    },
    { type: 'files.shown', by, agent: by, call: `toolu-${id}`, files: [{ root: 'home', path, bytes: 2048 }] },
    {
      type: 'tool.finished',
      by,
      agent: by,
      call: `toolu-${id}`,
      body: REF,
      summary: '2048 bytes, read back and checked',
    },
  ]
}
