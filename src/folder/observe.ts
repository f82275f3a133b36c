import type { OutsideChange } from '../domain/event.ts'

interface Seen {
  type: 'appeared' | 'disappeared' | 'modified' | 'moved' | 'unknown' | 'errored'
  relativePathComponents: string[]
  relativePathMovedFrom?: string[] | null
  changedHandle: FileSystemHandle | null
}
/** Chromium's; the library of types does not know it yet. */
interface Observer {
  observe(handle: FileSystemHandle, options: { recursive: boolean }): Promise<void>
  disconnect(): void
}
type ObserverClass = new (hear: (records: Seen[]) => void) => Observer

/** Not looked at: our own folder, what is not walked either, and the swap files of the browser. */
const LEFT_OUT = /^(\.deskhand|\.git|node_modules)\/|\.crswap$/

/**
 * Tells of every file that changes in the folder, whoever changes it, our own writes too. Where the browser cannot watch a
 * folder it tells nothing. Returns the way to stop it.
 */
export function observeFolder(handle: FileSystemDirectoryHandle, tell: (changes: OutsideChange[]) => void): () => void {
  const { FileSystemObserver } = globalThis as unknown as { FileSystemObserver?: ObserverClass }
  if (!FileSystemObserver) return () => undefined
  const observer = new FileSystemObserver(records => {
    const changes = records.flatMap(changesOf).filter(({ path }) => path !== '' && !LEFT_OUT.test(path))
    if (changes.length > 0) tell(changes)
  })
  // A folder that cannot be watched is worked in all the same: each file is looked at before it is changed.
  observer.observe(handle, { recursive: true }).catch(() => undefined)
  return () => observer.disconnect()
}

function changesOf(record: Seen): OutsideChange[] {
  const path = record.relativePathComponents.join('/')
  if (record.changedHandle?.kind === 'directory') return []
  switch (record.type) {
    case 'appeared':
      return [{ path, what: 'made' }]
    case 'modified':
      return [{ path, what: 'changed' }]
    case 'disappeared':
      return [{ path, what: 'gone' }]
    case 'moved':
      return [
        { path: (record.relativePathMovedFrom ?? []).join('/'), what: 'gone' },
        { path, what: 'made' },
      ]
    default:
      return []
  }
}
