import { ok, type Result } from '../domain/failure.ts'
import { joinPath } from '../domain/place.ts'
import type { FolderReads } from '../ports/folder.ts'
import { ignoredBelow } from './ignored.ts'
import { LISTS_IN_FLIGHT, mapInFlight } from './in-flight.ts'

/** A folder with more files than this is not walked to its end. */
export const MOST_FILES = 200_000

export interface Walked {
  /** Sorted. */
  paths: string[]
  /** True when there were more than `MOST_FILES`. */
  more: boolean
}

/**
 * Paths of the files under `start` that are not ignored and that `wanted` takes. Names only: size and time cost far more.
 * A folder that goes meanwhile, or cannot be looked into, counts as empty; `start` itself must be there.
 */
export async function walk(
  folder: FolderReads,
  start: string,
  wanted: (path: string) => boolean,
): Promise<Result<Walked>> {
  const isIgnored = await ignoredBelow(folder, start)
  if (!isIgnored.ok) return isIgnored
  const paths: string[] = []
  let level = [start]
  let more = false
  while (level.length > 0 && !more) {
    const lists = await mapInFlight(level, LISTS_IN_FLIGHT, path => folder.list(path))
    const below: string[] = []
    for (const [index, list] of lists.entries()) {
      const at = level[index]!
      if (!list.ok) {
        if (at === start || list.failure.kind === 'permission-lost') return list
        continue
      }
      for (const entry of list.value) {
        const path = joinPath(at, entry.name)
        if (isIgnored.value(path, entry.kind)) continue
        if (entry.kind === 'folder') below.push(path)
        else if (wanted(path)) paths.push(path)
      }
    }
    more = paths.length > MOST_FILES
    level = below
  }
  return ok({ paths: paths.sort().slice(0, MOST_FILES), more })
}
