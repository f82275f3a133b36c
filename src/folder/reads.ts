import { failed, ok, type Result } from '../domain/failure.ts'
import { joinPath } from '../domain/place.ts'
import type { Entry, Folder, Folders, HashOf } from '../ports/folder.ts'
import type { FoundFile, Reads } from '../ports/reads.ts'
import { parseGlob } from './glob.ts'
import { FILES_IN_FLIGHT, mapInFlight } from './in-flight.ts'
import { search } from './search.ts'
import { readSteadily, versionOf } from './version.ts'
import { walk } from './walk.ts'

/** `folders` is asked in every call: a session's folders come, go and are reconnected. */
export function createReads(folders: () => Folders, hashOf: HashOf): Reads {
  async function within<T>(root: string, use: (folder: Folder) => Promise<Result<T>>): Promise<Result<T>> {
    const folder = folders().get(root)
    if (folder) return use(folder)
    const known = [...folders().keys()].join(', ')
    return failed('invalid', `This session has no folder called "${root}". It has: ${known || 'none'}.`)
  }

  return {
    list: place =>
      within(place.root, async folder => {
        const entries = await folder.list(place.path)
        if (!entries.ok) return entries
        const paths = entries.value.map(({ name, kind }) => ({ path: joinPath(place.path, name), kind }))
        return describe(folder, place.root, paths.sort(byPath))
      }),

    find: (root, glob, limit) =>
      within(root, async folder => {
        const parsed = parseGlob(glob)
        if (!parsed.ok) return parsed
        const paths = await matching(folder, glob, parsed.value.start, parsed.value.matches)
        if (!paths.ok) return paths
        const some = paths.value.paths.slice(0, limit).map(path => ({ path, kind: 'file' as const }))
        const files = await describe(folder, root, some)
        if (!files.ok) return files
        return ok({ files: files.value, more: paths.value.more || paths.value.paths.length > limit })
      }),

    search: query => within(query.root, folder => search(folder, query)),

    read: (place, maxBytes) =>
      within(place.root, folder =>
        readSteadily(folder, place.path, async file => {
          const { size, mtime } = file
          if (size > maxBytes)
            return failed('too-large', `"${place.path}" has ${size} bytes; at most ${maxBytes} can be read here.`)
          const bytes = await file.slice(0, size)
          if (!bytes.ok) return bytes
          return ok({ bytes: bytes.value, version: { size, mtime, hash: await hashOf(bytes.value) } })
        }),
      ),

    version: place => within(place.root, folder => versionOf(folder, place.path, hashOf)),
  }
}

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)

/** Sorted paths of the files a glob means. */
async function matching(folder: Folder, glob: string, start: string, matches: (path: string) => boolean) {
  // A file's own name may look like a pattern: "bill (1).pdf", "[draft].md".
  const itself = glob.includes('*') ? null : await folder.stat(glob)
  if (itself && !itself.ok && itself.failure.kind === 'permission-lost') return itself
  if (itself?.ok && itself.value?.kind === 'file') return ok({ paths: [glob], more: false })
  const walked = await walk(folder, start, matches)
  const nothingThere = !walked.ok && start !== '' && ['missing', 'invalid'].includes(walked.failure.kind)
  return nothingThere ? ok({ paths: [], more: false }) : walked
}

/** Size and time of each. What is gone meanwhile is left out; what cannot be looked at stays, as of size 0. */
async function describe(
  folder: Folder,
  root: string,
  entries: readonly { path: string; kind: Entry['kind'] }[],
): Promise<Result<FoundFile[]>> {
  const stats = await mapInFlight(entries, FILES_IN_FLIGHT, async ({ path, kind }) =>
    // A folder has neither, so it is not worth a question.
    kind === 'folder' ? ok({ kind, size: 0, mtime: 0 }) : folder.stat(path),
  )
  const files: FoundFile[] = []
  for (const [index, stat] of stats.entries()) {
    const { path, kind } = entries[index]!
    if (!stat.ok && stat.failure.kind === 'permission-lost') return stat
    if (stat.ok && stat.value === null) continue
    const { size, mtime } = stat.ok && stat.value ? stat.value : { size: 0, mtime: 0 }
    files.push({ place: { root, path }, kind, size, mtime })
  }
  return ok(files)
}
