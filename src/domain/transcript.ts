import type { AssistantBlock, ImageBlock, Message, ShownBlock, TextBlock, UserBlock } from './message.ts'
import { toolUses } from './message.ts'

/** One durable piece of an agent's conversation, with its body, in the log's order. */
export type TranscriptEntry =
  | { kind: 'user'; content: (TextBlock | ImageBlock)[] }
  /** `paused`: the endpoint stopped in the middle of its own work and goes on when the message is sent back as it is. */
  | { kind: 'assistant'; content: AssistantBlock[]; paused?: true }
  | { kind: 'result'; call: string; content: ShownBlock[]; isError: boolean }
  /** Results up to that call are no longer shown; with `whole`, neither are the turns they belong to. */
  | { kind: 'trimmed'; upTo: string; whole: boolean }

const READING = ['list', 'find', 'search', 'read', 'read_document']
const pointer = (id: string, tool: string): TextBlock[] => [
  {
    type: 'text',
    text: READING.includes(tool)
      ? `[Put aside: ${id} in the log. Call again to see it.]`
      : `[Done; put aside: ${id} in the log.]`,
  },
]
const gap: TextBlock = { type: 'text', text: '[Earlier steps were put aside to save room; the log has them.]' }
const interrupted: TextBlock[] = [
  {
    type: 'text',
    text: 'Interrupted before this call finished, so its result is not known. Look at the folder before you do it again.',
  },
]

/**
 * The messages a model is sent. Valid for the API for any prefix of any log: each tool call has exactly one result, in the
 * order of the calls, right after them; a call that never finished is answered as interrupted. Call `openCalls` first to
 * run what can still be run.
 */
export function messagesOf(parts: readonly TranscriptEntry[]): Message[] {
  const entries = joined(parts)
  const newest = entries.findLastIndex(entry => entry.kind !== 'trimmed')
  const aside = lastTrimmed(entries)
  const messages: Message[] = []
  const put = (blocks: UserBlock[]) => {
    const last = messages.at(-1)
    if (last?.role === 'user') last.content.push(...blocks)
    else messages.push({ role: 'user', content: [...blocks] })
  }
  let gapShown = false
  for (const [index, entry] of entries.entries()) {
    if (entry.kind === 'user') put(entry.content)
    if (entry.kind !== 'assistant' || !saysSomething(entry.content)) continue
    const calls = toolUses(entry.content)
    if (index <= aside.turns && calls.length > 0) {
      if (!gapShown) put([gap])
      gapShown = true
      continue
    }
    const content = index === newest || calls.length > 0 ? entry.content : withoutUnanswered(entry.content)
    if (!saysSomething(content)) continue
    messages.push({ role: 'assistant', content })
    if (calls.length === 0) continue
    const results = resultsAfter(entries, index)
    put(
      calls.map(({ id, name }) => {
        const result = results.get(id)
        if (!result) return { type: 'tool_result', tool_use_id: id, content: interrupted, is_error: true }
        const content = index <= aside.results ? pointer(id, name) : result.content
        return { type: 'tool_result', tool_use_id: id, content, ...(result.isError ? { is_error: true } : {}) }
      }),
    )
  }
  return messages
}

/** A message of thoughts alone, as when it was cut, is one that the API does not take back. */
const saysSomething = (content: readonly AssistantBlock[]) =>
  content.some(block =>
    block.type === 'text' ? block.text.trim() !== '' : block.type !== 'thinking' && block.type !== 'redacted_thinking',
  )

/** A message that was paused and what followed it are one message: a search of the one may have its result in the other. */
function joined(parts: readonly TranscriptEntry[]): TranscriptEntry[] {
  const entries: TranscriptEntry[] = []
  for (const part of parts) {
    const at = entries.findLastIndex(entry => entry.kind !== 'trimmed')
    const before = entries[at]
    if (part.kind === 'assistant' && before?.kind === 'assistant' && before.paused)
      entries[at] = { ...part, content: [...before.content, ...part.content] }
    else entries.push(part)
  }
  return entries
}

/** A search that was cut off before its result came is not taken back once somebody else has spoken. */
function withoutUnanswered(content: AssistantBlock[]): AssistantBlock[] {
  const answered = new Set(content.flatMap(block => ('tool_use_id' in block ? [block.tool_use_id] : [])))
  const isOpen = (block: AssistantBlock) => block.type === 'server_tool_use' && !answered.has(block.id)
  return content.some(isOpen) ? content.filter(block => !isOpen(block)) : content
}

/** Positions of the last messages whose results, and which themselves, are put aside; -1 for none. */
function lastTrimmed(entries: readonly TranscriptEntry[]): { results: number; turns: number } {
  const at = (upTo: string) =>
    entries.findLastIndex(entry => entry.kind === 'assistant' && toolUses(entry.content).some(call => call.id === upTo))
  let results = -1
  let turns = -1
  for (const entry of entries) {
    if (entry.kind !== 'trimmed') continue
    results = Math.max(results, at(entry.upTo))
    if (entry.whole) turns = Math.max(turns, at(entry.upTo))
  }
  return { results, turns }
}

type ResultEntry = Extract<TranscriptEntry, { kind: 'result' }>

/** Results between this assistant message and the next, by call; a second result of one call is ignored. */
function resultsAfter(entries: readonly TranscriptEntry[], index: number): Map<string, ResultEntry> {
  const results = new Map<string, ResultEntry>()
  for (let i = index + 1; i < entries.length; i++) {
    const entry = entries[i]!
    if (entry.kind === 'assistant') break
    if (entry.kind === 'result' && !results.has(entry.call)) results.set(entry.call, entry)
  }
  return results
}

/** The calls of the last message that have no result yet, in order; none once the person or a nudge has spoken after it. */
export function openCalls(entries: readonly TranscriptEntry[]) {
  const index = entries.findLastIndex(entry => entry.kind === 'assistant')
  const last = entries[index]
  if (last?.kind !== 'assistant' || entries.slice(index).some(entry => entry.kind === 'user')) return []
  const results = resultsAfter(entries, index)
  return toolUses(last.content).filter(({ id }) => !results.has(id))
}
