import type { Failure } from '../domain/failure.ts'
import type { AssistantBlock, Message, StopReason, Usage } from '../domain/message.ts'
import type { WebAsk } from '../domain/web.ts'

/** A tool as a model is told of it. `schema` is JSON Schema of an object. */
export interface ToolSpec {
  name: string
  description: string
  schema: Record<string, unknown>
}

export interface ModelRequest {
  model: string
  system: string
  tools: ToolSpec[]
  messages: Message[]
  maxTokens: number
  /** The endpoint may search the web and read pages for this answer. Off when absent. */
  web?: boolean
}

/** `message` is whole: every block ended, every tool input parsed from complete JSON. Anything less is `failed`. */
export type ModelOutcome =
  | { kind: 'message'; content: AssistantBlock[]; stop: StopReason; usage: Usage }
  | { kind: 'failed'; failure: Failure }

export type ModelEvent =
  | { type: 'text'; text: string }
  | { type: 'thinking'; text: string }
  | { type: 'tool'; name: string }
  /** The endpoint searches the web or reads a page. It has, whatever becomes of the answer. */
  | { type: 'web'; asked: WebAsk }
  /** A request leaves: `bytes` of body, to `origin`. */
  | { type: 'sent'; request: string; origin: string; bytes: number; attempt: number }
  /** Its answer ended, well or not: `bytes` received. */
  | { type: 'received'; request: string; bytes: number; failure?: Failure }
  /** A retry waits until `until` (ms since 1970), or for a free connection when `until` is 0. */
  | { type: 'waiting'; why: Failure; until: number; attempt: number }
  | { type: 'outcome'; outcome: ModelOutcome }

/**
 * One turn of a model. The stream never throws and ends with exactly one `outcome`, also when `signal` is aborted
 * (`failed`, kind `stopped`). Retries happen inside it, each one visible as `waiting`.
 */
export interface Model {
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>
  /** Input tokens that fit, tool results and answers included. */
  readonly window: number
  /** Pdfs may stand in a conversation as documents. An endpoint that refuses them once is not given any more. */
  readonly takesPdf?: boolean
}

/** How an agent worker reaches its model. The key lives in memory only. */
export type ModelSetup =
  | { provider: 'builtin' }
  | {
      provider: 'anthropic'
      baseUrl: string
      key: string | null
      model: string
      window: number
      maxTokens: number
      /** Adaptive thinking with summaries; off for endpoints that do not know it. */
      thinking: boolean
    }

/** What came of trying an endpoint that answers. */
export interface ConnectionCheck {
  /** The models it names; none where it has no such list. */
  offered: string[]
  /** Those that were asked, each with what is wrong with it. */
  models: { model: string; failure?: Failure }[]
  /** Something to know about the address. */
  note?: string
}
