import type { EngineAssets } from '../engine/commands.ts'

/** Kept snapshots are of one build of Python and of this layout of ours. */
const SNAPSHOT = 'python-314.0.7-1'
const CACHE = 'deskhand-python'

export type Assets = EngineAssets & {
  engine(): Promise<Blob>
  /** Told by the page, which knows the app's address. */
  lieAt(base: string): void
}

/** The sandbox's own files, from the app, and Python's snapshot, kept in this browser. */
export function createAssets(): Assets {
  let base = ''
  const got = new Map<string, Promise<Blob>>()
  const fetched = async (name: string) => {
    const answer = await fetch(new URL(name, base))
    if (!answer.ok) throw new Error(`${name} was answered with ${answer.status}`)
    const type = /js$/.test(name) ? 'text/javascript' : 'application/octet-stream'
    return new Blob([await answer.blob()], { type })
  }
  const get = (name: string) => {
    const known = got.get(name) ?? fetched(name)
    got.set(name, known)
    known.catch(() => got.delete(name))
    return known
  }
  const address = () => new URL(`${SNAPSHOT}.bin`, base).href
  return {
    get,
    engine: () => get('shell.js'),
    lieAt(address) {
      base = address
    },
    async snapshot() {
      const kept = await (await caches.open(CACHE)).match(address())
      return kept ? kept.blob() : null
    },
    async keepSnapshot(snapshot) {
      const cache = await caches.open(CACHE)
      for (const request of await cache.keys()) await cache.delete(request)
      await cache.put(address(), new Response(snapshot))
    },
  }
}
