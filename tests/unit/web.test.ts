import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AssistantBlock } from '../../src/domain/message.ts'
import { textOf } from '../../src/domain/message.ts'
import { messagesOf } from '../../src/domain/transcript.ts'
import { sourcesOf } from '../../src/domain/web.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'
import {
  ADDRESS,
  CITED,
  FOUND,
  isLead,
  QUERY,
  READ,
  SAID,
  SEARCH,
  scriptWeb,
  toolNames,
  VISIT,
} from '../doubles/web-script.ts'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { call, say, use } from '../servers/replies.ts'
import { messageOf, modelFor, requestOf, setupFor, turn, user } from '../servers/talk.ts'

let api: MessagesApi
beforeEach(async () => {
  api = await startMessagesApi()
})
afterEach(() => api.close())

const ASKED = [
  { kind: 'search', what: QUERY },
  { kind: 'fetch', what: ADDRESS },
]
const WEB = ['web_search', 'web_fetch']

describe('one answer', () => {
  test('the server tools are in a request only when it asks for them', async () => {
    api.script(() => say('Fine.'))
    await turn(modelFor(api.origin), requestOf([user('Go')]))
    await turn(modelFor(api.origin), requestOf([user('Go')], { web: true }))
    expect(api.requests.map(({ body }) => toolNames(body))).toEqual([
      ['list', 'read'],
      ['list', 'read', ...WEB],
    ])
    expect(api.requests[1]!.raw.toString()).toContain('"allowed_callers":["direct"]')
  })

  test('searches, what they found and citations are kept byte for byte, and go back so', async () => {
    const blocks = [SEARCH, FOUND, VISIT, READ, SAID]
    api.script((_, n) => (n === 1 ? { blocks, delta: 3 } : say('Yes.')))
    const model = modelFor(api.origin)
    const first = await turn(model, requestOf([user('Go')], { web: true }))
    const { content } = messageOf(first.outcome)
    expect(JSON.stringify(content.slice(0, 4))).toBe(JSON.stringify(blocks.slice(0, 4)))
    expect(content[4]).toEqual(SAID)
    expect(first.events.flatMap(event => (event.type === 'web' ? [event.asked] : []))).toEqual(ASKED)
    await turn(model, requestOf([user('Go'), { role: 'assistant', content }, user('Sure?')], { web: true }))
    expect(api.requests[1]!.refused).toBeNull()
    expect(api.requests[1]!.body.messages[1]!.content).toEqual(content)
  })

  test('a search is told of also when the answer breaks after it', async () => {
    api.script((_, n) => (n === 1 ? { blocks: [SEARCH, FOUND, SAID], ending: { cutAt: 1_400 } } : say('Then so.')))
    const { events, outcome } = await turn(modelFor(api.origin), requestOf([user('Go')], { web: true }))
    expect(messageOf(outcome).content).toEqual([{ type: 'text', text: 'Then so.' }])
    expect(events.flatMap(event => (event.type === 'web' ? [event.asked] : []))).toEqual([ASKED[0]])
  })

  test('a server tool that was never asked for is not taken', async () => {
    api.script(() => ({ blocks: [{ ...SEARCH, name: 'code_execution' } as typeof SEARCH] }))
    const { outcome } = await turn(modelFor(api.origin), requestOf([user('Go')], { web: true }))
    expect(outcome).toMatchObject({ kind: 'failed' })
  })
})

describe('the conversation', () => {
  const asking = { type: 'text' as const, text: 'I look.' }
  const half = { kind: 'assistant' as const, content: [asking, SEARCH] as AssistantBlock[], paused: true as const }
  const rest = { kind: 'assistant' as const, content: [FOUND, SAID] as AssistantBlock[] }
  const begin = { kind: 'user' as const, content: [{ type: 'text' as const, text: 'Go' }] }

  test('a paused answer is the last message, as it is, and one message with what follows it', () => {
    expect(messagesOf([begin, half]).at(-1)).toEqual({ role: 'assistant', content: half.content })
    expect(messagesOf([begin, half, rest])).toEqual([
      { role: 'user', content: begin.content },
      { role: 'assistant', content: [asking, SEARCH, FOUND, SAID] },
    ])
  })

  test('a search that never ended is left out once somebody else has spoken', () => {
    expect(messagesOf([begin, half, begin])[1]).toEqual({ role: 'assistant', content: [asking] })
  })

  test('the words of a cited answer are one text, and its pages are listed once', () => {
    const content = [asking, SEARCH, FOUND, SAID, { type: 'text', text: ' So.' }, SAID, VISIT, READ] as AssistantBlock[]
    expect(textOf(content)).toBe('I look.\n\nCopper costs 9,400 a tonne. So.Copper costs 9,400 a tonne.')
    expect(sourcesOf(content)).toEqual([CITED, { title: 'Copper, day 22', url: ADDRESS }])
    expect(sourcesOf({ hostile: [null] })).toEqual([])
    expect(sourcesOf([null, { type: 'text', citations: [7, { url: 1 }] }, { type: 'web_fetch_tool_result' }])).toEqual(
      [],
    )
  })
})

describe('a session', () => {
  const begin = async () => {
    const world = await createSessionWorld({ model: () => modelFor(api.origin) })
    const { session } = await world.open()
    const setup = setupFor(api.origin)
    await session.setModel({ provider: 'anthropic', baseUrl: api.origin }, setup, setup)
    await session.request('Prices')
    return { world, session }
  }
  const helperRequests = () => api.requests.filter(({ body }) => !isLead(body))
  const withWeb = () => api.requests.filter(({ body }) => WEB.some(name => toolNames(body).includes(name)))

  test('only the helper of an approved task with the web gets it; a paused answer is sent back as it is', async () => {
    scriptWeb(api)
    const { world, session } = await begin()
    await world.until('the plan', () => session.state.plan?.status === 'proposed')
    expect(withWeb()).toEqual([])
    await session.approvePlan(session.state.plan!.id)
    await world.until('the end', () => isOver(session))
    expect(session.state.status).toEqual({ kind: 'done' })

    expect(api.requests.map(({ refused }) => refused).filter(Boolean)).toEqual([])
    expect(withWeb().length).toBe(3)
    for (const { body } of withWeb()) expect(JSON.stringify(body.messages[0])).toContain('prices.md')
    const [, continued] = withWeb()
    expect(continued!.body.messages.map(({ role }) => role)).toEqual(['user', 'assistant'])
    const events = world.events()
    expect(
      events.flatMap(event => (event.type === 'web.asked' ? [{ kind: event.kind, what: event.what }] : [])),
    ).toEqual(ASKED)
    expect(events.filter(event => event.type === 'turn.given' && event.kind === 'nudge')).toEqual([])
    expect(
      events.flatMap(event => (event.type === 'message.finished' && event.sources ? [event.sources] : [])),
    ).toEqual([2])
    expect(world.home.files()).toHaveProperty('prices.md')
  })

  test('a plan that is refused starts nobody, and no request has the web', async () => {
    scriptWeb(api)
    const { world, session } = await begin()
    await world.until('the plan', () => session.state.plan?.status === 'proposed')
    await session.refusePlan(session.state.plan!.id, 'No web')
    await world.until('the end', () => isOver(session))
    expect([helperRequests(), withWeb()]).toEqual([[], []])
    expect(world.events().some(event => event.type === 'web.asked')).toBe(false)
  })

  test('the person can take the web out of a task before approving it', async () => {
    scriptWeb(api)
    const { world, session } = await begin()
    await world.until('the plan', () => session.state.plan?.status === 'proposed')
    const { web, ...rest } = session.state.tasks.prices!.task
    expect(web).toBe(true)
    await session.editTask(rest)
    await session.approvePlan(session.state.plan!.id)
    await world.until('a helper at work', () => helperRequests().length > 0)
    expect(withWeb()).toEqual([])
    await session.stop()
  })

  test('an answer that is paused again and again ends the agent with a sentence', async () => {
    api.script(() => ({ blocks: [{ type: 'text', text: 'Wait.' }], stop: 'pause_turn' }))
    const { world, session } = await begin()
    await world.until('the end', () => isOver(session))
    expect(api.requests).toHaveLength(11)
    expect(session.state.status).toMatchObject({ kind: 'failed', failure: { kind: 'limit' } })
  })

  test('a task that gets the web by a revision waits for approval again', async () => {
    const task = (id: string, web: boolean) => ({
      id,
      title: id,
      brief: `Write ${id}.md`,
      outputs: [`${id}.md`],
      criteria: [{ kind: 'text', path: `${id}.md`, contains: 'Copper' }],
      web,
    })
    api.script(body => {
      const turns = body.messages.filter(({ role }) => role === 'assistant').length
      if (!isLead(body))
        return use(
          turns === 0 ? call('write', { path: 'a.md', content: 'Copper' }) : call('report', { summary: 'Done.' }),
        )
      if (turns === 0) return use(call('submit_plan', { goal: 'A', tasks: [task('a', false)] }))
      return use(call('revise_plan', { add: [task('b', true)], why: 'It needs the web' }))
    })
    const { world, session } = await begin()
    await world.until('the plan', () => session.state.plan?.status === 'proposed')
    await session.approvePlan(session.state.plan!.id)
    await world.until('the revision', () => session.state.plan?.status === 'proposed')
    expect(session.state.tasks).toMatchObject({ a: { status: 'done' }, b: { status: 'planned', approved: false } })
    expect(withWeb()).toEqual([])
    await session.stop()
  })
})
