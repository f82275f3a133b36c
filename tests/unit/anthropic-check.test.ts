import { expect, test } from 'vitest'
import { checkConnection } from '../../src/model/anthropic/check.ts'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { apiError, page, type Reply, say } from '../servers/replies.ts'
import { inNode, KEY, realTimers } from '../servers/talk.ts'

let ids = 0
const deps = {
  clock: { now: () => Date.now() },
  timers: realTimers,
  newId: () => `check-${++ids}`,
  surroundings: inNode,
}

/** What a test of this server says, as one sentence a line. */
async function said(api: MessagesApi, models: string[], key: string | null = KEY): Promise<string[]> {
  const checked = await checkConnection({ baseUrl: api.origin, key, models }, deps)
  if (!checked.ok) return [`${checked.failure.kind}: ${checked.failure.message}`]
  return checked.value.models.map(({ model, failure }) => failure?.message ?? `${model} answers.`)
}

test('a test of a connection asks each model once for a word, with nothing of the person in it', async () => {
  const api = await startMessagesApi()
  api.script(() => say('ready'))
  expect(await said(api, ['claude-test', 'claude-test', 'claude-small'])).toEqual([
    'claude-test answers.',
    'claude-small answers.',
  ])
  expect(api.requests.map(({ body }) => [body.model, body.messages.length])).toEqual([
    ['claude-test', 1],
    ['claude-small', 1],
  ])
  expect(JSON.stringify(api.requests[0]?.body.messages)).toContain('Answer with the one word')
  // Without a name, the list alone.
  const listed = await checkConnection({ baseUrl: `${api.origin}/v1`, key: KEY, models: [] }, deps)
  expect(listed).toMatchObject({ ok: true, value: { offered: ['claude-test'], models: [], note: /left off/ } })
  await api.close()
})

const FAULTS: [string, Reply, RegExp][] = [
  [
    'an unknown model',
    apiError(404, 'not_found_error', 'model: claude-tset'),
    /does not know the model “claude-tset”. It offers: claude-test\.$/,
  ],
  ['no credit', apiError(400, 'invalid_request_error', 'Your credit balance is too low.'), /^credit: .*no credit left/],
  ['a key that is for other things', apiError(403, 'permission_error', 'no'), /^auth: .*does not let this key do this/],
  ['a login page', page(), /^not-an-api: .*is not a Messages API/],
  ['a rate limit', apiError(429, 'rate_limit_error', 'slow'), /its rate limit is reached/],
  ['an old server', apiError(400, 'invalid_request_error', 'tools.0: no'), /refused the request. It says: “tools/],
]

test('each thing that can be wrong with an endpoint has its sentence, and is tried once', async () => {
  const api = await startMessagesApi()
  for (const [what, reply, sentence] of FAULTS) {
    const before = api.requests.length
    api.script(() => reply)
    expect((await said(api, [what === 'an unknown model' ? 'claude-tset' : 'claude-test']))[0], what).toMatch(sentence)
    expect(api.requests.length - before, what).toBe(1)
  }
  await api.close()
  expect((await said(api, ['claude-test']))[0]).toMatch(/^blocked: No answer from .* reached this page/)
})

test('a wrong key is found before any model is asked, and no word of it comes back', async () => {
  const api = await startMessagesApi({ key: 'sk-right-0123456789' })
  const [sentence] = await said(api, ['claude-test'], 'sk-wrong-0123456789')
  expect(sentence).toMatch(/^auth: .*did not accept the key/)
  expect(sentence).not.toContain('sk-wrong')
  await api.close()
})
