import { failed, ok, type Result } from '../domain/failure.ts'
import type { StorageUse } from '../ports/keep.ts'
import { database } from './database.ts'
import { imagesOf, unneeded } from './image-uses.ts'
import { createSessions } from './sessions.ts'
import { stored } from './storage-failure.ts'
import { fileName, unlessGone, VAULT_LOCK, vaultFolder } from './vault.ts'

export const storageUse = (): Promise<Result<StorageUse>> =>
  stored('adding up what is kept', async () => {
    const images: StorageUse['images'] = {}
    for (
      let cursor = await (await database()).transaction('images').store.openCursor();
      cursor !== null;
      cursor = await cursor.continue()
    )
      images[cursor.key[0]] = (images[cursor.key[0]] ?? 0) + cursor.value.bytes
    const files = await vaultFiles()
    const spare = new Set(await unneeded([...files.keys()]))
    const sum = (hashes: Iterable<string>) => [...hashes].reduce((total, hash) => total + (files.get(hash) ?? 0), 0)
    const { usage = 0, quota = 0 } = await navigator.storage.estimate()
    const lasting = await navigator.storage.persisted()
    return ok({ images, vault: sum(files.keys()), spare: sum(spare), used: usage, quota, lasting })
  })

/** Sizes of the finished images, by their hashes. */
async function vaultFiles(): Promise<Map<string, number>> {
  const files = new Map<string, number>()
  for await (const handle of (await vaultFolder()).values()) {
    if (handle.kind !== 'file' || !handle.name.startsWith('sha256')) continue
    const file = await unlessGone(() => handle.getFile())
    if (file) files.set(handle.name.replace('-', ':'), file.size)
  }
  return files
}

/**
 * Removes a session for good, with the images that no other session needs. Only ever by the person. Refused while a tab
 * works on it, or while an image is being saved.
 */
export const removeSession = (id: string): Promise<Result<{ images: number; bytes: number }>> =>
  alone(`deskhand:session:${id}`, 'This session is open in a tab. Close it there first.', () =>
    alone(VAULT_LOCK, 'A copy of a file is being saved right now. Try again in a moment.', () =>
      stored('removing the session', async () => {
        const images = await imagesOf(id)
        const removed = await createSessions().remove(id)
        if (!removed.ok) return removed
        const gone = new Set(await unneeded(images.map(({ hash }) => hash)))
        await takeAway(gone)
        const storage = await navigator.storage.getDirectory()
        for (const own of ['scratch', 'trials'])
          await unlessGone(async () => (await storage.getDirectoryHandle(own)).removeEntry(id, { recursive: true }))
        const freed = images.filter(({ hash }) => gone.has(hash))
        return ok({ images: freed.length, bytes: freed.reduce((sum, { bytes }) => sum + bytes, 0) })
      }),
    ),
  )

/** Takes away images that no session needs, when the person says so. */
export const dropSpareImages = (): Promise<Result<void>> =>
  alone(VAULT_LOCK, 'A copy of a file is being saved right now. Try again in a moment.', () =>
    stored('clearing what nobody needs', async () => {
      await takeAway(await unneeded([...(await vaultFiles()).keys()]))
      return ok(undefined)
    }),
  )

async function takeAway(hashes: Iterable<string>): Promise<void> {
  const folder = await vaultFolder()
  for (const hash of hashes) await unlessGone(() => folder.removeEntry(fileName(hash)))
}

/** A tab that has just let go of a session is still being taken down by the browser. */
const LET_GO_MS = 2000

/** Does `work` while nobody else holds the lock; says `busy` where somebody goes on holding it. */
async function alone<T>(lock: string, busy: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const patience = AbortSignal.timeout(LET_GO_MS)
  try {
    return await navigator.locks.request(lock, { signal: patience }, work)
  } catch (error) {
    if (patience.aborted && error === patience.reason) return failed('fenced', busy)
    throw error
  }
}
