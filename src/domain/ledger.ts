import type { AgentId, FileContent, SessionEvent } from './event.ts'
import type { Failure } from './failure.ts'
import type { TaskId } from './plan.ts'
import type { WebAsk } from './web.ts'

/** One request that left this machine. */
export interface LedgerRow {
  request: string
  agent: AgentId
  task?: TaskId
  origin: string
  at: number
  attempt: number
  sentBytes: number
  /** Null while the answer comes, and for good when the work was ended before it did. */
  receivedBytes: number | null
  failure?: Failure
  /** Files whose contents were in it, each once, with the bytes of its content. */
  files: readonly FileContent[]
  /** What the endpoint asked the web while it answered. */
  asked: readonly WebAsk[]
  /** True where copies were given to a runtime of others that works in this browser: no request of ours, and nobody's answer. */
  runtime?: true
}

/** All requests in which a file's contents were. */
export interface FileTotal extends FileContent {
  requests: number
}

/** Contents that a result put into an agent's conversation; they leave with each of its requests until they are trimmed. */
interface Shown {
  /** The agent's how-many-th message called for it. */
  message: number
  call: string
  files: FileContent[]
}

interface Conversation {
  messages: number
  /** The message each call was made in. */
  calls: Map<string, number>
  shown: Shown[]
  /** What the next request will hold; null when it must be added up anew. */
  sum: readonly FileContent[] | null
}

export interface Ledger {
  rows: LedgerRow[]
  lastSeq: number
  conversations: Map<AgentId, Conversation>
}

export const emptyLedger = (): Ledger => ({ rows: [], lastSeq: 0, conversations: new Map() })

/**
 * Adds one event to the list of what left this machine. Deterministic and total, like the reducer of the session: the same log
 * gives the same list.
 */
export function applyToLedger(ledger: Ledger, event: SessionEvent): void {
  ledger.lastSeq = event.seq
  switch (event.type) {
    case 'message.finished':
      conversationOf(ledger, event.agent).messages++
      return
    case 'tool.started': {
      const conversation = conversationOf(ledger, event.agent)
      conversation.calls.set(event.call, conversation.messages)
      return
    }
    case 'files.shown': {
      const conversation = conversationOf(ledger, event.agent)
      const message = conversation.calls.get(event.call) ?? conversation.messages
      conversation.shown.push({ message, call: event.call, files: event.files })
      conversation.sum = null
      return
    }
    case 'context.trimmed': {
      const conversation = conversationOf(ledger, event.agent)
      const upTo = conversation.calls.get(event.upTo) ?? -1
      conversation.shown = conversation.shown.filter(({ message }) => message > upTo)
      conversation.sum = null
      return
    }
    case 'request.sent': {
      const conversation = conversationOf(ledger, event.agent)
      conversation.sum ??= total(conversation.shown.flatMap(({ files }) => files))
      ledger.rows.push({
        request: event.request,
        agent: event.agent,
        ...(event.task ? { task: event.task } : {}),
        origin: event.origin,
        at: event.at,
        attempt: event.attempt,
        sentBytes: event.bytes,
        receivedBytes: null,
        files: conversation.sum,
        asked: [],
      })
      return
    }
    case 'engine.given':
      ledger.rows.push({
        request: `${event.call}/${event.seq}`,
        agent: event.agent,
        ...(event.task ? { task: event.task } : {}),
        origin: event.origin,
        at: event.at,
        attempt: 1,
        sentBytes: event.files.reduce((sum, file) => sum + file.bytes, 0),
        receivedBytes: 0,
        files: total(event.files),
        asked: [],
        runtime: true,
      })
      return
    case 'web.asked': {
      const row = ledger.rows.findLast(each => each.agent === event.agent && !each.runtime)
      if (row) row.asked = [...row.asked, { kind: event.kind, what: event.what }]
      return
    }
    case 'request.ended': {
      const row = ledger.rows.findLast(each => each.request === event.request)
      if (!row) return
      row.receivedBytes = event.bytes
      if (event.failure) row.failure = event.failure
    }
  }
}

/** For each file, how often and how many bytes of it left in all, or were given to a runtime; the most first. */
export function fileTotals(ledger: Ledger, toRuntime = false): FileTotal[] {
  const totals = new Map<string, FileTotal>()
  for (const row of ledger.rows.filter(each => (each.runtime ?? false) === toRuntime))
    for (const file of row.files) {
      const key = keyOf(file)
      const known = totals.get(key) ?? { root: file.root, path: file.path, bytes: 0, requests: 0 }
      known.bytes += file.bytes
      known.requests++
      totals.set(key, known)
    }
  return [...totals.values()].sort((a, b) => b.bytes - a.bytes || (keyOf(a) < keyOf(b) ? -1 : 1))
}

const keyOf = (file: FileContent) => `${file.root}:${file.path}`

function total(files: readonly FileContent[]): FileContent[] {
  const sums = new Map<string, FileContent>()
  for (const file of files) {
    const known = sums.get(keyOf(file))
    if (known) known.bytes += file.bytes
    else sums.set(keyOf(file), { ...file })
  }
  return [...sums.values()]
}

function conversationOf(ledger: Ledger, agent: AgentId): Conversation {
  const known = ledger.conversations.get(agent)
  if (known) return known
  const conversation: Conversation = { messages: 0, calls: new Map(), shown: [], sum: null }
  ledger.conversations.set(agent, conversation)
  return conversation
}
