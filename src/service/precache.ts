import { PAGE_LOCK } from '../ports/service.ts'
import type { BuildList, BuiltFile } from './build-list.ts'

/** All files of this build, and of older ones for as long as a page of theirs is open. */
export interface Precache {
  /**
   * Fetches every file the app needs to open and checks it against the list. Rejects when one cannot be had or is not
   * of this build: the browser then drops this service worker and keeps the one before.
   */
  install(): Promise<void>
  /** Fetches what is still missing, one file at a time. Where it stops, the next call goes on. */
  complete(): Promise<void>
  /** The file as it was built. `path` is relative to the app's folder. */
  find(path: string): Promise<Response | undefined>
  /** Drops older builds that no open page came from. */
  clean(): Promise<void>
}

/** Lies with each kept file, so that the next version knows without reading it whether it is the same. */
const INTEGRITY = 'Deskhand-Integrity'

export function createPrecache(list: BuildList, registration: ServiceWorkerRegistration): Precache {
  const { scope } = registration
  // One origin may hold several Deskhands in different folders.
  const family = `deskhand ${scope} `
  const name = family + list.version
  const addressOf = (path: string) => new URL(path, scope).href
  const current = (path: string) => caches.match(addressOf(path), { cacheName: name })

  const older = async () => (await caches.keys()).filter(each => each.startsWith(family) && each !== name)
  const isReplacing = () => registration.installing !== null || registration.waiting !== null

  async function olderFile(path: string, integrity?: string): Promise<Response | undefined> {
    for (const cache of await older()) {
      const file = await caches.match(addressOf(path), { cacheName: cache })
      if (file && (integrity === undefined || file.headers.get(INTEGRITY) === integrity)) return file
    }
    return undefined
  }

  async function fetched(path: string, integrity: string): Promise<Response> {
    const file = await fetch(addressOf(path), { integrity, cache: 'no-cache' })
    if (!file.ok) throw new Error(`${path} was answered with ${file.status}.`)
    return file
  }

  async function keep({ path, integrity }: BuiltFile): Promise<void> {
    const file = (await olderFile(path, integrity)) ?? (await fetched(path, integrity))
    const type = file.headers.get('Content-Type')
    const headers = { [INTEGRITY]: integrity, ...(type ? { 'Content-Type': type } : {}) }
    // A new response, because a page may not be answered with one that came by a redirect.
    const plain = new Response(await file.arrayBuffer(), { headers })
    await (await caches.open(name)).put(addressOf(path), plain)
  }

  return {
    async install() {
      await Promise.all(list.files.map(keep))
    },

    async complete() {
      for (const file of list.later) if (!(await current(file.path))) await keep(file)
    },

    async find(path) {
      const kept = await current(path)
      if (kept || path === '') return kept
      const later = list.later.find(file => file.path === path)
      if (!later) return olderFile(path)
      await keep(later)
      return current(path)
    },

    async clean() {
      if (isReplacing()) return
      const names = await older()
      const { held = [] } = await navigator.locks.query()
      const pages = held.flatMap(({ name: lock = '' }) =>
        lock.startsWith(PAGE_LOCK) ? lock.slice(PAGE_LOCK.length) : [],
      )
      for (const each of names) {
        const inUse = await Promise.all(pages.map(page => caches.match(page, { cacheName: each })))
        if (!isReplacing() && !inUse.some(Boolean)) await caches.delete(each)
      }
    },
  }
}
