import { failed, ok } from '../../src/domain/failure.ts'
import type { HashOf } from '../../src/ports/folder.ts'
import type { Vault } from '../../src/ports/vault.ts'
import { hashOf as hashOfStore } from '../../src/store/hash.ts'

/** A vault in memory. `images` is what it holds, for a test to look at or to damage. */
export function createMemoryVault(
  images = new Map<string, Uint8Array>(),
  hashOf: HashOf = hashOfStore,
): Vault & { images: Map<string, Uint8Array> } {
  return {
    images,
    async put(bytes, hash) {
      if ((await hashOf(bytes)) !== hash) return failed('storage', 'The image does not have the hash it was given.')
      images.set(hash, bytes.slice())
      return ok(undefined)
    },
    async get(hash) {
      const bytes = images.get(hash)
      if (!bytes) return failed('missing', 'There is no image of that file any more.')
      return (await hashOf(bytes)) === hash
        ? ok(bytes.slice())
        : failed('storage', 'The saved image of that file is damaged.')
    },
    has: async hash => images.has(hash),
    size: async () => [...images.values()].reduce((sum, bytes) => sum + bytes.length, 0),
  }
}
