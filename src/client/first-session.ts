import { wasShared } from '../page/brought-files.ts'
import { sharedStorage } from '../page/small-storage.ts'

/** The blank sheet that was opened last and never used, in this browser's small storage. */
const DRAFT = 'deskhand:draft'
/** The address of the installed app's shortcut. */
const NEW = '#new'
const storage = sharedStorage()

export interface FirstSession {
  id: string
  /** True while it is a blank sheet. */
  draft: boolean
}

/** The session that the page's address asks for. What cannot be kept is not opened: see `keepsNothing`. */
export function firstSession(): FirstSession {
  if (wasShared() || location.hash === NEW) return { id: newDraft(), draft: true }
  const named = /^#session=([\w-]+)$/.exec(location.hash)?.[1]
  return named ? { id: named, draft: false } : { id: storage.get(DRAFT) ?? newDraft(), draft: true }
}

export function newDraft(): string {
  const id = crypto.randomUUID()
  storage.put(DRAFT, id)
  return id
}

export const isDraft = (id: string): boolean => storage.get(DRAFT) === id

/** Names the session in the address, so that a reload comes back to it; null for the draft. */
export function showSession(id: string | null): void {
  const named = id === null ? '' : `#session=${id}`
  // Asking for what is there already would still take the browser a moment, at a time when the person waits.
  if (location.hash !== named) history.replaceState(null, '', named || location.pathname + location.search)
  if (id !== null && isDraft(id)) storage.remove(DRAFT)
}

/** True where the browser lets the page keep nothing: then there is no log, and nothing is done that is not written down. */
export const keepsNothing = (): boolean => storage.refused
