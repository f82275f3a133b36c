import { ok, type Result, unexpected } from '../domain/failure.ts'
import { SHARED_FOLDER, SHARED_MARK } from '../ports/service.ts'

/** TypeScript's DOM does not know it yet. */
interface LaunchWindow {
  launchQueue?: {
    setConsumer(take: (launched: { files: readonly FileSystemHandle[]; targetURL?: string }) => void): void
  }
}

/** Whether the page was opened with something that another program shared. */
export const wasShared = () => location.hash.startsWith(SHARED_MARK)

/** The folder in the browser's storage that holds copies of what was shared. */
export async function sharedFolder(): Promise<Result<FileSystemDirectoryHandle>> {
  // Now: the address is another one as soon as the session is open.
  const name = location.hash.slice(SHARED_MARK.length)
  try {
    const storage = await navigator.storage.getDirectory()
    const all = await storage.getDirectoryHandle(SHARED_FOLDER)
    return ok(await all.getDirectoryHandle(name))
  } catch (error) {
    return { ok: false, failure: unexpected(error, 'opening what was shared') }
  }
}

/**
 * Hears of files that the person opened with the installed app. It comes to the window that is there already, so an
 * address it was started with is gone to without loading the page anew.
 */
export function onLaunched(takeFiles: (files: readonly FileSystemHandle[]) => void): void {
  ;(window as LaunchWindow).launchQueue?.setConsumer(({ files, targetURL }) => {
    if (files.length > 0) takeFiles(files)
    const hash = targetURL ? new URL(targetURL).hash : ''
    if (hash !== '') location.hash = hash
  })
}
