import { every } from './timing.ts'

/** Half a minute without a message ends an idle service worker, and the grants with it. */
const AGAIN = 20_000

/**
 * The folders of the open sessions, sent on whenever a grant could otherwise be lost: when a folder comes, while
 * something runs, and just before the page goes.
 */
export interface KeptFolders {
  add(session: string, root: string, handle: FileSystemDirectoryHandle): void
  /** Called with every change of whether a session runs. */
  running(session: string, now: boolean): void
  forget(session: string): void
}

export function createKeptFolders(
  keep: (folders: FileSystemDirectoryHandle[]) => void,
  tellRunning: (now: boolean) => void,
): KeptFolders {
  const folders = new Map<string, Map<string, FileSystemDirectoryHandle>>()
  const working = new Set<string>()
  const keepAll = () => keep([...folders.values()].flatMap(roots => [...roots.values()]))
  let stop: (() => void) | null = null

  function running(session: string, now: boolean): void {
    if (now) working.add(session)
    else working.delete(session)
    if (working.size > 0) stop ??= every(AGAIN, keepAll)
    else {
      stop?.()
      stop = null
    }
    tellRunning(working.size > 0)
  }

  addEventListener('pagehide', keepAll)
  return {
    add(session, root, handle) {
      const roots = folders.get(session) ?? new Map()
      folders.set(session, roots.set(root, handle))
      keepAll()
    },
    running,
    forget(session) {
      folders.delete(session)
      running(session, false)
    },
  }
}
