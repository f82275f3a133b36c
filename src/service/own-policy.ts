import { headersFor } from '../../config/headers.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import type { Model } from '../ports/model.ts'

/** An address that no request leaves the machine for, and that no policy of ours allows. */
const HARMLESS = 'data:,'
const LONG_ENOUGH = 1000

const NOT_LIMITED = failed(
  'blocked',
  'Nothing was sent. This helper came without the limits that let it reach the chosen address only. Reload the page, then go on.',
)

/**
 * Whether this worker is under exactly the policy that belongs to its own address: it tries what that policy forbids
 * and reads in the browser's refusal which policy it was. The page looks before it starts one; this is the worker's own
 * proof, whatever happened in between. Takes about 2 ms and asks nobody.
 */
export async function underOwnPolicy(): Promise<Result<void>> {
  const { pathname, search } = self.location
  const expected = headersFor(pathname + search, { dev: false })['Content-Security-Policy']
  const refusal = new Promise<string>(resolve => {
    const heard = (event: Event) => resolve((event as SecurityPolicyViolationEvent).originalPolicy)
    self.addEventListener('securitypolicyviolation', heard, { once: true })
    setTimeout(() => resolve('none'), LONG_ENOUGH)
  })
  const allowed = await fetch(HARMLESS).then(
    () => true,
    () => false,
  )
  return !allowed && (await refusal) === expected ? ok(undefined) : NOT_LIMITED
}

/** A model that asks nobody, and says why. */
export const refusingModel = (failure: Failure): Model => ({
  window: Number.POSITIVE_INFINITY,
  async *stream() {
    yield { type: 'outcome', outcome: { kind: 'failed', failure } }
  },
})
