import { ok, type Result } from '../domain/failure.ts'
import { folderOf, nameOf, type Place } from '../domain/place.ts'
import type { ChangesDeps } from './deps.ts'
import { lookAt } from './look.ts'
import type { Expected } from './take-back.ts'

/** Collects what changes promise that are taken back or done again, and at the end reads back whether it is so. */
export interface Proof {
  /** What is promised last of a path counts. */
  add(root: string, expected: readonly Expected[]): void
  /** Fails where it cannot look. */
  verified(): Promise<Result<Proved>>
}

export interface Proved {
  /** Changes that left nothing but paths whose bytes are now as they should be. */
  verified: number
  /** Files of the right bytes whose date of change is not the one they had. */
  rewritten: number
}

export function createProof(deps: Pick<ChangesDeps, 'versionOf' | 'folders'>): Proof {
  const promised = new Map<string, { place: Place } & Expected>()
  const changes: string[][] = []
  const names = new Map<string, Set<string>>()
  const keyOf = (place: Place) => `${place.root}:${place.path}`

  /** Files by exact name, since a look-up on a disk that ignores case would find the file under its old name too. */
  async function isListed({ root, path }: Place): Promise<Result<boolean>> {
    const key = keyOf({ root, path: folderOf(path) })
    const known = names.get(key)
    if (known) return ok(known.has(nameOf(path)))
    const entries = (await deps.folders().get(root)?.list(folderOf(path))) ?? ok([])
    if (!entries.ok && entries.failure.kind !== 'missing') return entries
    const found = new Set(
      entries.ok ? entries.value.filter(entry => entry.kind === 'file').map(entry => entry.name) : [],
    )
    names.set(key, found)
    return ok(found.has(nameOf(path)))
  }

  async function look(place: Place, { hash, mtime }: Expected): Promise<Result<{ held: boolean; anew: boolean }>> {
    const listed = await isListed(place)
    if (!listed.ok) return listed
    if (hash === null || !listed.value) return ok({ held: hash === null && !listed.value, anew: false })
    const now = await lookAt(deps, deps.folders().get(place.root)!, place.path)
    if (!now.ok) return now
    const held = now.value?.hash === hash
    return ok({ held, anew: held && mtime !== undefined && now.value?.mtime !== mtime })
  }

  return {
    add(root, expected) {
      const places = expected.map(({ path }) => ({ root, path }))
      for (const [index, place] of places.entries()) promised.set(keyOf(place), { place, ...expected[index]! })
      changes.push(places.map(keyOf))
    },
    async verified() {
      const kept = new Set<string>()
      let rewritten = 0
      for (const [key, promise] of promised) {
        const looked = await look(promise.place, promise)
        if (!looked.ok) return looked
        if (looked.value.held) kept.add(key)
        if (looked.value.anew) rewritten++
      }
      return ok({ verified: changes.filter(keys => keys.every(key => kept.has(key))).length, rewritten })
    },
  }
}
