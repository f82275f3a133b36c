/**
 * What can go wrong, as data. A failure crosses worker borders unchanged, which a thrown error does not
 * (it loses its class and every field but name, message and stack).
 */
export type FailureKind =
  | 'invalid' // the call itself is wrong: a bad path, bad input, an unknown name
  | 'missing' // no such file or folder
  | 'exists' // something is already there and would have been overwritten
  | 'conflict' // the file is not what the caller last saw
  | 'changed-while-reading'
  | 'unreadable'
  | 'binary' // not text
  | 'too-large'
  | 'read-only'
  | 'disk-full'
  | 'permission-lost' // the browser no longer lets us into the folder
  | 'not-allowed' // outside what the person granted, or refused by them
  | 'stopped'
  | 'network'
  | 'blocked' // CORS or local-network permission
  | 'auth'
  | 'credit'
  | 'rate-limit'
  | 'overloaded'
  | 'server'
  | 'cut' // a stream that ended before its message did
  | 'silent' // a stream that said nothing for too long
  | 'not-an-api' // the address answers, but not as a Messages API
  | 'bad-request'
  | 'context-full'
  | 'limit' // a guard of ours: turns, tokens, repetition
  | 'storage' // the browser's own storage refused
  | 'fenced' // another tab works on this session
  | 'bug'

export interface Failure {
  kind: FailureKind
  /** One clear sentence for the person: what happened and, where there is something to do, what to do. */
  message: string
  /** True when the same call may succeed later without anyone changing anything. */
  retry?: boolean
  /** For the log only: the original error text. Never a key. */
  detail?: string
}

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export const failed = (kind: FailureKind, message: string, more: Omit<Failure, 'kind' | 'message'> = {}) =>
  ({ ok: false, failure: { kind, message, ...more } }) satisfies Result<never>

/** The one place where something unexpected that was thrown becomes a failure. */
export const unexpected = (error: unknown, doing: string): Failure => ({
  kind: 'bug',
  message: `Something unexpected happened while ${doing}. Nothing was changed by it; the log has the details.`,
  detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
})

/** Ends a switch over a union: a new member breaks the build here. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`)
}
