import { headersFor } from '../../config/headers.ts'
import { failed, ok, type Result, unexpected } from '../domain/failure.ts'

/** The address an agent's worker is loaded from, so that its answer lets it reach `origin` and nothing else. */
export const agentAddress = (agentUrl: string, origin: string): string =>
  `${agentUrl}${agentUrl.includes('?') ? '&' : '?'}to=${encodeURIComponent(origin)}`

/**
 * Whether an agent's worker for `origin` would be answered with exactly the policy that lets it reach that origin
 * alone. Asked before any such worker is started, because a worker that came without its policy could reach anyone.
 */
export async function policyInPlace(agentUrl: string, origin: string): Promise<Result<void>> {
  const address = new URL(agentAddress(agentUrl, origin), location.href)
  // A worker's policy is the same in development.
  const expected = headersFor(address.pathname + address.search, { dev: false })
  try {
    const answer = await fetch(address)
    const policy = answer.headers.get('Content-Security-Policy')
    if (answer.ok && crossOriginIsolated && policy === expected['Content-Security-Policy']) return ok(undefined)
    return failed(
      'blocked',
      `Nothing was sent. This server does not limit what the page may reach, and the browser's offline part of Deskhand, which does it instead, is not at work yet. Reload the page to use ${origin}; the built-in planner works meanwhile.`,
      { detail: `${address.pathname} came with: ${policy ?? 'no policy'}; isolated: ${crossOriginIsolated}` },
    )
  } catch (error) {
    return { ok: false, failure: unexpected(error, 'looking whether the page is limited to the chosen address') }
  }
}
