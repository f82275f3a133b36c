import type { Result } from '../../domain/failure.ts'
import { failed, ok } from '../../domain/failure.ts'

export interface Endpoint {
  /** Without `/v1` and without a slash at the end: the client adds `/v1/messages`. */
  url: string
  origin: string
  /** As a person would name it: `api.anthropic.com`, `localhost:11434`. */
  host: string
  isAnthropic: boolean
  /** On this computer. */
  isLocal: boolean
  /** Something the person should know about the address, or what was changed in it. */
  note?: string
}

const EXAMPLE = 'It looks like https://api.anthropic.com or http://localhost:11434.'
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/

/** Turns what a person typed into an address that can be called, or says what is wrong with it. Sends nothing. */
export function parseBaseUrl(text: string): Result<Endpoint> {
  const typed = text.trim()
  if (typed === '') return failed('invalid', `The address is empty. ${EXAMPLE}`)
  const url = URL.canParse(typed) ? new URL(typed) : null
  if (!url || !/^https?:$/.test(url.protocol)) {
    const guess = /^[\w.-]+(:\d+)?(\/|$)/.test(typed) ? ` Did you mean http://${typed}?` : ` ${EXAMPLE}`
    return failed('invalid', `“${shorten(typed)}” is not a web address.${guess}`)
  }
  if (url.username || url.password) {
    return failed(
      'invalid',
      'The address contains a name or password. Leave them out, and put the key in its own field.',
    )
  }
  if (url.search || url.hash) {
    return failed(
      'invalid',
      `The address must end with its path; remove everything from “${url.search ? '?' : '#'}” on.`,
    )
  }
  const path = url.pathname.replace(/\/+$/, '')
  const kept = path.replace(/\/v1(\/messages)?$/, '')
  const isLocal = LOOPBACK.test(url.hostname)
  const notes = [
    ...(kept === path ? [] : [`“${path.slice(kept.length)}” was left off: it is added to every request.`]),
    ...(url.protocol === 'http:' && !isLocal
      ? ['This address is not encrypted: the key and your texts can be read on the way.']
      : []),
  ]
  return ok({
    url: url.origin + kept,
    origin: url.origin,
    host: url.host,
    isAnthropic: url.origin === 'https://api.anthropic.com',
    isLocal,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  })
}

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text)
