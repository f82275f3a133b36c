import type { Message, TextBlock, ToolUseBlock } from '../../domain/message.ts'
import { textOf, toolUses } from '../../domain/message.ts'
import { readResult } from '../../domain/quote.ts'
import { understand } from './understand.ts'

/** One request of the person and the conversation that followed it, until the next. */
export interface Run {
  request: string
  messages: Message[]
  /** What the person wrote while it ran. */
  steers: string[]
}

const UNDO_NOTE = /\n\n\(Since your last message[\s\S]*\)$/

/** Parts the lead's conversation at the person's requests: the first text, and each one after a run has ended. */
export function runsOf(messages: readonly Message[]): Run[] {
  const runs: Run[] = []
  for (const [index, message] of messages.entries()) {
    const run = runs.at(-1)
    if (message.role === 'assistant') {
      run?.messages.push(message)
      continue
    }
    const before = messages[index - 1]
    const results = message.content.filter(block => block.type === 'tool_result')
    if (run && results.length > 0) run.messages.push({ role: 'user', content: results })
    const texts = message.content.filter((block): block is TextBlock => block.type === 'text').map(block => block.text)
    if (texts.length === 0) continue
    const last = texts.at(-1)!.replace(UNDO_NOTE, '')
    if (!run || before?.role !== 'assistant' || endsRun(toolUses(before.content), message, last)) {
      const whole = texts.join('\n').replace(UNDO_NOTE, '')
      runs.push({ request: understand(last).kind === 'none' ? whole : last, messages: [], steers: [] })
    } else run.steers.push(...texts)
  }
  return runs
}

/** Whether a text beside these calls' results begins a new run, or was written into one that goes on. */
function endsRun(calls: readonly ToolUseBlock[], reply: Message, text: string): boolean {
  if (calls.length === 0) return true
  const last = calls.at(-1)!
  const result =
    reply.role === 'user'
      ? reply.content.find(block => block.type === 'tool_result' && block.tool_use_id === last.id)
      : undefined
  const said = result?.type === 'tool_result' ? textOf(result.content) : ''
  const header = readResult(said)?.header ?? {}
  switch (last.name) {
    case 'report':
      return header.accepted !== false
    case 'ask':
      return header.declined === true || said.startsWith('Interrupted') || understand(text).kind === 'job'
    case 'submit_plan':
    case 'revise_plan':
      return header.status === 'refused' || said.startsWith('Interrupted') || understand(text).kind === 'job'
    default:
      return understand(text).kind === 'job'
  }
}
