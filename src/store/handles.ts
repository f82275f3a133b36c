import { failed, ok, type Result } from '../domain/failure.ts'
import type { RootId } from '../domain/place.ts'
import { allOf, database } from './database.ts'
import { stored } from './storage-failure.ts'

export interface KeptHandle {
  root: RootId
  handle: FileSystemDirectoryHandle
}

/**
 * The sessions' folders, so that a reload finds them again. A kept handle is not a kept grant: it must be asked for anew.
 */
export interface Handles {
  put(session: string, root: RootId, handle: FileSystemDirectoryHandle): Promise<Result<void>>
  get(session: string, root: RootId): Promise<Result<FileSystemDirectoryHandle>>
  list(session: string): Promise<Result<KeptHandle[]>>
}

export const createHandles = (): Handles => ({
  put: (session, root, handle) =>
    stored('remembering the folder', async () => {
      await (await database()).put('handles', handle, [session, root])
      return ok(undefined)
    }),

  get: (session, root) =>
    stored('looking up the folder', async () => {
      const handle = await (await database()).get('handles', [session, root])
      return handle ? ok(handle) : failed('missing', 'That folder is not known any more. Choose it again.')
    }),

  list: session =>
    stored('looking up the folders', async () => {
      const { store } = (await database()).transaction('handles')
      const [keys, handles] = await Promise.all([store.getAllKeys(allOf(session)), store.getAll(allOf(session))])
      return ok(keys.map(([, root], index) => ({ root, handle: handles[index]! })))
    }),
})
