import type { Page } from '@playwright/test'

export interface Seen {
  /** SHA-256 of every file that the browser itself finds in its storage for the app. */
  kept: string[]
  /** One sentence for each thing in the vault or in the logs that cannot be. */
  wrong: string[]
  unknown: number
}

/** Reads the browser's storage by a script of its own, past the app. */
export const seenByBrowser = (page: Page): Promise<Seen> =>
  page.evaluate(async () => {
    type Folder = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> }
    const seen = { kept: [] as string[], wrong: [] as string[], unknown: 0 }
    const look = async (folder: Folder, path: string) => {
      for await (const handle of folder.values()) {
        if (handle.kind === 'directory') {
          await look(handle as Folder, `${path}${handle.name}/`)
          continue
        }
        const bytes = await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer()
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
        const hash = Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('')
        seen.kept.push(hash)
        if (path === 'vault/' && handle.name.startsWith('sha256-') && handle.name !== `sha256-${hash}`)
          seen.wrong.push(`The image ${handle.name} has other bytes.`)
      }
    }
    await look((await navigator.storage.getDirectory()) as Folder, '')
    interface Event {
      session: string
      seq: number
      type: string
      effect?: string
    }
    const events = await new Promise<Event[]>((resolve, reject) => {
      const opening = indexedDB.open('deskhand')
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        const reading = opening.result.transaction('segments').objectStore('segments').getAll()
        reading.onerror = () => reject(reading.error)
        reading.onsuccess = () => {
          opening.result.close()
          resolve(reading.result.flatMap((segment: { json: string }): Event[] => JSON.parse(segment.json)))
        }
      }
    })
    const lastSeq = new Map<string, number>()
    const ended = new Set<string>()
    for (const { session, seq, type, effect } of events) {
      if (seq !== (lastSeq.get(session) ?? 0) + 1)
        seen.wrong.push(`The log goes on with ${seq} after ${lastSeq.get(session)}.`)
      lastSeq.set(session, seq)
      if (type === 'file.changeUnknown') seen.unknown++
      if (type !== 'file.changed') continue
      if (ended.has(`${session} ${effect}`)) seen.wrong.push(`The log has the effect ${effect} twice.`)
      ended.add(`${session} ${effect}`)
    }
    return seen
  })
