import type { MessagesApi } from '../servers/messages-api.ts'
import { type Answer, call, type ReplyBlock, use } from '../servers/replies.ts'
import type { ApiBody } from '../servers/rules.ts'

export const QUERY = 'price of copper per tonne today'
export const ADDRESS = 'https://metals.example/copper?day=22'
export const CITED = { title: 'Copper today', url: 'https://prices.example/copper' }

const caller = { type: 'direct' }
const onServer = (id: string, name: string, input: unknown): ReplyBlock => ({
  type: 'server_tool_use',
  id,
  name,
  input,
  caller,
})
export const SEARCH = onServer('srvtoolu_01', 'web_search', { query: QUERY })
export const FOUND: ReplyBlock = {
  type: 'web_search_tool_result',
  caller,
  tool_use_id: 'srvtoolu_01',
  content: [{ type: 'web_search_result', ...CITED, encrypted_content: 'EqgfCioIARgBIiQ3YTAw', page_age: null }],
}
export const VISIT = onServer('srvtoolu_02', 'web_fetch', { url: ADDRESS })
export const READ: ReplyBlock = {
  type: 'web_fetch_tool_result',
  caller,
  tool_use_id: 'srvtoolu_02',
  content: {
    type: 'web_fetch_result',
    url: ADDRESS,
    retrieved_at: '2026-11-22T10:00:00Z',
    content: {
      type: 'document',
      source: { type: 'text', media_type: 'text/plain', data: 'Copper: 9,400' },
      title: 'Copper, day 22',
      citations: { enabled: true },
    },
  },
}
export const SAID: ReplyBlock = {
  type: 'text',
  text: 'Copper costs 9,400 a tonne.',
  citations: [
    { type: 'web_search_result_location', ...CITED, encrypted_index: 'Eo8BCioIAhgB', cited_text: 'Copper: 9,400' },
  ],
}

export const isLead = (body: ApiBody) => JSON.stringify(body.tools).includes('"submit_plan"')
export const toolNames = (body: ApiBody) => (body.tools ?? []).map(tool => tool.name)
const turnOf = (body: ApiBody) => body.messages.filter(message => message.role === 'assistant').length

const task = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  title: `Write ${id}`,
  brief: `Write ${id}.md`,
  outputs: [`${id}.md`],
  criteria: [{ kind: 'text', path: `${id}.md`, contains: 'Copper' }],
  ...more,
})

/** Claude as the test plays it: two helpers, one of which may search; its answer is paused in the middle of a search. */
export function scriptWeb(api: MessagesApi): void {
  api.script(body => (isLead(body) ? lead(body) : helper(body)))
}

function lead(body: ApiBody): Answer {
  if (turnOf(body) > 0) return use(call('report', { summary: 'Both are written.' }))
  const tasks = [task('prices', { web: true }), task('summary')]
  return use(call('submit_plan', { goal: 'Prices and a summary', tasks }))
}

function helper(body: ApiBody): Answer {
  const mayAsk = JSON.stringify(body.messages[0]).includes('prices.md')
  const write = call('write', { path: mayAsk ? 'prices.md' : 'summary.md', content: 'Copper: 9,400\n' })
  if (turnOf(body) === 0 && mayAsk)
    return {
      blocks: [
        { type: 'thinking', thinking: 'I look it up.', signature: 'sig-ÄÖ==' },
        { type: 'text', text: 'I look it up.' },
        SEARCH,
      ],
      stop: 'pause_turn',
    }
  if (turnOf(body) === 0) return use(write)
  if (body.messages.at(-1)?.role === 'assistant') return { blocks: [FOUND, VISIT, READ, SAID, write] }
  return use(call('report', { summary: 'It is written.' }))
}
