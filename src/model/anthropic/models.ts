import { APIConnectionError, APIError } from '@anthropic-ai/sdk'
import type { Failure, Result } from '../../domain/failure.ts'
import { failed, ok } from '../../domain/failure.ts'
import type { Clock, Timers } from '../../ports/host.ts'
import { clientOf } from './client.ts'
import { failure, troubleOf, withoutKey } from './diagnose.ts'
import { parseBaseUrl } from './endpoint.ts'
import { causes, unreachable } from './reach.ts'
import type { Surroundings } from './surroundings.ts'
import { browserSurroundings } from './surroundings.ts'
import { SILENT, within } from './watchdog.ts'
import { createWire } from './wire.ts'

export interface OfferedModel {
  id: string
  name: string
  /** Null where the endpoint does not say. */
  window: number | null
  maxTokens: number | null
}

interface ListDeps {
  clock: Clock
  timers: Timers
  surroundings?: Surroundings
}

const PATIENCE_MS = 20_000

/** The models an endpoint offers, newest first where it is Anthropic's. Also the test of a connection: its failures say what to mend. */
export async function listModels(
  setup: { baseUrl: string; key: string | null },
  deps: ListDeps,
): Promise<Result<OfferedModel[]>> {
  const parsed = parseBaseUrl(setup.baseUrl)
  if (!parsed.ok) return parsed
  const endpoint = parsed.value
  const { clock, timers, surroundings = browserSurroundings() } = deps
  const wire = createWire(endpoint, setup.key, surroundings.fetch)
  const hangUp = new AbortController()
  const listing = clientOf(endpoint, setup.key, wire)
    .models.list({ limit: 1000 }, { signal: hangUp.signal })
    .then(
      page => ({ models: page.data as unknown }),
      (error: unknown) => ({ error }),
    )
  wire.go()
  const listed = await within(listing, PATIENCE_MS, clock, timers)
  const fail = (why: Failure): Result<never> => ({ ok: false, failure: withoutKey(why, setup.key) })
  if (listed === SILENT)
    return fail(failure('silent', `${endpoint.host} has sent nothing for ${PATIENCE_MS / 1000} seconds.`))
  // The SDK takes a page of HTML for an empty list.
  if ('models' in listed && !wire.answer.type.includes('json')) return failed('not-an-api', notAnApi(endpoint.url))
  if ('models' in listed) return read(listed.models, endpoint.url)
  const { error } = listed
  if (error instanceof APIConnectionError) {
    return fail(
      (await unreachable({ endpoint, surroundings, timers, answered: false, error, signal: hangUp.signal })).failure,
    )
  }
  if (!(error instanceof APIError)) return fail(failure('not-an-api', notAnApi(endpoint.url), causes(error)))
  const asked = { endpoint, model: '', hasKey: setup.key !== null, now: clock.now() }
  return fail(troubleOf(error, asked, wire.answer).failure)
}

const notAnApi = (url: string) =>
  `What answers at ${url} has no list of models. Check the address, or type the name of a model.`

/** Reads Anthropic's list, and the OpenAI-shaped one that local servers give at the same address. */
function read(models: unknown, url: string): Result<OfferedModel[]> {
  if (!Array.isArray(models)) return failed('not-an-api', notAnApi(url))
  const number = (value: unknown) => (typeof value === 'number' ? value : null)
  return ok(
    models.flatMap((model: Record<string, unknown>) => {
      if (typeof model?.id !== 'string') return []
      const name = typeof model.display_name === 'string' ? model.display_name : model.id
      return [{ id: model.id, name, window: number(model.max_input_tokens), maxTokens: number(model.max_tokens) }]
    }),
  )
}
