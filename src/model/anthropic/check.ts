import { failed, ok, type Result } from '../../domain/failure.ts'
import type { Clock, NewId, Timers } from '../../ports/host.ts'
import type { ConnectionCheck } from '../../ports/model.ts'
import { attemptOnce, type Line } from './attempt.ts'
import { bodyOf } from './body.ts'
import { parseBaseUrl } from './endpoint.ts'
import { listModels } from './models.ts'
import { browserSurroundings, type Surroundings } from './surroundings.ts'

interface CheckDeps {
  clock: Clock
  timers: Timers
  newId: NewId
  surroundings?: Surroundings
}

/** A model that a small computer has to load first takes its time. */
const PATIENCE = { headersMs: 90_000, silenceMs: 30_000 }
const MOST_NAMED = 5

/**
 * Asks the endpoint for its models, and then each of `models` for one word: such a request as an agent makes, without anything of
 * the person's in it. Fails where the endpoint itself is the trouble; what is wrong with one model stands beside its name.
 */
export async function checkConnection(
  setup: { baseUrl: string; key: string | null; models: readonly string[] },
  deps: CheckDeps,
): Promise<Result<ConnectionCheck>> {
  const parsed = parseBaseUrl(setup.baseUrl)
  if (!parsed.ok) return parsed
  const endpoint = parsed.value
  const { clock, timers, surroundings = browserSurroundings() } = deps
  const listed = await listModels(setup, deps)
  // A gateway may have no such list and answer all the same.
  if (!listed.ok && listed.failure.kind !== 'not-an-api' && listed.failure.kind !== 'bad-request') return listed
  const offered = listed.ok ? listed.value.map(model => model.id) : []
  const line: Line = {
    endpoint,
    key: setup.key,
    clock,
    timers,
    surroundings,
    patience: PATIENCE,
    answered: true,
    takesPdf: false,
  }
  const models: ConnectionCheck['models'] = []
  for (const model of new Set(setup.models)) {
    const failure = await ask(line, model, deps.newId())
    if (failure && ['auth', 'credit', 'network', 'blocked', 'not-an-api', 'silent'].includes(failure.kind))
      return { ok: false, failure }
    if (!failure) models.push({ model })
    else if (failure.kind === 'bad-request' && offered.length > 0 && !offered.includes(model)) {
      const names = `${offered.slice(0, MOST_NAMED).join(', ')}${offered.length > MOST_NAMED ? ' and others' : ''}`
      const message = `${endpoint.host} does not know the model “${model}”. It offers: ${names}.`
      models.push({ model, failure: failed('bad-request', message).failure })
    } else models.push({ model, failure })
  }
  return ok({ offered, models, ...(endpoint.note ? { note: endpoint.note } : {}) })
}

async function ask(line: Line, model: string, request: string) {
  const words = { system: '', tools: [], maxTokens: 32, model }
  const content = [{ type: 'text' as const, text: 'Answer with the one word: ready' }]
  const body = bodyOf({ ...words, messages: [{ role: 'user', content }] }, /claude/i.test(model), false)
  const answer = attemptOnce(line, { body, request, attempt: 1, signal: new AbortController().signal })
  for (;;) {
    const step = await answer.next()
    if (step.done) return step.value.kind === 'trouble' ? step.value.trouble.failure : null
  }
}
