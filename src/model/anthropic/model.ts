import type { Failure } from '../../domain/failure.ts'
import { unexpected } from '../../domain/failure.ts'
import type { Clock, NewId, Timers } from '../../ports/host.ts'
import type { Model, ModelEvent, ModelRequest, ModelSetup } from '../../ports/model.ts'
import type { End, Line, Patience } from './attempt.ts'
import { attemptOnce, stopped } from './attempt.ts'
import { bodyOf, hasPdf } from './body.ts'
import { withoutKey } from './diagnose.ts'
import { parseBaseUrl } from './endpoint.ts'
import { decide } from './retry.ts'
import type { Release, Slots } from './slots.ts'
import type { Surroundings } from './surroundings.ts'
import { browserSurroundings } from './surroundings.ts'

export type AnthropicSetup = Extract<ModelSetup, { provider: 'anthropic' }>

export interface AnthropicDeps {
  clock: Clock
  timers: Timers
  slots: Slots
  newId: NewId
  /** A number in [0, 1), for the jitter of retries. */
  random: () => number
  surroundings?: Surroundings
  patience?: Patience
}

const PATIENCE: Patience = { headersMs: 120_000, silenceMs: 60_000 }

/**
 * Claude, or whatever speaks its Messages API at the given base URL, as a model. Each attempt starts the answer anew: after
 * a `waiting`, text and thinking given before it are void. Failures never hold the key.
 */
export function createAnthropicModel(setup: AnthropicSetup, deps: AnthropicDeps): Model {
  const endpoint = parseBaseUrl(setup.baseUrl)
  const { window } = setup
  if (!endpoint.ok) return { window, stream: () => only(endpoint.failure) }
  const { clock, timers, patience = PATIENCE, surroundings = browserSurroundings() } = deps
  const line: Line = {
    endpoint: endpoint.value,
    key: setup.key,
    clock,
    timers,
    surroundings,
    patience,
    answered: false,
    takesPdf: true,
  }
  return {
    window,
    get takesPdf() {
      return line.takesPdf
    },
    async *stream(request, signal) {
      try {
        yield* turn(line, setup.thinking, deps, request, signal)
      } catch (error) {
        yield* only(withoutKey(unexpected(error, 'talking to the model'), setup.key))
      }
    },
  }
}

async function* only(failure: Failure): AsyncGenerator<ModelEvent> {
  yield { type: 'outcome', outcome: { kind: 'failed', failure } }
}

async function* turn(
  line: Line,
  thinking: boolean,
  { clock, timers, slots, newId, random }: AnthropicDeps,
  asked: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  let body = bodyOf(asked, thinking, line.takesPdf)
  for (let attempt = 1; !signal.aborted; attempt++) {
    const release = yield* connection(line, slots, attempt, signal)
    if (!release) break
    const call = { body, request: newId(), attempt, signal }
    let end: End
    try {
      end = yield* attemptOnce(line, call)
    } finally {
      release()
    }
    if (end.kind === 'message') {
      yield { type: 'outcome', outcome: end }
      return
    }
    // A server that speaks the same API need not know all of it: what the pdf says stands beside it as text.
    if (line.takesPdf && end.trouble.failure.kind === 'bad-request' && hasPdf(asked.messages)) {
      line.takesPdf = false
      body = bodyOf(asked, thinking, false)
      yield { type: 'waiting', why: end.trouble.failure, until: clock.now(), attempt: attempt + 1 }
      continue
    }
    const decision = decide(end.trouble, attempt, random())
    if (!decision.again) {
      yield* only(decision.failure)
      return
    }
    yield { type: 'waiting', why: decision.why, until: clock.now() + decision.waitMs, attempt: attempt + 1 }
    await timers.sleep(decision.waitMs, signal)
  }
  yield* only(stopped)
}

/** A free connection; says so when one has to be waited for. Null when stopped. */
async function* connection(
  { endpoint }: Line,
  slots: Slots,
  attempt: number,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, Release | null> {
  const free = await slots.take(endpoint.origin)
  if (free) return free
  const message = `All connections to ${endpoint.host} are in use by other agents; this one waits for the next that is free.`
  yield { type: 'waiting', why: { kind: 'rate-limit', message, retry: true }, until: 0, attempt }
  return slots.wait(endpoint.origin, signal)
}
