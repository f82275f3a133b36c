import type { Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import type { Folder, FolderReads } from '../ports/folder.ts'
import type { ChangesDeps } from './deps.ts'
import { lookAt } from './look.ts'
import { foldName, hasExactName, noTwin } from './names.ts'

/** True for a rename that a disk which ignores case takes for the same file. */
const sameToSomeDisks = (path: string, to: string) => foldName(path) === foldName(to)

/** What is at both ends of a move. */
export interface Ends {
  source: Version | null
  target: Version | null
}

export async function lookAtEnds(
  deps: Pick<ChangesDeps, 'versionOf'>,
  folder: FolderReads,
  path: string,
  to: string,
): Promise<Result<Ends>> {
  const look = async (one: string): Promise<Result<Version | null>> => {
    if (!sameToSomeDisks(path, to)) return lookAt(deps, folder, one)
    const there = await hasExactName(folder, one)
    if (!there.ok) return there
    return there.value ? lookAt(deps, folder, one) : ok(null)
  }
  const source = await look(path)
  if (!source.ok) return source
  const target = await look(to)
  return target.ok ? ok({ source: source.value, target: target.value }) : target
}

/** Null when nothing is at `to`. For a rename in case alone, what is there under exactly that name. */
export async function targetIsEmpty(folder: FolderReads, path: string, to: string): Promise<Failure | null> {
  const there = sameToSomeDisks(path, to) ? await hasExactName(folder, to) : await folder.stat(to)
  if (!there.ok) return there.failure
  if (!there.value) return null
  return failed('exists', `"${to}" is there already, so "${path}" was not moved. Choose another name.`).failure
}

/** Null when nothing is at `to`, and nothing that some disks would take for the same name. */
export async function targetIsFree(folder: FolderReads, path: string, to: string): Promise<Failure | null> {
  const taken = await targetIsEmpty(folder, path, to)
  if (taken) return taken
  const free = await noTwin(folder, to, path)
  return free.ok ? null : free.failure
}

/** Moves a file of that hash and looks at both ends afterwards: some disks say they moved when they copied. */
export async function moveVerified(
  deps: Pick<ChangesDeps, 'versionOf'>,
  folder: Folder,
  path: string,
  to: string,
  hash: string,
): Promise<Result<Version>> {
  const moved = await folder.move(path, to)
  if (!moved.ok) return moved
  const ends = await lookAtEnds(deps, folder, path, to)
  if (!ends.ok) return ends
  const { source, target } = ends.value
  if (!source && target?.hash === hash) return ok(target)
  return failed(
    'unreadable',
    `After moving "${path}" to "${to}" the file was not found there as it was. Look at both places before going on.`,
  )
}
