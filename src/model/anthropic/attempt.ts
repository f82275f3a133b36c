import { APIConnectionError, APIError } from '@anthropic-ai/sdk'
import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import type { Failure } from '../../domain/failure.ts'
import type { Clock, Timers } from '../../ports/host.ts'
import type { ModelEvent, ModelOutcome } from '../../ports/model.ts'
import { createAccumulator } from './accumulate.ts'
import { clientOf } from './client.ts'
import type { Asked } from './diagnose.ts'
import { brokenStream, damagedStream, failure, silentStream, troubleOf, withoutKey } from './diagnose.ts'
import type { Endpoint } from './endpoint.ts'
import { causes, unreachable } from './reach.ts'
import type { Trouble } from './retry.ts'
import { ATTEMPTS } from './retry.ts'
import type { Surroundings } from './surroundings.ts'
import { left, SILENT, within } from './watchdog.ts'
import type { Wire } from './wire.ts'
import { createWire } from './wire.ts'

/** How long an endpoint may say nothing. Reading a long prompt takes a while; after that, words come steadily. */
export interface Patience {
  headersMs: number
  silenceMs: number
}
/** After `message_stop` the answer is whole; the connection gets this long to end by itself, so that it can be used again. */
const ENDING_MS = 250

export interface Line {
  endpoint: Endpoint
  key: string | null
  clock: Clock
  timers: Timers
  surroundings: Surroundings
  patience: Patience
  /** Set once the endpoint has answered anything. */
  answered: boolean
  /** False once the endpoint has refused a pdf. */
  takesPdf: boolean
}

export interface Call {
  body: MessageCreateParamsStreaming
  request: string
  attempt: number
  signal: AbortSignal
}

export type End = Extract<ModelOutcome, { kind: 'message' }> | { kind: 'trouble'; trouble: Trouble }

/** One request and its answer. Ends with a whole message or with what went wrong; never throws. */
export async function* attemptOnce(line: Line, call: Call): AsyncGenerator<ModelEvent, End> {
  const { endpoint, key, clock, timers, patience } = line
  const wire = createWire(endpoint, key, line.surroundings.fetch)
  const hangUp = new AbortController()
  const signal = AbortSignal.any([call.signal, hangUp.signal])
  const asked = (): Asked => ({ endpoint, model: call.body.model, hasKey: key !== null, now: clock.now() })
  const opening = clientOf(endpoint, key, wire)
    .messages.create(call.body, { signal })
    .then(
      stream => ({ events: stream[Symbol.asyncIterator]() }),
      (error: unknown) => ({ error }),
    )
  try {
    const bytes = await Promise.race([wire.built, opening.then(() => null)])
    if (bytes === null) {
      // Nothing left: it was stopped, or the request could not even be built.
      const settled = await opening
      return troubled(guarded(notMade('error' in settled ? settled.error : '', asked()), key, call.signal))
    }
    yield { type: 'sent', request: call.request, origin: endpoint.origin, bytes, attempt: call.attempt }
    wire.go()
    const opened = await within(opening, patience.headersMs, clock, timers)
    line.answered ||= wire.answer.status !== null
    const end =
      opened === SILENT
        ? troubled(silentStream(asked(), patience.headersMs))
        : 'error' in opened
          ? troubled(await explain(line, opened.error, asked(), wire, signal))
          : yield* listen(line, opened.events, asked, wire)
    const final = end.kind === 'trouble' ? { ...end, trouble: guarded(end.trouble, key, call.signal) } : end
    const why = final.kind === 'trouble' ? { failure: final.trouble.failure } : {}
    yield { type: 'received', request: call.request, bytes: wire.answer.bytes, ...why }
    return final
  } finally {
    hangUp.abort()
    wire.go()
  }
}

const troubled = (trouble: Trouble): End => ({ kind: 'trouble', trouble })

export const stopped: Failure = { kind: 'stopped', message: 'Stopped.' }

/** Whatever an aborted request looks like, it was stopped; and no key leaves in a failure. */
const guarded = (trouble: Trouble, key: string | null, signal: AbortSignal): Trouble =>
  signal.aborted
    ? { failure: stopped, attempts: ATTEMPTS.never }
    : { ...trouble, failure: withoutKey(trouble.failure, key) }

/** Reads the stream up to its `message_stop`. */
async function* listen(
  line: Line,
  events: AsyncIterator<unknown>,
  asked: () => Asked,
  wire: Wire,
): AsyncGenerator<ModelEvent, End> {
  const { clock, timers, patience } = line
  const message = createAccumulator()
  let heardAt = clock.now()
  let count = 0
  for (;;) {
    const step = await within(next(events), left(patience.silenceMs, heardAt, clock.now()), clock, timers)
    if (step === SILENT) return troubled(silentStream(asked(), patience.silenceMs))
    if ('error' in step) return troubled(await explainStream(step.error, asked(), wire, count))
    if (step.done) return troubled(brokenStream(asked(), wire.answer, count, 'the stream ended'))
    count += 1
    const heard = message.take(step.value)
    if (heard.kind === 'damaged') return troubled(damagedStream(asked(), heard.why))
    if (heard.kind === 'message') {
      await within(next(events), ENDING_MS, clock, timers)
      return heard.outcome
    }
    if (heard.kind === 'other') continue
    if (heard.event) yield heard.event
    heardAt = clock.now()
  }
}

type Step = { done: true } | { done: false; value: unknown } | { error: unknown }

const next = (events: AsyncIterator<unknown>): Promise<Step> =>
  events.next().then(
    ({ done, value }): Step => (done ? { done: true } : { done: false, value }),
    (error: unknown): Step => ({ error }),
  )

/** Before the stream: no answer, or one with an error status. */
async function explain(line: Line, error: unknown, asked: Asked, wire: Wire, signal: AbortSignal): Promise<Trouble> {
  if (error instanceof APIConnectionError) return unreachable({ ...line, error, signal })
  if (error instanceof APIError) return troubleOf(error, asked, wire.answer)
  // The headers came and the body of the error did not.
  if (wire.answer.status !== null) return brokenStream(asked, wire.answer, 0, causes(error))
  return notMade(error, asked)
}

const notMade = (error: unknown, asked: Asked): Trouble => ({
  failure: failure('bug', `The request to ${asked.endpoint.host} could not be made.`, causes(error)),
  attempts: ATTEMPTS.never,
})

/** Inside the stream: an error event, a reset line, or an event that is not JSON. */
async function explainStream(error: unknown, asked: Asked, wire: Wire, count: number): Promise<Trouble> {
  if (error instanceof APIError) return troubleOf(error, asked, wire.answer)
  if (error instanceof SyntaxError) return damagedStream(asked, error.message)
  return brokenStream(asked, wire.answer, count, causes(error))
}
