import type { Failure, FailureKind, Result } from '../domain/failure.ts'

type Says = { kind: FailureKind; say: (path: string) => string; retry?: boolean }

/** What Chromium's errors mean on a folder, measured in Chromium 156 on ext4 and in the browser's own storage. */
const MEANINGS: Record<string, Says> = {
  NotAllowedError: {
    kind: 'permission-lost',
    say: () => 'The browser no longer lets Deskhand into the folder. Reconnect the folder to go on.',
  },
  NotFoundError: {
    kind: 'missing',
    say: path => `There is no ${path} (links do not count, browsers do not follow them).`,
  },
  TypeMismatchError: {
    kind: 'invalid',
    say: path => `${path} is a folder where a file is needed, or a file where a folder is needed.`,
  },
  NoModificationAllowedError: {
    kind: 'read-only',
    say: path => `${path} cannot be changed: it is read-only, or something else is writing it right now.`,
    retry: true,
  },
  InvalidModificationError: {
    kind: 'exists',
    say: path => `${path} cannot be changed this way, because something else is in its place or inside it.`,
  },
  QuotaExceededError: {
    kind: 'disk-full',
    say: path => `The disk is full, so ${path} was not written. Free some space.`,
  },
  InvalidStateError: {
    kind: 'read-only',
    say: path => `${path} cannot be changed: it is protected, or it changed on the disk meanwhile.`,
  },
  NotReadableError: {
    kind: 'changed-while-reading',
    say: path => `${path} was changed while it was being read. Read it again.`,
    retry: true,
  },
  SecurityError: { kind: 'unreadable', say: path => `The browser does not allow access to ${path}.` },
  AbortError: {
    kind: 'not-allowed',
    say: path => `The browser refused to write ${path}, because it looks unsafe to it.`,
  },
  // Names the browser does not take come as a plain TypeError.
  TypeError: { kind: 'invalid', say: path => `Browsers do not allow the name of ${path}.` },
}

/** Now and then Chromium notices a full disk or share of it only by the pipe that breaks, and names no reason. */
const BROKEN_PIPE: Says = {
  kind: 'disk-full',
  say: path =>
    `The browser broke off writing ${path}, as it does when the disk or its own share of it is full. Free some space.`,
}

function meaningOf(error: unknown) {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'AbortError' && error.message.includes('data pipe')) return BROKEN_PIPE
  return MEANINGS[error.name]
}

/** The one place where what a folder's handle threw becomes a failure about `path`. */
export function domFailure(error: unknown, path: string): Failure {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const shown = path === '' ? 'the folder itself' : JSON.stringify(path)
  const meaning = meaningOf(error)
  if (!meaning) return { kind: 'unreadable', message: `The browser could not work on ${shown}.`, detail }
  return { kind: meaning.kind, message: meaning.say(shown), detail, ...(meaning.retry ? { retry: true } : {}) }
}

/** Runs `work`, whose handles may throw, for `path`. */
export async function attempt<T>(path: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    return { ok: false, failure: domFailure(error, path) }
  }
}

export const saysMissing = (error: unknown) => error instanceof Error && error.name === 'NotFoundError'
export const saysOtherKind = (error: unknown) => error instanceof Error && error.name === 'TypeMismatchError'
