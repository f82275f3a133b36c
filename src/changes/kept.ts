import { ok, type Result } from '../domain/failure.ts'
import { folderOf, joinPath, nameOf, OWN_FOLDER } from '../domain/place.ts'
import type { KeptFile } from '../ports/changes.ts'
import type { FolderReads } from '../ports/folder.ts'
import { BEFORE, timeOfStamp } from './aside.ts'
import type { ChangesDeps } from './deps.ts'

export const TRASH = joinPath(OWN_FOLDER, 'trash')
/** More are not listed at once; when some are gone, the others come up. */
const MOST = 2_000

/** What lies in the trash and among the earlier versions of all connected folders, of this session and of any other. Read from the disk alone. */
export async function listKept(deps: ChangesDeps): Promise<Result<KeptFile[]>> {
  const found: KeptFile[] = []
  for (const root of deps.roots()) {
    const folder = deps.folders().get(root.id)
    if (root.kind === 'scratch' || !folder) continue
    for (const kind of ['trash', 'before'] as const) {
      const files = await filesUnder(folder, kind === 'trash' ? TRASH : BEFORE)
      if (!files.ok) return files
      for (const path of files.value.slice(0, MOST)) {
        const stat = await folder.stat(path)
        if (!stat.ok) return stat
        if (stat.value?.kind !== 'file') continue
        const { size, mtime } = stat.value
        const file = {
          root: root.id,
          kind,
          path,
          size,
          mtime,
          ...(await toldOf(deps, folder, root.id, kind, path, size)),
        }
        found.push(file)
      }
    }
  }
  return ok(found)
}

/** Where it was, when, and why it is kept; `same` when the file at its old place is just that. */
async function toldOf(
  deps: ChangesDeps,
  folder: FolderReads,
  root: string,
  kind: KeptFile['kind'],
  path: string,
  size: number,
): Promise<Pick<KeptFile, 'original' | 'at' | 'why' | 'same'>> {
  const [, , bin, ...rest] = path.split('/')
  const original = rest.join('/')
  const change = deps
    .state()
    .changes.findLast(
      one =>
        one.change.root === root &&
        (kind === 'trash' ? one.change.op === 'trash' && one.change.to === path : one.kept === path),
    )
  const there = await folder.stat(original)
  const same =
    kind === 'before' && there.ok && there.value?.kind === 'file' && there.value.size === size
      ? await haveSameBytes(deps, folder, path, original)
      : false
  return {
    original,
    same,
    at: change?.at ?? timeOfStamp(bin ?? ''),
    ...(change && 'why' in change.change ? { why: change.change.why } : {}),
  }
}

async function haveSameBytes(deps: ChangesDeps, folder: FolderReads, a: string, b: string): Promise<boolean> {
  const first = await deps.versionOf(folder, a)
  const second = first.ok ? await deps.versionOf(folder, b) : first
  return first.ok && second.ok && first.value !== null && first.value.hash === second.value?.hash
}

/** Paths of all files below, in order; none where there is no such folder. */
async function filesUnder(folder: FolderReads, start: string): Promise<Result<string[]>> {
  const there = await hasFolder(folder, start)
  if (!there.ok || !there.value) return there.ok ? ok([]) : there
  const paths: string[] = []
  const rest = [start]
  for (let at = rest.pop(); at !== undefined; at = rest.pop()) {
    const entries = await folder.list(at)
    if (!entries.ok && entries.failure.kind === 'missing') continue
    if (!entries.ok) return entries
    for (const entry of entries.value) {
      const path = joinPath(at, entry.name)
      if (entry.kind === 'folder') rest.push(path)
      else paths.push(path)
    }
  }
  return ok(paths.sort())
}

async function hasFolder(folder: FolderReads, path: string): Promise<Result<boolean>> {
  const entries = await folder.list(folderOf(path))
  if (!entries.ok) return entries.failure.kind === 'missing' || entries.failure.kind === 'invalid' ? ok(false) : entries
  return ok(entries.value.some(entry => entry.name === nameOf(path) && entry.kind === 'folder'))
}
