import { sharedStorage } from '../page/small-storage.ts'

/** What a person typed is kept in this browser until it is sent, and what was sent can be had again. */
const storage = sharedStorage()
const DRAFT = 'deskhand:words:'
const QUEUE = 'deskhand:queued:'
const HISTORY = 'deskhand:history'
/** Longer texts are pasted, not typed, and would fill the browser's small storage. */
const LONGEST = 20_000
const REMEMBERED = 50

export const keptDraft = (session: string): string => storage.get(DRAFT + session) ?? ''

export function keepDraft(session: string, text: string): void {
  if (text === '' || text.length > LONGEST) storage.remove(DRAFT + session)
  else put(DRAFT + session, text)
}

/** What waits to be sent in that session, oldest first. */
export const keptQueue = (session: string): string[] => textsIn(QUEUE + session)

export function keepQueue(session: string, texts: readonly string[]): void {
  if (texts.length === 0) storage.remove(QUEUE + session)
  else put(QUEUE + session, JSON.stringify(texts))
}

/** Requests of this browser, newest first. */
export const requestHistory = (): string[] => textsIn(HISTORY)

function textsIn(name: string): string[] {
  try {
    const known: unknown = JSON.parse(storage.get(name) ?? '[]')
    return Array.isArray(known) ? known.filter(each => typeof each === 'string') : []
  } catch {
    // Not written by us: nothing is known then.
    return []
  }
}

export function rememberRequest(text: string): void {
  if (text.length > LONGEST / 10) return
  put(HISTORY, JSON.stringify([text, ...requestHistory().filter(each => each !== text)].slice(0, REMEMBERED)))
}

/** A full storage keeps nothing more; the words themselves still stand in the box. */
function put(name: string, value: string): void {
  try {
    storage.put(name, value)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}
