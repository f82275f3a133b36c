import { failed, ok, type Result } from '../domain/failure.ts'
import type { Vault } from '../ports/vault.ts'
import { hashOf } from './hash.ts'
import { needImage, unneedImage } from './image-uses.ts'
import { stored } from './storage-failure.ts'

const UNFINISHED = /^put-/
/** Held, together with others, while something is put; alone while images that nobody needs are taken away. */
export const VAULT_LOCK = 'deskhand:vault'
/** Held by whoever is writing the unfinished image of that name, so that nobody sweeps it away. */
const lockOf = (unfinished: string) => `deskhand:vault:${unfinished}`

/** Chromium's; of these the library of types knows none, or only those that a worker has. */
type ChromiumFile = FileSystemFileHandle & {
  move(name: string): Promise<void>
  createSyncAccessHandle(): Promise<SyncAccess>
}
interface SyncAccess {
  read(into: Uint8Array, options: { at: number }): number
  write(bytes: Uint8Array, options: { at: number }): number
  getSize(): number
  flush(): void
  close(): void
}

/**
 * The vault in the browser's own storage, as one session uses it. The images are shared by all sessions; which of them
 * needs which is written down before an image is. Only in a worker: nothing else can flush to the disk.
 * An image is written under a name of its own and gets its hash for a name when it was read back whole, so that two
 * desks, or a crash, cannot leave a broken one.
 */
export const createVault = (session: string): Promise<Result<Vault>> =>
  stored('opening the vault', async () => {
    const folder = await vaultFolder()
    await sweep(folder)
    return ok(vaultIn(folder, session))
  })

export const vaultFolder = async (): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle('vault', { create: true })

function vaultIn(folder: FileSystemDirectoryHandle, session: string): Vault {
  const find = (hash: string) => unlessGone(() => folder.getFileHandle(fileName(hash)))
  return {
    async has(hash) {
      const found = await stored('looking for a saved copy', async () => ok(await find(hash)))
      return found.ok && found.value !== null
    },

    put: (bytes, hash) =>
      stored('saving a copy of the file', () =>
        navigator.locks.request(VAULT_LOCK, { mode: 'shared' }, async () => {
          // Both wait for the disk, and neither needs the other: nobody sweeps images while this lock is held.
          const [needed, written] = await Promise.allSettled([
            needImage(session, hash, bytes.length),
            stored('saving a copy of the file', async () =>
              (await find(hash)) ? ok(undefined) : writeNew(folder, bytes, hash),
            ),
          ])
          if (needed.status === 'rejected') throw needed.reason
          if (written.status === 'rejected') throw written.reason
          if (!written.value.ok && needed.value === 'new') await unneedImage(session, hash)
          return written.value
        }),
      ),

    get: hash =>
      stored('reading a saved copy', async () => {
        const handle = await find(hash)
        if (!handle) return failed('missing', 'There is no saved copy of that file any more.', { detail: hash })
        const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer())
        return (await hashOf(bytes)) === hash ? ok(bytes) : damaged(hash)
      }),

    async size() {
      let size = 0
      for await (const handle of folder.values())
        if (handle.kind === 'file') size += (await unlessGone(() => handle.getFile()))?.size ?? 0
      return size
    },
  }
}

/** Under a name of its own first, which nobody else looks at. */
function writeNew(folder: FileSystemDirectoryHandle, bytes: Uint8Array, hash: string): Promise<Result<void>> {
  const name = `put-${crypto.randomUUID()}`
  return navigator.locks.request(lockOf(name), async () => {
    const written = await stored('saving a copy of the file', async () => {
      const file = (await folder.getFileHandle(name, { create: true })) as ChromiumFile
      const whole = await writeWhole(file, bytes, hash)
      if (whole.ok) await file.move(fileName(hash))
      return whole
    })
    if (!written.ok) await unlessGone(() => folder.removeEntry(name))
    return written
  })
}

/** Writes, flushes and reads back. */
async function writeWhole(file: ChromiumFile, bytes: Uint8Array, hash: string): Promise<Result<void>> {
  const access = await file.createSyncAccessHandle()
  try {
    const wrote = access.write(bytes, { at: 0 })
    access.flush()
    const back = new Uint8Array(access.getSize())
    const read = access.read(back, { at: 0 })
    const whole = wrote === bytes.length && read === bytes.length && back.length === bytes.length
    return whole && (await hashOf(back)) === hash ? ok(undefined) : damaged(hash)
  } finally {
    access.close()
  }
}

const damaged = (hash: string) =>
  failed('storage', 'The saved copy of that file is not what was saved, so it is not used.', { detail: hash })

/** Takes away what a crash left unfinished, and nothing that another desk is still writing. */
async function sweep(folder: FileSystemDirectoryHandle) {
  for await (const name of folder.keys())
    if (UNFINISHED.test(name))
      await navigator.locks.request(lockOf(name), { ifAvailable: true }, lock =>
        lock ? unlessGone(() => folder.removeEntry(name)) : undefined,
      )
}

export const fileName = (hash: string) => hash.replace(':', '-')

/** Other desks put and sweep at the same time, so a name may be gone when it is looked up. */
export async function unlessGone<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') return null
    throw error
  }
}
