import { ok, type Result } from '../domain/failure.ts'
import { folderOf, nameOf, type Place } from '../domain/place.ts'
import type { ChangesDeps } from './deps.ts'
import { lookAt } from './look.ts'
import type { Expected } from './take-back.ts'

/** Collects what undone changes promise, and at the end reads back whether it is so. */
export interface Proof {
  /** Changes come newest first: what an older one promises of the same path replaces what a newer one did. */
  add(root: string, expected: readonly Expected[]): void
  /** How many of the changes left nothing but paths that are now as they were before. Fails where it cannot look. */
  verified(): Promise<Result<number>>
}

export function createProof(deps: Pick<ChangesDeps, 'versionOf' | 'folders'>): Proof {
  const promised = new Map<string, { place: Place; hash: string | null }>()
  const changes: string[][] = []
  const names = new Map<string, Set<string>>()
  const keyOf = (place: Place) => `${place.root}:${place.path}`

  /** By exact name, since a look-up on a disk that ignores case would find the file under its old name too. */
  async function isListed({ root, path }: Place): Promise<Result<boolean>> {
    const key = keyOf({ root, path: folderOf(path) })
    const known = names.get(key)
    if (known) return ok(known.has(nameOf(path)))
    const entries = (await deps.folders().get(root)?.list(folderOf(path))) ?? ok([])
    if (!entries.ok && entries.failure.kind !== 'missing') return entries
    const found = new Set(entries.ok ? entries.value.map(entry => entry.name) : [])
    names.set(key, found)
    return ok(found.has(nameOf(path)))
  }

  async function holds(place: Place, hash: string | null): Promise<Result<boolean>> {
    const listed = await isListed(place)
    if (!listed.ok || hash === null || !listed.value) return listed.ok ? ok(hash === null && !listed.value) : listed
    const now = await lookAt(deps, deps.folders().get(place.root)!, place.path)
    return now.ok ? ok(now.value?.hash === hash) : now
  }

  return {
    add(root, expected) {
      const places = expected.map(({ path }) => ({ root, path }))
      for (const [index, place] of places.entries()) promised.set(keyOf(place), { place, hash: expected[index]!.hash })
      changes.push(places.map(keyOf))
    },
    async verified() {
      const kept = new Set<string>()
      for (const [key, { place, hash }] of promised) {
        const held = await holds(place, hash)
        if (!held.ok) return held
        if (held.value) kept.add(key)
      }
      return ok(changes.filter(keys => keys.every(key => kept.has(key))).length)
    },
  }
}
