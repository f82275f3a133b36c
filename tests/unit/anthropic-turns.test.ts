import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../src/domain/message.ts'
import { toolUses } from '../../src/domain/message.ts'
import { listModels } from '../../src/model/anthropic/models.ts'
import type { MessagesApi } from '../servers/messages-api.ts'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, say } from '../servers/replies.ts'
import type { ApiBlock } from '../servers/rules.ts'
import { failureOf, inNode, KEY, messageOf, modelFor, realTimers, requestOf, turn, user } from '../servers/talk.ts'

let api: MessagesApi
beforeAll(async () => {
  api = await startMessagesApi()
})
afterAll(() => api.close())
const lastRequest = () => api.requests.at(-1)!

describe('a turn with thinking and two calls at once', () => {
  const thinking = {
    type: 'thinking',
    thinking: 'Häßlich “quoted” \u2028 thought \ud83d\ude00\n',
    signature: 'Sig+/=nature',
  } as const
  const conversation = async (...before: Parameters<typeof call>[]) => {
    api.script(() => ({ blocks: [thinking, { type: 'text', text: 'I look.' }, ...before.map(one => call(...one))] }))
    const first = messageOf((await turn(modelFor(api.origin), requestOf([user('Look around')]))).outcome)
    const results: Message = {
      role: 'user',
      content: toolUses(first.content).map(({ id }) => ({
        type: 'tool_result',
        tool_use_id: id,
        content: [{ type: 'text', text: `of ${id}` }],
      })),
    }
    return {
      first,
      messages: [user('Look around'), { role: 'assistant', content: first.content }, results] as Message[],
    }
  }

  test('comes whole, in order, and goes back byte for byte', async () => {
    const { first, messages } = await conversation(
      ['list', {}],
      ['read', { path: 'a “b”.txt', deep: [1, { x: null }] }],
    )
    expect(first.stop).toBe('tool_use')
    expect(first.content.map(block => block.type)).toEqual(['thinking', 'text', 'tool_use', 'tool_use'])
    expect(first.content[0]).toEqual(thinking)
    expect(toolUses(first.content).map(({ name, input }) => [name, input])).toEqual([
      ['list', {}],
      ['read', { path: 'a “b”.txt', deep: [1, { x: null }] }],
    ])
    api.script(() => say('Done.'))
    const { outcome, events } = await turn(modelFor(api.origin), requestOf(messages))
    expect(messageOf(outcome)).toMatchObject({ content: [{ type: 'text', text: 'Done.' }], stop: 'end_turn' })
    expect(lastRequest().refused).toBeNull()
    expect(lastRequest().raw.includes(Buffer.from(JSON.stringify(thinking)))).toBe(true)
    expect(events.map(({ type }) => type)).toEqual(['sent', 'text', 'received', 'outcome'])
  })

  test('what left and what came is counted to the byte', async () => {
    api.script(() => say('Grüße aus dem Ordner, in einem Satz, der in mehreren Stücken kommt.'))
    const { events } = await turn(modelFor(api.origin), requestOf([user('Grüß mich 😀')]))
    const { raw, answer } = lastRequest()
    expect(events[0]).toMatchObject({ type: 'sent', origin: api.origin, bytes: raw.length, attempt: 1 })
    expect(events.at(-2)).toMatchObject({ type: 'received', bytes: answer.length })
    expect(events.flatMap(event => (event.type === 'text' ? [event.text] : [])).join('')).toContain('mehreren Stücken')
  })

  test('the server refuses what the API refuses: a changed thought, an unanswered call', async () => {
    const { messages } = await conversation(['list', {}])
    const changed = structuredClone(messages)
    const block = changed[1]!.content[0]!
    if (block.type === 'thinking') block.thinking += ' '
    const first = failureOf((await turn(modelFor(api.origin), requestOf(changed))).outcome)
    expect(first.kind).toBe('bad-request')
    expect(first.message).toContain('thinking blocks cannot be modified')
    const dropped = [
      messages[0]!,
      { ...messages[1]!, content: messages[1]!.content.slice(1) },
      messages[2]!,
    ] as Message[]
    expect(failureOf((await turn(modelFor(api.origin), requestOf(dropped))).outcome).message).toContain(
      'complete and in order',
    )
    const unpaired = failureOf(
      (await turn(modelFor(api.origin), requestOf([messages[0]!, messages[1]!, user('And?')]))).outcome,
    )
    expect(unpaired.message).toContain('without tool_result')
  })
})

describe('blocks', () => {
  test('several thoughts, redacted ones and calls keep their order and bytes', async () => {
    api.script(() => ({
      blocks: [
        { type: 'redacted_thinking', data: 'ENCRYPTED==' },
        { type: 'thinking', thinking: 'One.', signature: 's1' },
        call('list', {}, 'toolu_a'),
        { type: 'thinking', thinking: '', signature: 's2' },
        call('list', { deep: true }, 'toolu_b'),
      ],
      usage: { input_tokens: 7, output_tokens: 40, cache_read_input_tokens: 900, cache_creation_input_tokens: 30 },
    }))
    const { content, usage } = messageOf((await turn(modelFor(api.origin), requestOf([user('Go')]))).outcome)
    expect(content).toEqual([
      { type: 'redacted_thinking', data: 'ENCRYPTED==' },
      { type: 'thinking', thinking: 'One.', signature: 's1' },
      { type: 'tool_use', id: 'toolu_a', name: 'list', input: {} },
      { type: 'thinking', thinking: '', signature: 's2' },
      { type: 'tool_use', id: 'toolu_b', name: 'list', input: { deep: true } },
    ])
    expect(usage).toEqual({ input: 7, output: 40, cacheRead: 900, cacheWrite: 30 })
  })

  test('a call that the token limit cut in two is left out; a finished one stays, and the stop says so', async () => {
    const cut = { type: 'tool_use', name: 'write', json: '{"path":"a.txt","content":"half' } as const
    api.script(() => ({
      blocks: [{ type: 'text', text: 'Writing.' }, call('list', {}, 'toolu_x'), cut],
      stop: 'max_tokens',
    }))
    const { content, stop } = messageOf((await turn(modelFor(api.origin), requestOf([user('Write')]))).outcome)
    expect(stop).toBe('max_tokens')
    expect(content.map(block => block.type)).toEqual(['text', 'tool_use'])
    const barely = { type: 'tool_use', name: 'write', json: '' } as const
    api.script(() => ({ blocks: [{ type: 'text', text: 'Writing.' }, barely], stop: 'max_tokens' }))
    expect(messageOf((await turn(modelFor(api.origin), requestOf([user('Write')]))).outcome).content).toHaveLength(1)
  })

  test.each([
    'end_turn',
    'tool_use',
    'max_tokens',
    'stop_sequence',
    'refusal',
    'pause_turn',
    'model_context_window_exceeded',
  ])('the stop reason %s arrives as it is', async stop => {
    api.script(() => say('So.', { stop }))
    expect(messageOf((await turn(modelFor(api.origin), requestOf([user('Go')]))).outcome).stop).toBe(stop)
  })

  test('blank text that the API sent is not sent back, where it would be refused', async () => {
    api.script(() => say('Fine.'))
    const messages: Message[] = [
      user('One'),
      { role: 'assistant', content: [{ type: 'text', text: '\n' }] },
      user('Two'),
      {
        role: 'assistant',
        content: [
          { type: 'text', text: '' },
          { type: 'text', text: 'Yes.' },
        ],
      },
      user('Three'),
    ]
    messageOf((await turn(modelFor(api.origin), requestOf(messages))).outcome)
    expect(lastRequest().body.messages.map(({ role, content }) => [role, content.length])).toEqual([
      ['user', 2],
      ['assistant', 1],
      ['user', 1],
    ])
  })
})

describe('the request', () => {
  const marks = (): string[] => {
    const { body } = lastRequest()
    const found = (blocks: unknown, at: string) =>
      (blocks as ApiBlock[]).flatMap((block, index) => (block.cache_control ? [`${at}.${index}`] : []))
    return [
      ...found(body.tools ?? [], 'tools'),
      ...found(body.system ?? [], 'system'),
      ...body.messages.flatMap(({ content }, index) => found(content, `messages.${index}`)),
    ]
  }
  const long: Message[] = ['a', 'b', 'c'].flatMap(text => [
    user(text),
    { role: 'assistant', content: [{ type: 'text', text }] },
  ])

  test('marks the cache after the system text and after the last two user turns', async () => {
    api.script(() => say('Yes.'))
    await turn(modelFor(api.origin), requestOf([user('One')]))
    expect(marks()).toEqual(['system.0', 'messages.0.0'])
    await turn(modelFor(api.origin), requestOf([...long, user('d')]))
    expect(marks()).toEqual(['system.0', 'messages.4.0', 'messages.6.0'])
    await turn(modelFor(api.origin), requestOf([user('One')], { system: '' }))
    expect(marks()).toEqual(['tools.1', 'messages.0.0'])
  })

  test('the part before a mark stays the same from turn to turn', async () => {
    api.script(() => say('Yes.'))
    await turn(modelFor(api.origin), requestOf(long.slice(0, 3)))
    const bare = () => lastRequest().raw.toString('utf8').replaceAll(',"cache_control":{"type":"ephemeral"}', '')
    const before = bare().slice(0, bare().indexOf('],"stream"'))
    await turn(modelFor(api.origin), requestOf([...long, user('d')]))
    expect(bare().startsWith(before)).toBe(true)
  })

  test('asks for adaptive thinking only where it is known, and never for sampling', async () => {
    api.script(() => say('Yes.'))
    await turn(modelFor(api.origin), requestOf([user('One')]))
    expect(lastRequest().body.thinking).toEqual({ type: 'adaptive', display: 'summarized' })
    await turn(modelFor(api.origin, { thinking: false }), requestOf([user('One')]))
    expect(Object.keys(lastRequest().body).sort()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'stream',
      'system',
      'tools',
    ])
  })

  test('other servers than Anthropic’s get no header they might refuse, and no key when there is none', async () => {
    api.script(() => say('Yes.'))
    const own = () => {
      const { headers } = lastRequest()
      // What Node's HTTP client adds by itself, as a browser does.
      const transport = /^(host|connection|content-length|accept-(encoding|language)|sec-fetch-.*|user-agent)$/
      return Object.keys(headers)
        .filter(name => !transport.test(name))
        .sort()
    }
    await turn(modelFor(api.origin), requestOf([user('One')]))
    expect(own()).toEqual(['accept', 'anthropic-version', 'authorization', 'content-type'])
    expect(lastRequest().headers.authorization).toBe(`Bearer ${KEY}`)
    expect(lastRequest().headers['user-agent']).not.toContain('Anthropic')
    await turn(modelFor(api.origin, { key: null }), requestOf([user('One')]))
    expect(own()).toEqual(['accept', 'anthropic-version', 'content-type'])
  })

  test('Anthropic gets what the SDK sends, with the header that lets a browser in', async () => {
    let seen = new Headers()
    const fetch: typeof globalThis.fetch = async (_input, init) => {
      seen = new Headers(init?.headers)
      return new Response('', { status: 400 })
    }
    await turn(
      modelFor('https://api.anthropic.com/v1/', {}, { surroundings: { ...inNode, fetch } }),
      requestOf([user('One')]),
    )
    expect(seen.get('anthropic-dangerous-direct-browser-access')).toBe('true')
    expect(seen.get('x-stainless-lang')).toBe('js')
  })
})

describe('the list of models', () => {
  const deps = { clock: { now: () => Date.now() }, timers: realTimers, surroundings: inNode }
  test('names what the endpoint offers', async () => {
    expect(await listModels({ baseUrl: `${api.origin}/v1`, key: KEY }, deps)).toEqual({
      ok: true,
      value: [{ id: 'claude-test', name: 'Claude Test', window: 200_000, maxTokens: 64_000 }],
    })
  })

  test('reads the shape that local servers give, and says when there is none', async () => {
    const local = await startMessagesApi({ models: { object: 'list', data: [{ id: 'qwen', object: 'model' }] } })
    expect(await listModels({ baseUrl: local.origin, key: null }, deps)).toEqual({
      ok: true,
      value: [{ id: 'qwen', name: 'qwen', window: null, maxTokens: null }],
    })
    const none = await listModels({ baseUrl: `${local.origin}/elsewhere`, key: KEY }, deps)
    expect(none).toMatchObject({ ok: false })
    await local.close()
    const gone = await listModels({ baseUrl: local.origin, key: KEY }, deps)
    expect(gone).toMatchObject({ ok: false, failure: { kind: 'blocked' } })
  })
})
