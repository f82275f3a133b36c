import { expect, test } from 'vitest'
import { database } from '../../src/store/database.ts'
import { knownFingerprint, ownFingerprint, signWithIdentity } from '../../src/store/identity.ts'
import { fingerprintOf, verifySignature } from '../../src/store/signature.ts'

const bytes = new TextEncoder().encode('a session')

async function signed() {
  const signature = await signWithIdentity(bytes)
  if (!signature.ok) throw new Error(signature.failure.message)
  return signature.value
}

test('an installation has one key, made once, that nobody can read out', async () => {
  const [first, second] = await Promise.all([signed(), signed()])
  expect(first.key).toBe(second.key)
  const known = await knownFingerprint()
  expect(known).toEqual(await ownFingerprint())
  expect(known).toEqual({ ok: true, value: await fingerprintOf(first.key) })
  const kept = (await (await database()).get('settings', 'identity')) as CryptoKeyPair
  expect(kept.privateKey.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('pkcs8', kept.privateKey)).rejects.toThrow()
})

test('a signature holds for the bytes it was made of and no others', async () => {
  const signature = await signed()
  expect(await verifySignature(signature, bytes)).toBe(true)
  expect(await verifySignature(signature, new TextEncoder().encode('another'))).toBe(false)
  expect(await verifySignature({ ...signature, key: 'AAAAAAAAAAAA' }, bytes)).toBe(false)
  expect(await verifySignature({ ...signature, value: '!' }, bytes)).toBe(false)
})
