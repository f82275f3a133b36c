import type { Version } from '../domain/event.ts'
import { type Failure, failed, type Result } from '../domain/failure.ts'
import { foldersAbove } from '../domain/place.ts'
import type { Seen } from '../ports/changes.ts'
import type { FolderReads } from '../ports/folder.ts'
import type { ChangesDeps } from './deps.ts'

/** The file at `path` as it is now, or null. A folder there, or a file where a folder would have to be, fails as `invalid`. */
export async function lookAt(
  deps: Pick<ChangesDeps, 'versionOf'>,
  folder: FolderReads,
  path: string,
): Promise<Result<Version | null>> {
  const version = await deps.versionOf(folder, path)
  if (version.ok) return version
  const stat = await folder.stat(path)
  if (stat.ok && stat.value?.kind === 'folder')
    return failed('invalid', `"${path}" is a folder. Only files can be changed; name a file.`)
  for (const parent of foldersAbove(path)) {
    const above = await folder.stat(parent)
    if (above.ok && above.value?.kind === 'file')
      return failed('invalid', `"${parent}" is a file, so nothing can be put inside it.`)
  }
  return version
}

/** Null when `current` is what the caller last saw; else the conflict, with what to do. `shown` is the path in quotation marks. */
export function differsFromSeen(seen: Seen, current: Version | null, shown: string): Failure | null {
  const conflict = (message: string) => failed('conflict', message).failure
  if (seen === 'not-looked')
    return current ? conflict(`${shown} is there already and was not read. Read it first, then write.`) : null
  if (seen === 'absent')
    return current ? conflict(`${shown} was made by someone else in the meantime. Read it first, then decide.`) : null
  if (!current) return conflict(`${shown} is gone: it was moved or removed in the meantime. Look at the folder again.`)
  return current.hash === seen.hash
    ? null
    : conflict(`${shown} was changed by someone else since it was read. Read it again, then decide.`)
}

/** Cheap second look: size and time, not bytes. Null while the file is what `known` says. */
export async function changedSince(
  folder: FolderReads,
  path: string,
  known: Version | null,
  shown: string,
): Promise<Failure | null> {
  const stat = await folder.stat(path)
  if (!stat.ok) return stat.failure
  const now = stat.value
  const same = known ? now?.kind === 'file' && now.size === known.size && now.mtime === known.mtime : now === null
  if (same) return null
  return failed(
    'conflict',
    `${shown} was changed by someone else at this very moment, so it was left alone. Read it again.`,
  ).failure
}
