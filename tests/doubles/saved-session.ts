import { base64Of } from '../../src/domain/base64.ts'
import type { EventBody, SessionEvent } from '../../src/domain/event.ts'
import type { SharedSession } from '../../src/domain/share/session.ts'
import { hashOf } from '../../src/store/hash.ts'
import { fingerprintOf, KEY_KIND, SIGNING, verifySignature } from '../../src/store/signature.ts'

export const hashing = { hashOf, verify: verifySignature, fingerprint: fingerprintOf }

const bytes = (text: string) => new TextEncoder().encode(text)

/** A signing installation of the test's own. */
export async function makeSigner() {
  const keys = await crypto.subtle.generateKey(KEY_KIND, false, ['sign', 'verify'])
  const base64 = (buffer: ArrayBuffer) => base64Of(new Uint8Array(buffer))
  const key = base64(await crypto.subtle.exportKey('raw', keys.publicKey))
  return async (signed: Uint8Array) => ({
    ok: true as const,
    value: {
      key,
      value: base64(await crypto.subtle.sign(SIGNING, keys.privateKey, signed as Uint8Array<ArrayBuffer>)),
    },
  })
}

export const numbered = (bodies: (EventBody & { by?: string; task?: string })[]): SessionEvent[] =>
  bodies.map(
    (body, index) =>
      ({ v: 1, session: 's-1', seq: index + 1, epoch: 1, at: 1_000_000 + index, by: 'desk', ...body }) as SessionEvent,
  )

const usage = { input: 10, output: 5, cacheRead: 0, cacheWrite: 0 }

/** A small session in which a receipt was read and a list written. Words that a test looks for are all in it. */
export async function makeSavedSession(): Promise<SharedSession> {
  const receipt = 'Bakery Rosa Lind, 12.50 EUR, served by Anna Berger\n'
  const list = 'vendor,total\nRosa Lind,12.50\nServed by Anna Berger,1.234,56\n'
  const message = JSON.stringify([
    { type: 'thinking', thinking: 'Anna Berger sold it for 12.50', signature: 'abc' },
    { type: 'tool_use', id: 'call-a', name: 'read', input: { path: 'private/anna.txt' } },
  ])
  const result = JSON.stringify({
    content: [{ type: 'text', text: `{"ok":true,"path":"private/anna.txt"}\n<<<DATA\n${receipt}DATA>>>` }],
    isError: false,
  })
  const ref = async (text: string) => ({ ref: await hashOf(bytes(text)), text })
  const [said, got] = [await ref(message), await ref(result)]
  const after = await hashOf(bytes(list))
  const events = numbered([
    { type: 'session.started', by: 'person', title: '', model: { provider: 'anthropic', baseUrl: 'https://api.test' } },
    { type: 'root.added', root: { id: 'berger-papers', name: 'Berger Papers', access: 'readwrite', kind: 'folder' } },
    { type: 'session.renamed', by: 'person', title: 'Receipts of Anna Berger' },
    { type: 'run.started', by: 'person', run: 'r', text: 'List what Anna Berger sold for 12.50 EUR' },
    { type: 'agent.started', agent: 'lead', model: 'claude-test' },
    { type: 'request.sent', agent: 'lead', request: 'q1', origin: 'https://api.test', bytes: 900, attempt: 1 },
    { type: 'request.ended', agent: 'lead', request: 'q1', bytes: 300 },
    {
      type: 'message.finished',
      agent: 'lead',
      body: said.ref,
      stop: 'tool_use',
      text: 'I read anna.txt.',
      thinking: '',
      usage,
    },
    { type: 'tool.started', agent: 'lead', call: 'call-a', tool: 'read', summary: 'Read private/anna.txt' },
    {
      type: 'files.shown',
      agent: 'lead',
      call: 'call-a',
      files: [{ root: 'berger-papers', path: 'private/anna.txt', bytes: 51 }],
    },
    { type: 'tool.finished', agent: 'lead', call: 'call-a', body: got.ref, summary: 'Lines 1 to 1 of 1' },
    { type: 'plan.proposed', plan: 'p', goal: 'A list', assumptions: ['Anna Berger is the seller'], tasks: ['t-a'] },
    {
      type: 'task.planned',
      plan: 'p',
      spec: {
        id: 't-a',
        title: 'The list of Anna Berger',
        brief: 'Write private/list.csv',
        inputs: ['private/anna.txt'],
        outputs: ['private/list.csv'],
        needs: [{ verb: 'create', paths: ['private/list.csv'], most: 1 }],
        criteria: [{ kind: 'table', path: 'private/list.csv', sums: [{ column: 'total', equals: 12.5 }] }],
        dependsOn: [],
      },
    },
    { type: 'question.asked', id: 'ask-1', agent: 'lead', questions: [{ id: 'currency', text: 'Which currency?' }] },
    { type: 'question.ended', by: 'person', id: 'ask-1', outcome: 'answered', answers: { currency: 'EUR' } },
    {
      type: 'file.willChange',
      effect: 'e',
      agent: 'lead',
      change: { op: 'create', root: 'berger-papers', path: 'private/list.csv' },
      before: null,
      after: { size: bytes(list).length, hash: after },
      grant: 'g',
      made: ['private'],
    },
    { type: 'file.changed', effect: 'e', version: { size: bytes(list).length, mtime: 5, hash: after } },
    { type: 'run.reported', body: said.ref, text: 'Anna Berger sold for 12.50 EUR.', open: [] },
    { type: 'run.ended', outcome: 'done' },
  ])
  return {
    title: 'Receipts of Anna Berger',
    savedAt: 1_700_000_000_000,
    takenOut: { names: 0, paths: false, contents: false, amounts: false },
    events,
    bodies: [said, got],
    images: [{ hash: after, base64: base64Of(list) }],
    files: [{ path: 'private/list.csv', hash: after }],
  }
}
