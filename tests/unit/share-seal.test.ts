import fc from 'fast-check'
import { expect, test } from 'vitest'
import { project } from '../../src/domain/project.ts'
import type { SharedSession } from '../../src/domain/share/session.ts'
import { pageOf, policyOf, sealedIn } from '../../src/session/share/page.ts'
import { seal, unseal } from '../../src/session/share/seal.ts'
import { hashing, makeSavedSession, makeSigner } from '../doubles/saved-session.ts'

const viewer = { script: 'run()', style: 'p{}', scriptHash: 'sha256-a', styleHash: 'sha256-b' }

async function sealed(session?: SharedSession, sign?: Awaited<ReturnType<typeof makeSigner>>): Promise<string> {
  const made = await seal(
    session ?? (await makeSavedSession()),
    hashing.hashOf,
    sign ?? (await makeSigner()),
    policyOf(viewer),
  )
  if (!made.ok) throw new Error(made.failure.message)
  return made.value
}
const opened = async (text: string) => {
  const result = await unseal(sealedIn(text), hashing)
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}
/** The envelope with one thing in it changed. */
const edited = (
  text: string,
  edit: (envelope: { session: string; manifest: string; version: number; signature: unknown }) => void,
) => {
  const envelope = JSON.parse(text)
  edit(envelope)
  return JSON.stringify(envelope)
}

test('what is saved opens again, whole and signed, from a page and from JSON', async () => {
  const text = await sealed()
  for (const file of [text, pageOf(text, viewer)]) {
    const { checks, session } = await opened(file)
    expect(checks).toMatchObject({ whole: true, signature: 'good' })
    expect(checks.fingerprint).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/)
    expect(session.title).toBe('Receipts of Anna Berger')
    expect(project('s', session.events).changes).toHaveLength(1)
  }
})

test('nothing in a saved page can end its script, and it is plain ASCII', async () => {
  const session = await makeSavedSession()
  session.title = '</script><!-- <script> ü \u2028'
  const text = await sealed(session)
  expect(text).not.toMatch(/[<>\u0080-\uffff]/)
  expect((await opened(pageOf(text, viewer))).session.title).toBe(session.title)
})

test('every flipped byte of it is flagged or refused', async () => {
  const text = await sealed()
  let sound = 0
  for (let at = 0; at < text.length; at += 7) {
    const flipped = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)
    const result = await unseal(flipped, hashing)
    if (result.ok && result.value.checks.whole && result.value.checks.signature === 'good') sound++
  }
  expect(sound).toBe(0)
})

test('an edit with every hash made anew is flagged by the signature', async () => {
  const sign = await makeSigner()
  const original = JSON.parse(await sealed(undefined, sign))
  const session = await makeSavedSession()
  session.title = 'Edited'
  const forged = JSON.parse(await sealed(session))
  const { checks } = await opened(JSON.stringify({ ...forged, signature: original.signature }))
  expect(checks).toMatchObject({ whole: true, signature: 'bad' })
  // Signed anew with another key it is good, and has another fingerprint.
  const other = await opened(JSON.stringify(forged))
  expect(other.checks.signature).toBe('good')
  expect(other.checks.fingerprint).not.toBe(checks.fingerprint)
})

test('a signature taken off is said to be missing', async () => {
  const { checks } = await opened(edited(await sealed(), envelope => (envelope.signature = null)))
  expect(checks).toMatchObject({ whole: true, signature: 'none', fingerprint: null })
})

test('a newer version is named as such', async () => {
  const result = await unseal(
    edited(await sealed(), envelope => (envelope.version = 2)),
    hashing,
  )
  expect(!result.ok && result.failure.message).toContain('newer Deskhand')
  const session = await makeSavedSession()
  session.events[0]!.v = 99
  const events = await unseal(await sealed(session), hashing)
  expect(!events.ok && events.failure.message).toContain('newer Deskhand')
})

test('a cut file and a foreign file are told apart', async () => {
  const page = pageOf(await sealed(), viewer)
  for (const at of [0.3, 0.6, 0.9].map(part => Math.floor(page.length * part))) {
    const result = await unseal(sealedIn(page.slice(0, at)), hashing)
    expect(!result.ok && result.failure.message).toContain('cut or damaged')
  }
  const foreign = await unseal('<html>Hello</html>', hashing)
  expect(!foreign.ok && foreign.failure.message).toContain('not a session saved by Deskhand')
})

const inside =
  (edit: (session: Record<string, unknown> & { events: Record<string, unknown>[] }) => void) => async () => {
    const session = JSON.parse(JSON.stringify(await makeSavedSession()))
    edit(session)
    return unseal(await sealed(session), hashing)
  }
const own = (target: object, key: string, value: unknown) =>
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })

test.each<[string, ReturnType<typeof inside>]>([
  ['__proto__ in an event', inside(session => own(session.events[3]!, '__proto__', { isAdmin: true }))],
  ['__proto__ at the top', inside(session => own(session, '__proto__', { isAdmin: true }))],
  [
    'constructor in an event',
    inside(session => own(session.events[3]!, 'constructor', { prototype: { isAdmin: true } })),
  ],
  ['a folder called constructor', inside(session => ((session.events[1]!.root as { id: string }).id = 'constructor'))],
  ['a field nobody knows', inside(session => (session.events[3]!.handle = {}))],
  ['an event nobody knows', inside(session => (session.events[3]!.type = 'grant.everything'))],
  ['a gap in the log', inside(session => session.events.splice(4, 1))],
  ['a number for a text', inside(session => (session.events[3]!.text = 5))],
  ['a text without end', inside(session => (session.events[3]!.text = 'x'.repeat(3_000_000)))],
  ['a time that is none', inside(session => (session.events[3]!.at = 1e300))],
])('%s refuses the whole', async (_, open) => {
  const result = await open()
  expect(!result.ok && result.failure.message).toContain('cannot be shown')
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('ids that are names of something else are given anew, and the reducer pollutes nothing', async () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']
  for (const name of names) {
    const session = JSON.parse(JSON.stringify(await makeSavedSession()).replaceAll('"t-a"', JSON.stringify(name)))
    session.events[14].answers = JSON.parse(`{${JSON.stringify(name)}: "EUR"}`)
    session.events.push({
      ...session.events[0],
      seq: 20,
      by: 'desk',
      type: 'task.reported',
      task: name,
      body: session.bodies[0].ref,
      summary: 'x',
    })
    delete session.events[19].title
    delete session.events[19].model
    const { session: read } = await opened(await sealed(session))
    const state = project('s', read.events)
    expect(Object.keys(state.tasks)).toEqual(['task-1'])
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { status?: string }).status).toBeUndefined()
})

test('2,000 mutated files never throw, and open only as what they are', async () => {
  const text = await sealed()
  const page = pageOf(text, viewer)
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('__proto__', '"', '{', ']', '\\u0000', '9'.repeat(40))),
        ),
        { minLength: 1, maxLength: 6 },
      ),
      async (asPage, edits) => {
        let file = asPage ? page : text
        for (const [at, put] of edits) {
          const place = at % file.length
          file = file.slice(0, place) + put + file.slice(place + (at % 3))
        }
        const result = await unseal(sealedIn(file), hashing)
        if (result.ok && result.value.checks.whole) project('s', result.value.session.events)
        return result.ok || result.failure.message.length > 0
      },
    ),
    { numRuns: 2000 },
  )
  expect(Object.keys(Object.prototype)).toEqual([])
}, 60_000)
