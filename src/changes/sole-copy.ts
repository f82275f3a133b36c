import type { Version } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { joinPath, OWN_FOLDER } from '../domain/place.ts'
import type { FolderReads } from '../ports/folder.ts'
import type { ChangesDeps } from './deps.ts'

/** What is in here is no copy that a person would find again. */
const NOT_LOOKED = [OWN_FOLDER, '.git', 'node_modules']
/** In a larger folder the person is asked instead. */
const MOST = 20_000
const IN_FLIGHT = 32
const OLD = 60_000

interface Sizes {
  at: number
  bySize: Map<number, string[]>
}
const known = new WeakMap<FolderReads, Sizes>()

export interface Copy {
  path: string
  version: Version
}

/**
 * Another file of the folder with the same bytes, looked at now; null where this one is the last. Sizes are compared first, out of a list
 * that is made anew before anything is called the last copy.
 */
export async function otherCopy(
  deps: Pick<ChangesDeps, 'host' | 'versionOf'>,
  folder: FolderReads,
  path: string,
  { size, hash }: Version,
): Promise<Result<Copy | null>> {
  const kept = known.get(folder)
  if (kept && deps.host.clock.now() - kept.at < OLD) {
    const found = await among(deps, folder, kept.bySize.get(size) ?? [], path, hash)
    if (!found.ok || found.value) return found
  }
  const fresh = await sizesIn(deps, folder)
  if (!fresh.ok) return fresh
  known.set(folder, fresh.value)
  return among(deps, folder, fresh.value.bySize.get(size) ?? [], path, hash)
}

async function among(
  deps: Pick<ChangesDeps, 'versionOf'>,
  folder: FolderReads,
  paths: readonly string[],
  own: string,
  hash: string,
): Promise<Result<Copy | null>> {
  for (const path of paths) {
    if (path === own) continue
    const version = await deps.versionOf(folder, path)
    if (version.ok && version.value?.hash === hash) return ok({ path, version: version.value })
    if (!version.ok && version.failure.kind === 'permission-lost') return version
  }
  return ok(null)
}

async function sizesIn(deps: Pick<ChangesDeps, 'host'>, folder: FolderReads): Promise<Result<Sizes>> {
  const paths: string[] = []
  const rest = ['']
  for (let at = rest.pop(); at !== undefined && paths.length < MOST; at = rest.pop()) {
    const entries = await folder.list(at)
    if (!entries.ok && entries.failure.kind === 'permission-lost') return entries
    for (const { name, kind } of entries.ok ? entries.value : []) {
      if (NOT_LOOKED.includes(name)) continue
      if (kind === 'folder') rest.push(joinPath(at, name))
      else paths.push(joinPath(at, name))
    }
  }
  const bySize = new Map<number, string[]>()
  for (let from = 0; from < paths.length; from += IN_FLIGHT) {
    const some = paths.slice(from, from + IN_FLIGHT)
    const stats = await Promise.all(some.map(path => folder.stat(path)))
    for (const [index, stat] of stats.entries()) {
      if (!stat.ok || !stat.value) continue
      const { size } = stat.value
      bySize.set(size, [...(bySize.get(size) ?? []), some[index]!])
    }
  }
  return ok({ at: deps.host.clock.now(), bySize })
}
