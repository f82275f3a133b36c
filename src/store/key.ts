import { ok, type Result } from '../domain/failure.ts'
import { database } from './database.ts'
import { stored } from './storage-failure.ts'

const AES = 'AES-GCM'

/**
 * Keeps the API key of an endpoint, encrypted under a key that no program can read out, this one neither. That keeps it out
 * of backups and of the disk's bytes; it does not protect from code that runs in this page.
 */
export const putKey = (endpoint: string, secret: string): Promise<Result<void>> =>
  stored('saving the key', async () => {
    const key = await crypto.subtle.generateKey({ name: AES, length: 256 }, false, ['encrypt', 'decrypt'])
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const encrypted = await crypto.subtle.encrypt({ name: AES, iv }, key, new TextEncoder().encode(secret))
    await (await database()).put('keys', { key, iv, secret: encrypted }, endpoint)
    return ok(undefined)
  })

/** The key that was kept for this very endpoint, or null. */
export const getKey = (endpoint: string): Promise<Result<string | null>> =>
  stored('reading the key', async () => {
    const kept = await (await database()).get('keys', endpoint)
    if (!kept) return ok(null)
    const bytes = await crypto.subtle.decrypt({ name: AES, iv: kept.iv }, kept.key, kept.secret)
    return ok(new TextDecoder().decode(bytes))
  })

export const forgetKey = (endpoint: string): Promise<Result<void>> =>
  stored('forgetting the key', async () => {
    await (await database()).delete('keys', endpoint)
    return ok(undefined)
  })
