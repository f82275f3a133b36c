import { type Failure, failed, type Result, unexpected } from '../domain/failure.ts'

const SENTENCES: Record<string, string> = {
  QuotaExceededError:
    "The browser's storage for Deskhand is full, so this could not be written down. Free disk space, or remove old sessions, and go on.",
  VersionError: 'A newer Deskhand has used this browser. Reload the page to get it.',
  BlockedError:
    'Another tab still works with an older Deskhand and holds the storage. Close that tab, then reload this page.',
  InvalidStateError: 'Deskhand was updated in another tab. Reload this page to go on.',
  UnknownError:
    "The browser could not use its own storage. If it happens again, restart the browser; your folder's files are not affected.",
  SecurityError:
    'The browser does not let Deskhand keep anything here. Allow site data for this page, or leave private browsing.',
  NoModificationAllowedError: "The browser's storage is busy with the same file. Try again.",
}

/** What the browser's own storage threw, as a failure. A lost or blocked transaction may be tried again. */
export function storageFailure(error: unknown, doing: string): Failure {
  if (!(error instanceof Error)) return unexpected(error, doing)
  const detail = `${error.name}: ${error.message}`
  const message = SENTENCES[error.name]
  if (message) return { kind: 'storage', message, detail }
  if (error instanceof DOMException && error.name !== 'DataCloneError')
    return { kind: 'storage', message: `The browser's storage failed while ${doing}. Try again.`, detail, retry: true }
  return unexpected(error, doing)
}

/** Runs `work`, which may throw, against the browser's storage. */
export async function stored<T>(doing: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    return { ok: false, failure: storageFailure(error, doing) }
  }
}

export const noSuchSession = (id: string) =>
  failed('missing', `There is no session ${JSON.stringify(id)} in this browser.`)
