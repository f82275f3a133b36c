import { ok, type Result } from '../domain/failure.ts'
import { database } from './database.ts'
import { encoded, fingerprintOf, KEY_KIND, SIGNING } from './signature.ts'
import { stored } from './storage-failure.ts'

const NAME = 'identity'

const isPair = (value: unknown): value is CryptoKeyPair =>
  typeof value === 'object' &&
  value !== null &&
  (value as Partial<CryptoKeyPair>).privateKey instanceof CryptoKey &&
  (value as Partial<CryptoKeyPair>).publicKey instanceof CryptoKey

/** The key pair of this installation, made when it is first needed. Nobody can read its private half out, this program neither. */
async function pair(): Promise<CryptoKeyPair> {
  const db = await database()
  const kept: unknown = await db.get('settings', NAME)
  if (isPair(kept)) return kept
  const made = await crypto.subtle.generateKey(KEY_KIND, false, ['sign', 'verify'])
  const transaction = db.transaction('settings', 'readwrite', { durability: 'strict' })
  // Another tab may have been faster: one installation has one key.
  const meanwhile: unknown = await transaction.store.get(NAME)
  if (!isPair(meanwhile)) await transaction.store.put(made, NAME)
  await transaction.done
  return isPair(meanwhile) ? meanwhile : made
}

const publicOf = async ({ publicKey }: CryptoKeyPair) => encoded(await crypto.subtle.exportKey('raw', publicKey))

export const signWithIdentity = (bytes: Uint8Array): Promise<Result<{ key: string; value: string }>> =>
  stored('signing with the key of this installation', async () => {
    const keys = await pair()
    const value = await crypto.subtle.sign(SIGNING, keys.privateKey, bytes as Uint8Array<ArrayBuffer>)
    return ok({ key: await publicOf(keys), value: encoded(value) })
  })

/** What others see of this installation's signatures. */
export const ownFingerprint = (): Promise<Result<string>> =>
  stored('reading the key of this installation', async () => ok(await fingerprintOf(await publicOf(await pair()))))

/** The same, where a key was made already; null where nothing was ever signed. */
export const knownFingerprint = (): Promise<Result<string | null>> =>
  stored('reading the key of this installation', async () => {
    const kept: unknown = await (await database()).get('settings', NAME)
    return ok(isPair(kept) ? await fingerprintOf(await publicOf(kept)) : null)
  })
