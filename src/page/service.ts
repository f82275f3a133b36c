import { PAGE_LOCK, type ServiceMessage } from '../ports/service.ts'
import { every } from './timing.ts'

/**
 * What the person should hear of the offline part: nothing; that it is missing; that the page must be loaded once more
 * before it is limited to the chosen address; that a newer Deskhand waits; that another tab has gone over to it.
 */
export type ServiceNews =
  | { kind: 'nothing' }
  | { kind: 'missing'; why: string }
  | { kind: 'load-again' }
  | { kind: 'update' }
  | { kind: 'updated' }

export interface Service {
  /** Goes over to the newer version and reloads; not while anything runs in any tab. */
  update(): Promise<void>
  /** Folders this page may use, held by the service worker so that a reload asks nothing. */
  keep(folders: FileSystemDirectoryHandle[]): void
  /** Whether anything runs in this page. Other tabs see it, and no update is offered meanwhile. */
  running(now: boolean): void
}

const LOOK_EVERY = 2000
const HOUR = 3_600_000
const base = () => new URL('./', document.baseURI).href

/** Starts the offline part of the app. `page` is the address of the page's first script. */
export async function startService(page: string, tell: (news: ServiceNews) => void): Promise<Service> {
  const container = 'serviceWorker' in navigator ? navigator.serviceWorker : null
  const controlled = container?.controller != null
  const lock = `deskhand:running ${base()}`
  let registration: ServiceWorkerRegistration | undefined
  let stopRunning: (() => void) | null = null
  let stopLooking: (() => void) | null = null
  let updating = false

  const send = (message: ServiceMessage) => registration?.active?.postMessage(message)

  const isAnythingRunning = async () => {
    const { held = [], pending = [] } = await navigator.locks.query()
    return [...held, ...pending].some(({ name }) => name === lock)
  }

  async function offer(): Promise<void> {
    if (!registration?.waiting || updating) return
    tell((await isAnythingRunning()) ? { kind: 'nothing' } : { kind: 'update' })
  }

  function onWaiting(): void {
    void offer()
    stopLooking?.()
    stopLooking = every(LOOK_EVERY, () => void offer())
  }

  function follow(found: ServiceWorkerRegistration): void {
    if (found.waiting && found.active) onWaiting()
    if (found.installing) watch(found, found.installing)
    found.addEventListener('updatefound', () => found.installing && watch(found, found.installing))
    container?.addEventListener('controllerchange', () => {
      if (!updating) tell({ kind: 'updated' })
    })
    let looked = Date.now()
    document.addEventListener('visibilitychange', () => {
      if (document.hidden || Date.now() - looked < HOUR) return
      looked = Date.now()
      // No connection is no trouble here: the next look finds what there is.
      found.update().catch(() => undefined)
    })
  }

  function watch(found: ServiceWorkerRegistration, worker: ServiceWorker): void {
    const isFirst = found.active === null
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed' && !isFirst) onWaiting()
      if (worker.state === 'activated' && isFirst) onActive()
      if (worker.state === 'redundant' && isFirst)
        tell(missing('Some of its files could not be fetched, or were changed on the way.'))
    })
  }

  /** Only a page that was itself answered by the service worker is under its policy. */
  function onActive(): void {
    send({ kind: 'loaded' })
    if (!crossOriginIsolated && !controlled) tell({ kind: 'load-again' })
  }

  // Held until the page goes: whoever cleans up sees which version's files are still needed.
  const forever = new Promise<void>(() => undefined)
  if (navigator.locks) navigator.locks.request(PAGE_LOCK + page, { mode: 'shared' }, () => forever).catch(noLocks)

  function noLocks(error: unknown): void {
    tell(missing(String(error)))
  }

  if (!container) tell(missing('This browser, or this address, does not allow service workers.'))
  else {
    try {
      // Undefined where a tool has put something else in the place of the browser's own.
      registration = (await container.register(`${base()}service.worker.js`, { updateViaCache: 'none' })) as
        | ServiceWorkerRegistration
        | undefined
      if (!registration) tell(missing('Service workers are blocked here.'))
      else {
        follow(registration)
        if (registration.active) onActive()
      }
    } catch (error) {
      tell(missing(String(error)))
    }
  }

  return {
    async update() {
      const waiting = registration?.waiting
      if (!waiting) return location.reload()
      await navigator.locks.request(lock, { ifAvailable: true }, async free => {
        if (!free) return tell({ kind: 'nothing' })
        updating = true
        const activated = new Promise<void>(resolve => {
          waiting.addEventListener('statechange', () => waiting.state === 'activated' && resolve())
        })
        waiting.postMessage({ kind: 'take-over' } satisfies ServiceMessage)
        await activated
        location.reload()
        // Nothing may start between here and the new page.
        return forever
      })
    },
    keep: folders => send({ kind: 'keep', folders }),
    running(now) {
      if (now && !stopRunning) {
        const ended = new Promise<void>(resolve => {
          stopRunning = resolve
        })
        navigator.locks.request(lock, { mode: 'shared' }, () => ended).catch(noLocks)
      }
      if (!now) {
        stopRunning?.()
        stopRunning = null
      }
    },
  }
}

const missing = (why: string): ServiceNews => ({ kind: 'missing', why })
