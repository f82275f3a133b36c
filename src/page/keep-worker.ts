import * as Comlink from 'comlink'
import { failed, ok, type Result } from '../domain/failure.ts'
import { OWN_FOLDER } from '../domain/place.ts'
import type { Arrival, FoundCopy, KeepCommands } from '../ports/keep.ts'
import { saveFile } from './save-file.ts'

/** Each time in a worker of its own, which ends with its work. */
async function inWorker<T>(work: (keeper: Comlink.Remote<KeepCommands>) => Promise<Result<T>>): Promise<Result<T>> {
  const worker = new Worker(new URL('../workers/keep.worker.ts', import.meta.url), { type: 'module', name: 'keep' })
  const broken = new Promise<Result<T>>(resolve => {
    worker.onerror = event =>
      resolve(
        failed('bug', 'What saves sessions and brings them back could not start. Reload the page.', {
          detail: event.message,
        }),
      )
  })
  try {
    return await Promise.race([work(Comlink.wrap<KeepCommands>(worker)), broken])
  } finally {
    worker.terminate()
  }
}

/** Copies in a folder that was just opened. Most folders have none, and then no worker is started. */
export async function findCopies(folder: FileSystemDirectoryHandle): Promise<Result<FoundCopy[]>> {
  const own = await folder.getDirectoryHandle(OWN_FOLDER).then(
    () => true,
    // Whether it is not there or may not be looked into: there is nothing to offer.
    () => false,
  )
  return own ? inWorker(keeper => keeper.find(folder)) : ok([])
}

export const restoreCopies = (folder: FileSystemDirectoryHandle, ids: string[]): Promise<Result<Arrival[]>> =>
  inWorker(keeper => keeper.restore(folder, ids))

/** Hands one file with all sessions to the browser, and says how many they are. */
export async function saveAllSessions(): Promise<Result<number>> {
  const saved = await inWorker(keeper => keeper.saveAll())
  if (!saved.ok) return saved
  saveFile(`Deskhand sessions ${new Date().toLocaleDateString('sv')}.zip`, saved.value.file)
  return ok(saved.value.sessions)
}

export const readSessionsBack = (file: File): Promise<Result<Arrival[]>> => inWorker(keeper => keeper.readBack(file))
