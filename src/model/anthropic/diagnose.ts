import type { APIError } from '@anthropic-ai/sdk'
import type { Failure, FailureKind } from '../../domain/failure.ts'
import type { Endpoint } from './endpoint.ts'
import type { Trouble } from './retry.ts'
import { ATTEMPTS, retryAfterOf } from './retry.ts'
import type { Wire } from './wire.ts'

/** What the sentences need to know of the request that failed. */
export interface Asked {
  endpoint: Endpoint
  model: string
  hasKey: boolean
  now: number
}

type Fault = Pick<APIError, 'status' | 'headers' | 'error' | 'apiMessage' | 'type'>

/** An error the endpoint reported, as a status or inside a stream, in words a person can act on. */
export function troubleOf(fault: Fault, asked: Asked, answer: Wire['answer']): Trouble {
  const kind = kindOf(fault, isPage(answer))
  const detail = [fault.status, fault.type, fault.apiMessage]
    .filter(part => part !== null && part !== undefined)
    .join(' ')
  const attempts = fault.headers?.get('x-should-retry') === 'false' ? ATTEMPTS.never : attemptsOf(kind)
  const retryAfterMs = retryAfterOf(fault.headers?.get('retry-after') ?? null, asked.now)
  return {
    failure: failure(kind, sentence(kind, fault, asked), detail),
    attempts,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
}

/** A stream that ended, or contradicted itself, before its message was whole. */
export function brokenStream(asked: Asked, answer: Wire['answer'], events: number, why: string): Trouble {
  const { host } = asked.endpoint
  if (isPage(answer) || (events === 0 && !answer.type.includes('event-stream'))) {
    return {
      failure: failure('not-an-api', sentence('not-an-api', null, asked), answer.type),
      attempts: ATTEMPTS.never,
    }
  }
  const message = `The answer of ${host} broke off before it was complete, so nothing of it was used.`
  return { failure: failure('cut', message, why), attempts: ATTEMPTS.usual }
}

export function damagedStream(asked: Asked, why: string): Trouble {
  const message = `The answer of ${asked.endpoint.host} was damaged, so nothing of it was used.`
  return { failure: failure('server', message, why), attempts: ATTEMPTS.damaged }
}

export function silentStream(asked: Asked, ms: number): Trouble {
  const message = `${asked.endpoint.host} has sent nothing for ${Math.round(ms / 1000)} seconds.`
  return { failure: failure('silent', message), attempts: ATTEMPTS.usual }
}

const isPage = (answer: Wire['answer']) => answer.type.includes('text/html')

function kindOf(fault: Fault, page: boolean): FailureKind {
  const { status, type } = fault
  const text = `${fault.apiMessage ?? ''} ${typeof fault.error === 'string' ? fault.error : ''}`
  if (/credit balance is too low/i.test(text) || type === 'billing_error' || status === 402) return 'credit'
  if (status === 401 || type === 'authentication_error') return 'auth'
  // A page with a status of the 4xx kind comes from something in between: a login page, a filter, the wrong address.
  if (page && (status ?? 200) < 500) return 'not-an-api'
  if (status === 403 || type === 'permission_error') return 'auth'
  if (status === 429 || type === 'rate_limit_error') return 'rate-limit'
  if (status === 529 || type === 'overloaded_error') return 'overloaded'
  if (status === 413 || /prompt is too long|exceed(s|ed)? (the )?context/i.test(text)) return 'context-full'
  if (type === null && (status === 404 || status === 405)) return 'not-an-api'
  if (status === 408 || status === 409 || (status ?? 0) >= 500) return 'server'
  if (type === 'api_error' || type === 'timeout_error' || type === 'conflict_error') return 'server'
  return 'bad-request'
}

const RETRIED: Partial<Record<FailureKind, number>> = {
  'rate-limit': ATTEMPTS.rateLimit,
  overloaded: ATTEMPTS.usual,
  server: ATTEMPTS.usual,
}
const attemptsOf = (kind: FailureKind) => RETRIED[kind] ?? ATTEMPTS.never

function sentence(kind: FailureKind, fault: Fault | null, { endpoint, model, hasKey }: Asked): string {
  const { host } = endpoint
  const said = fault?.apiMessage ? ` It says: “${shorten(fault.apiMessage)}”` : ''
  switch (kind) {
    case 'credit': {
      const where = endpoint.isAnthropic ? ' in the Claude Console under Billing' : ''
      return `The account behind this key has no credit left. Add credit${where}, then resume.`
    }
    case 'auth':
      if (!hasKey) return `${host} wants a key. Add one in Settings.`
      if (fault?.status === 403)
        return `${host} does not let this key do this.${said} Use another key or model in Settings.`
      return `${host} did not accept the key. Check the key in Settings.`
    case 'not-an-api':
      return `What answers at ${endpoint.url} is not a Messages API. Check the address in Settings, and whether a network login page is in the way.`
    case 'rate-limit':
      return `${host} takes no more requests for now: its rate limit is reached.`
    case 'overloaded':
      return `${host} is overloaded.`
    case 'server':
      return `${host} had an error of its own${fault?.status ? ` (${fault.status})` : ''}.`
    case 'context-full':
      return `The conversation is too long for ${model}.`
    default:
      if (fault?.status === 404) return `${host} does not know the model “${model}”. Choose another one in Settings.`
      return `${host} refused the request.${said}`
  }
}

const shorten = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text)

/** Failures that go away by themselves are marked so. */
const PASSING: readonly FailureKind[] = ['rate-limit', 'overloaded', 'server', 'network', 'cut', 'silent']
export const failure = (kind: FailureKind, message: string, detail?: string): Failure => ({
  kind,
  message,
  ...(PASSING.includes(kind) ? { retry: true } : {}),
  ...(detail ? { detail } : {}),
})

/** Local servers want some word as a key, like “ollama”; taking that out of every sentence would only garble it. */
const isSecret = (key: string | null): key is string => key !== null && key.length >= 8

/** The key may be echoed by an endpoint, whole or in part of a text. It never goes into a log. */
export function withoutKey(failure: Failure, key: string | null): Failure {
  const hide = (text: string) =>
    (isSecret(key) ? text.replaceAll(key, '[key]') : text)
      .replace(/sk-ant-[\w-]+/g, '[key]')
      .replace(/Bearer \S+/gi, 'Bearer [key]')
  return { ...failure, message: hide(failure.message), ...(failure.detail ? { detail: hide(failure.detail) } : {}) }
}
