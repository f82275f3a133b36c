import type { Issued } from './sse.ts'

export interface ApiBlock {
  type: string
  text?: string
  citations?: unknown[]
  thinking?: string
  signature?: string
  data?: string
  id?: string
  name?: string
  input?: unknown
  tool_use_id?: string
  content?: string | ApiBlock[]
  is_error?: boolean
  source?: { type: string; media_type: string; data: string }
  cache_control?: { type: string; ttl?: string }
}
export interface ApiMessage {
  role: string
  content: string | ApiBlock[]
}
export interface ApiBody {
  model: string
  max_tokens: number
  messages: ApiMessage[]
  system?: string | ApiBlock[]
  tools?: {
    name: string
    type?: string
    description?: string
    input_schema?: { type?: string }
    cache_control?: { type: string }
  }[]
  thinking?: { type: string; display?: string }
  stream?: boolean
  [other: string]: unknown
}

const TOP = [
  'model',
  'max_tokens',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'stream',
  'stop_sequences',
]
const KNOWN_TOP = [...TOP, 'metadata', 'cache_control', 'output_config', 'service_tier']
const FIELDS: Record<string, string[]> = {
  text: ['text', 'citations', 'cache_control'],
  image: ['source', 'cache_control'],
  document: ['source', 'title', 'cache_control'],
  thinking: ['thinking', 'signature'],
  redacted_thinking: ['data'],
  tool_use: ['id', 'name', 'input', 'cache_control'],
  server_tool_use: ['id', 'name', 'input', 'caller', 'cache_control'],
  web_search_tool_result: ['tool_use_id', 'content', 'caller', 'cache_control'],
  web_fetch_tool_result: ['tool_use_id', 'content', 'caller', 'cache_control'],
  tool_result: ['tool_use_id', 'content', 'is_error', 'cache_control'],
}

/** What the server has said in this conversation so far: its thoughts, and which thoughts belong to which call. */
export interface Said {
  thoughts: Set<string>
  thoughtsOfCall: Map<string, string[]>
  /** Its searches, what they found, and what it cited, each as it was sent. */
  web: Set<string>
}

/** The server's tools and the version of each that it knows. */
const SERVER_TOOLS: Record<string, string> = { web_search: 'web_search_20260318', web_fetch: 'web_fetch_20260318' }
const isOfWeb = (block: { type: string }) => block.type === 'server_tool_use' || block.type.startsWith('web_')

const thoughtKey = (block: { type: string; thinking?: string; signature?: string; data?: string }) =>
  JSON.stringify([block.type, block.thinking ?? null, block.signature ?? null, block.data ?? null])
const isThought = (block: { type: string }) => block.type === 'thinking' || block.type === 'redacted_thinking'

/** Keeps what an answer said. One that goes on with a paused message shares its thoughts. */
export function remember(said: Said, blocks: readonly Issued[], { messages }: ApiBody) {
  const before = messages.at(-1)?.role === 'assistant' ? blocksOf(messages.at(-1)!.content) : []
  const thoughts = [...before, ...blocks].filter(isThought).map(block => thoughtKey(block))
  for (const thought of thoughts) said.thoughts.add(thought)
  for (const block of blocks) {
    if (isOfWeb(block)) said.web.add(JSON.stringify(block))
    if ('citations' in block) said.web.add(JSON.stringify(block.citations))
  }
  for (const block of blocks) if (block.type === 'tool_use' && block.id) said.thoughtsOfCall.set(block.id, thoughts)
}

/** Why the real API would answer 400 to this body, or null when it would not. */
export function wrongWith(body: ApiBody, said: Said): string | null {
  return wrongTop(body) ?? wrongRoles(body.messages) ?? wrongBlocks(body, said) ?? wrongPairs(body.messages)
}

function wrongTop(body: ApiBody): string | null {
  for (const name of ['temperature', 'top_p', 'top_k']) {
    if (name in body) return `${name}: this parameter is no longer supported.`
  }
  const extra = Object.keys(body).find(name => !KNOWN_TOP.includes(name))
  if (extra) return `${extra}: Extra inputs are not permitted`
  if (typeof body.model !== 'string' || body.model === '') return 'model: Field required'
  if (!Number.isInteger(body.max_tokens) || body.max_tokens < 1) return 'max_tokens: Input should be greater than 0'
  if (!Array.isArray(body.messages) || body.messages.length === 0) return 'messages: at least one message is required'
  const tools = body.tools ?? []
  const names = tools.map(tool => tool.name)
  const badName = names.find(name => !/^[\w-]{1,128}$/.test(name))
  if (badName !== undefined) return `tools: name “${badName}” should match ^[a-zA-Z0-9_-]{1,128}$`
  if (new Set(names).size !== names.length) return 'tools: Tool names must be unique.'
  const unknown = tools.find(tool => tool.type !== undefined && SERVER_TOOLS[tool.name] !== tool.type)
  if (unknown) return `tools: Input tag '${unknown.type}' does not match any of the expected tags`
  if (tools.some(tool => tool.type === undefined && tool.input_schema?.type !== 'object'))
    return 'tools: input_schema.type: Field required'
  return null
}

function wrongRoles(messages: ApiMessage[]): string | null {
  for (const [index, { role, content }] of messages.entries()) {
    if (role !== (index % 2 === 0 ? 'user' : 'assistant'))
      return `messages.${index}: roles must alternate, starting with "user"`
    if (content.length === 0) return `messages.${index}: content must not be empty`
  }
  return null
}

const blocksOf = (content: string | ApiBlock[]): ApiBlock[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content

function wrongBlocks(body: ApiBody, said: Said): string | null {
  let marks = (body.tools ?? []).filter(tool => tool.cache_control).length
  const look = (block: ApiBlock, at: string): string | null => {
    const fields = FIELDS[block.type]
    if (!fields) return `${at}: Input tag '${block.type}' found using 'type' does not match any of the expected tags`
    const extra = Object.keys(block).find(name => name !== 'type' && !fields.includes(name))
    if (extra) return `${at}.${block.type}.${extra}: Extra inputs are not permitted`
    if (block.cache_control) marks += 1
    if (block.type === 'text' && !/\S/.test(block.text ?? ''))
      return `${at}: text content blocks must contain non-whitespace text`
    if (
      block.type === 'tool_use' &&
      (typeof block.input !== 'object' || block.input === null || Array.isArray(block.input))
    ) {
      return `${at}.tool_use.input: Input should be a valid dictionary`
    }
    if (isThought(block) && !said.thoughts.has(thoughtKey(block))) {
      return `${at}: Invalid signature: thinking blocks cannot be modified and must remain as they were in the original response`
    }
    if (isOfWeb(block) && !said.web.has(JSON.stringify({ ...block, cache_control: undefined })))
      return `${at}: Invalid \`encrypted_content\`: blocks of server tools must be sent back as they were`
    if (block.citations && !said.web.has(JSON.stringify(block.citations)))
      return `${at}.citations: citations must be sent back as they were`
    if (block.type !== 'tool_result' || block.content === undefined) return null
    return first(blocksOf(block.content), (inner, index) => look(inner, `${at}.content.${index}`))
  }
  const system = first(blocksOf(body.system ?? []), (block, index) => look(block, `system.${index}`))
  if (system) return system
  const inMessages = first(body.messages, (message, m) => {
    const blocks = blocksOf(message.content)
    const wrong = first(blocks, (block, index) => look(block, `messages.${m}.content.${index}`))
    return wrong ?? droppedThought(blocks, said, m)
  })
  if (inMessages) return inMessages
  return marks > 4 ? `A maximum of 4 blocks with cache_control may be provided. Found ${marks}.` : null
}

function droppedThought(blocks: ApiBlock[], said: Said, message: number): string | null {
  const sent = blocks.filter(isThought).map(block => thoughtKey(block))
  const call = blocks.find(block => block.type === 'tool_use' && said.thoughtsOfCall.has(block.id ?? ''))
  const wanted = call ? (said.thoughtsOfCall.get(call.id ?? '') ?? []) : sent
  if (wanted.length === sent.length && wanted.every((thought, index) => thought === sent[index])) return null
  return `messages.${message}: thinking blocks of a message with tool calls must be sent back complete and in order`
}

function wrongPairs(messages: ApiMessage[]): string | null {
  const seen = new Set<string>()
  return first(messages, ({ role, content }, index) => {
    const blocks = blocksOf(content)
    const ids = (of: ApiBlock[], type: string) =>
      of.flatMap(block => (block.type === type ? [(type === 'tool_use' ? block.id : block.tool_use_id) ?? ''] : []))
    const previous = messages[index - 1]
    const calls = previous?.role === 'assistant' ? ids(blocksOf(previous.content), 'tool_use') : []
    const results = ids(blocks, 'tool_result')
    if (role === 'assistant') {
      const found = blocks.flatMap(block => (isOfWeb(block) && block.tool_use_id ? [block.tool_use_id] : []))
      const searches = blocks.flatMap(block => (block.type === 'server_tool_use' ? [block.id ?? ''] : []))
      const open = searches.find(id => !found.includes(id))
      if (open && index < messages.length - 1 && ids(blocks, 'tool_use').length === 0)
        return `messages.${index}: server tool use with id ${open} was found without a corresponding result block`
      if (results.length > 0) return `messages.${index}: tool_result blocks can only be in user messages`
      const own = ids(blocks, 'tool_use')
      const twice = own.find((id, at) => seen.has(id) || own.indexOf(id) !== at)
      for (const id of own) seen.add(id)
      if (twice) return `messages.${index}: tool_use ids must be unique (${twice})`
      const unanswered = index === messages.length - 1 && own.length > 0
      return unanswered
        ? `messages.${index}: tool_use ids were found without tool_result blocks immediately after`
        : null
    }
    const missing = calls.find(id => !results.includes(id))
    if (missing) {
      return `messages.${index - 1}: tool_use ids were found without tool_result blocks immediately after: ${missing}`
    }
    const stray = results.find(id => !calls.includes(id))
    if (stray) return `messages.${index}: unexpected tool_use_id found in tool_result blocks: ${stray}`
    if (new Set(results).size !== results.length) return `messages.${index}: each tool_use must have a single result`
    const late = blocks.findIndex(block => block.type !== 'tool_result')
    const behind = late !== -1 && blocks.slice(late).some(block => block.type === 'tool_result')
    return behind ? `messages.${index}: tool_result blocks must come first` : null
  })
}

function first<T>(items: readonly T[], look: (item: T, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const found = look(item, index)
    if (found) return found
  }
  return null
}
