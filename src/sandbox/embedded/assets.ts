import type { EngineAssets } from '../engine/commands.ts'

/** Kept snapshots are of one build of Python and of this layout of ours. */
const SNAPSHOT = 'python-314.0.7-1'
const ENGINE = 'python.js'
const CACHE = 'deskhand-python'

export type Assets = EngineAssets & {
  engine(): Promise<Blob>
  /** Told by the page, which knows the app's address, and under which name the build has put each of its files. */
  lieAt(base: string, names: Record<string, string>): void
}

/** The sandbox's own files, from the app, and Python's snapshot, kept in this browser. */
export function createAssets(): Assets {
  let found: (place: { base: string; names: Record<string, string> }) => void = () => undefined
  const place = new Promise<{ base: string; names: Record<string, string> }>(resolve => {
    found = resolve
  })
  const got = new Map<string, Promise<Blob>>()
  const fetched = async (name: string) => {
    const { base, names } = await place
    const answer = await fetch(new URL(names[name] ?? name, base))
    if (!answer.ok)
      throw new Error(
        `${name} was answered with ${answer.status}. If Deskhand was updated meanwhile, reload the page to get all of it anew`,
      )
    const type = /js$/.test(name) ? 'text/javascript' : 'application/octet-stream'
    return new Blob([await answer.blob()], { type })
  }
  const get = (name: string) => {
    const known = got.get(name) ?? fetched(name)
    got.set(name, known)
    known.catch(() => got.delete(name))
    return known
  }
  const address = async () => {
    const { base, names } = await place
    return new URL(`${SNAPSHOT}.${names[ENGINE] ?? ENGINE}.bin`, base).href
  }
  return {
    get,
    engine: () => get('shell.js'),
    lieAt: (base, names) => found({ base, names }),
    async snapshot() {
      const kept = await (await caches.open(CACHE)).match(await address())
      return kept ? kept.blob() : null
    },
    async keepSnapshot(snapshot) {
      const cache = await caches.open(CACHE)
      for (const request of await cache.keys()) await cache.delete(request)
      await cache.put(await address(), new Response(snapshot))
    },
  }
}
