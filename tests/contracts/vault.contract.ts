import { beforeEach, describe, expect, it } from 'vitest'
import type { Result } from '../../src/domain/failure.ts'
import type { Vault } from '../../src/ports/vault.ts'
import { hashOf } from '../../src/store/hash.ts'

const kindOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.failure.kind)

/** Bytes that no other test has put. */
const fresh = (length: number) => {
  const bytes = new Uint8Array(length)
  crypto.getRandomValues(bytes.subarray(0, 65_536))
  return bytes
}

/** What every vault must do. It may hold other images already. */
export function vaultContract(name: string, make: () => Promise<Vault>) {
  describe(`${name} keeps the vault contract`, () => {
    let vault: Vault
    beforeEach(async () => {
      vault = await make()
    })

    it('gives back what was put, byte for byte', async () => {
      for (const bytes of [new Uint8Array(), fresh(1), fresh(100_000), fresh(17 * 1024 * 1024)]) {
        const hash = await hashOf(bytes)
        expect(kindOf(await vault.put(bytes, hash))).toBe('ok')
        expect(await vault.has(hash)).toBe(true)
        const back = await vault.get(hash)
        expect(back.ok && back.value.length === bytes.length && (await hashOf(back.value)) === hash).toBe(true)
      }
    })

    it('keeps the same bytes once, also when they are put at the same time', async () => {
      const bytes = fresh(1000)
      const hash = await hashOf(bytes)
      const before = await vault.size()
      const puts = await Promise.all([1, 2, 3].map(() => vault.put(bytes, hash)))
      expect(puts.map(kindOf)).toEqual(['ok', 'ok', 'ok'])
      expect(kindOf(await vault.put(bytes, hash))).toBe('ok')
      expect((await vault.size()) - before).toBe(1000)
    })

    it('does not have what was never put', async () => {
      const hash = await hashOf(fresh(10))
      expect(await vault.has(hash)).toBe(false)
      expect(kindOf(await vault.get(hash))).toBe('missing')
    })

    it('keeps nothing under a hash that is not its own', async () => {
      const hash = await hashOf(fresh(10))
      const before = await vault.size()
      expect(kindOf(await vault.put(fresh(10), hash))).toBe('storage')
      expect(await vault.has(hash)).toBe(false)
      expect(await vault.size()).toBe(before)
    })
  })
}
