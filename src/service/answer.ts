import { headersFor } from '../../config/headers.ts'
import type { Precache } from './precache.ts'

/**
 * Answers a request for one of the app's own addresses, always under the policy that belongs to it and no other, so
 * that a host that cannot set headers is as strict as one that can.
 */
export async function answer(request: Request, precache: Precache, scope: string): Promise<Response> {
  const address = new URL(request.url)
  const path = (address.origin + address.pathname).slice(scope.length)
  try {
    const file = await precache.find(path === 'index.html' ? '' : path)
    if (file) return underPolicy(file, address)
    const answered = await fetch(request)
    // A page that moved: the browser follows, and asks again.
    return answered.type === 'opaqueredirect' ? answered : underPolicy(answered, address)
  } catch (error) {
    if (request.destination === 'document') return Response.redirect(scope)
    return new Response(`Deskhand could not reach its own server: ${error}`, {
      status: 504,
      headers: headersFor(address.pathname + address.search, { dev: false }),
    })
  }
}

function underPolicy(response: Response, address: URL): Response {
  const headers = new Headers(response.headers)
  const ours = headersFor(address.pathname + address.search, { dev: false })
  for (const [name, value] of Object.entries(ours)) headers.set(name, value)
  const { status, statusText } = response
  return new Response(response.body, { status, statusText, headers })
}
