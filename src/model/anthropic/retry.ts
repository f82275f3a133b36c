import type { Failure } from '../../domain/failure.ts'

/** A request that failed: what to say, how many attempts such a failure is worth (1: none but the first), how long to wait. */
export interface Trouble {
  failure: Failure
  attempts: number
  /** What the endpoint asked for with `retry-after`. */
  retryAfterMs?: number
}

export const ATTEMPTS = { never: 1, damaged: 3, usual: 5, rateLimit: 8 } as const

/** `waitMs` until the next attempt, or the failure that ends the turn. */
export type Decision = { again: true; why: Failure; waitMs: number } | { again: false; failure: Failure }

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
/** A longer `retry-after` is not waited out: after this long we look again. */
export const RETRY_AFTER_CAP_MS = 300_000

/** Whether attempt number `attempt` (from 1) is followed by another one. `chance` is in [0, 1). */
export function decide(trouble: Trouble, attempt: number, chance: number): Decision {
  const { failure, attempts, retryAfterMs } = trouble
  if (attempt >= attempts) {
    const tried = attempt === 1 ? '' : ` It was tried ${attempt} times.`
    return { again: false, failure: { ...failure, message: failure.message + tried } }
  }
  if (retryAfterMs === undefined) return { again: true, why: failure, waitMs: backoff(attempt, chance) }
  if (retryAfterMs <= RETRY_AFTER_CAP_MS) return { again: true, why: failure, waitMs: retryAfterMs }
  const asked = `It asks to wait ${inWords(retryAfterMs)}; Deskhand looks again after ${inWords(RETRY_AFTER_CAP_MS)}.`
  return { again: true, why: { ...failure, message: `${failure.message} ${asked}` }, waitMs: RETRY_AFTER_CAP_MS }
}

/** Doubles each time; half of it is left to chance, so that agents that failed together do not come back together. */
function backoff(attempt: number, chance: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt)
  return Math.round(whole / 2 + (whole / 2) * chance)
}

/** The wait that a `retry-after` header asks for: seconds, or a date. */
export function retryAfterOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  const text = header.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} minutes`
  return `${Math.round(minutes / 60)} hours`
}
