import type { Failure } from '../../src/domain/failure.ts'
import type { Message } from '../../src/domain/message.ts'
import type { AnthropicDeps, AnthropicSetup } from '../../src/model/anthropic/model.ts'
import { createAnthropicModel } from '../../src/model/anthropic/model.ts'
import type { Slots } from '../../src/model/anthropic/slots.ts'
import type { Surroundings } from '../../src/model/anthropic/surroundings.ts'
import type { Timers } from '../../src/ports/host.ts'
import type { Model, ModelEvent, ModelOutcome, ModelRequest } from '../../src/ports/model.ts'

export const realTimers: Timers = {
  sleep: (ms, signal) =>
    new Promise(resolve => {
      if (signal?.aborted) return resolve()
      const timer = setTimeout(resolve, ms)
      const over = () => {
        clearTimeout(timer)
        resolve()
      }
      signal?.addEventListener('abort', over, { once: true })
    }),
}

/** The patience of the tests, short enough to run out for real. */
const REAL_BELOW_MS = 500
const PROBE_MS = 5_000

/** Waits of retries, all longer than the tests' patience, are over at once and kept in `slept`. Other times are real. */
export function quickTimers() {
  const slept: number[] = []
  const timers: Timers = {
    sleep: async (ms, signal) => {
      if (ms < REAL_BELOW_MS || ms === PROBE_MS) return realTimers.sleep(ms, signal)
      slept.push(ms)
    },
  }
  return { timers, slept }
}

export const PATIENCE = { headersMs: 400, silenceMs: 300 }
export const freeSlots: Slots = { take: async () => () => undefined, wait: async () => () => undefined }

export const inNode: Surroundings = {
  fetch: (input, init) => fetch(input, init),
  pageOrigin: 'https://desk.example',
  online: () => true,
  localNetwork: async () => 'unknown',
}

export const KEY = 'sk-ant-test-0123456789-secret'

export const setupFor = (baseUrl: string, more: Partial<AnthropicSetup> = {}): AnthropicSetup => ({
  provider: 'anthropic',
  baseUrl,
  key: KEY,
  model: 'claude-test',
  window: 200_000,
  maxTokens: 1_000,
  thinking: true,
  ...more,
})

let ids = 0
export function modelFor(
  baseUrl: string,
  setup: Partial<AnthropicSetup> = {},
  deps: Partial<AnthropicDeps> = {},
): Model {
  return createAnthropicModel(setupFor(baseUrl, setup), {
    clock: { now: () => Date.now() },
    timers: quickTimers().timers,
    slots: freeSlots,
    newId: () => `request-${++ids}`,
    random: () => 0.5,
    surroundings: inNode,
    patience: PATIENCE,
    ...deps,
  })
}

export const user = (text: string): Message => ({ role: 'user', content: [{ type: 'text', text }] })

export const requestOf = (messages: Message[], more: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'claude-test',
  system: 'You work in a folder.',
  tools: [
    { name: 'list', description: 'Lists a folder.', schema: { type: 'object', properties: {} } },
    {
      name: 'read',
      description: 'Reads a file.',
      schema: { type: 'object', properties: { path: { type: 'string' } } },
    },
  ],
  messages,
  maxTokens: 1_000,
  ...more,
})

/** Runs one turn to its end. */
export async function turn(model: Model, request: ModelRequest, signal = new AbortController().signal) {
  const events: ModelEvent[] = []
  for await (const event of model.stream(request, signal)) events.push(event)
  return {
    events,
    outcome: outcomeOf(events),
    waits: events.flatMap(event => (event.type === 'waiting' ? [event] : [])),
  }
}

export function outcomeOf(events: readonly ModelEvent[]): ModelOutcome {
  const outcomes = events.flatMap(event => (event.type === 'outcome' ? [event.outcome] : []))
  if (outcomes.length !== 1 || events.at(-1)?.type !== 'outcome')
    throw new Error('A turn ends with exactly one outcome.')
  return outcomes[0]!
}

export function messageOf(outcome: ModelOutcome) {
  if (outcome.kind !== 'message') throw new Error(`No message: ${JSON.stringify(outcome.failure)}`)
  return outcome
}

export function failureOf(outcome: ModelOutcome): Failure {
  if (outcome.kind !== 'failed') throw new Error(`No failure: ${JSON.stringify(outcome)}`)
  return outcome.failure
}
