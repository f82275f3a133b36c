import type { ServiceMessage } from '../ports/service.ts'
import { SHARE_PATH } from '../ports/service.ts'
import { answer } from '../service/answer.ts'
import type { BuildList } from '../service/build-list.ts'
import { createPrecache } from '../service/precache.ts'
import { takeShared } from '../service/share.ts'

/** Put here by the build. */
declare const BUILD_LIST: BuildList

const worker = self as unknown as ServiceWorkerGlobalScope
const { registration } = worker
const { scope } = registration
const precache = createPrecache(BUILD_LIST, registration)
/** Only held, never read: that is what keeps a grant alive. By page. */
const kept = new Map<string, FileSystemDirectoryHandle[]>()

worker.addEventListener('install', event => event.waitUntil(precache.install()))

worker.addEventListener('fetch', event => {
  const { request } = event
  // Whatever is not the app's own is for the browser and the asking page's or worker's policy to decide.
  if (!request.url.startsWith(scope)) return
  if (request.method === 'GET') event.respondWith(answer(request, precache, scope))
  else if (request.method === 'POST' && request.url === scope + SHARE_PATH)
    event.respondWith(takeShared(request, scope))
})

worker.addEventListener('message', event => {
  const message = event.data as ServiceMessage
  if (message.kind === 'take-over') event.waitUntil(worker.skipWaiting())
  else if (message.kind === 'loaded') event.waitUntil(precache.clean().then(precache.complete))
  else if (event.source instanceof Client) kept.set(event.source.id, message.folders)
})
