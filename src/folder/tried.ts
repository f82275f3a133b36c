import { ok, type Result } from '../domain/failure.ts'
import { foldersAbove, OWN_FOLDER } from '../domain/place.ts'
import type { TriedChange } from '../ports/desk.ts'
import type { Folder, FolderReads, HashOf } from '../ports/folder.ts'
import type { Marks } from './marks.ts'
import { versionOf } from './version.ts'

/** What a try-out comes to, file by file: what would have to be done to `base` so that it is what the try-out made of it. */
export async function triedChanges(
  root: string,
  { base, overlay, marks }: { base: FolderReads; overlay: Folder; marks: Marks },
  hashOf: HashOf,
): Promise<Result<TriedChange[]>> {
  const changes: TriedChange[] = []
  const moved = new Set<string>()
  const versionAt = async (folder: FolderReads, path: string) => {
    const version = await versionOf(folder, path, hashOf)
    return !version.ok && version.failure.kind === 'invalid' ? ok(null) : version
  }
  const touched = [...marks.all].filter(([path]) => foldersAbove(path)[0] !== OWN_FOLDER && path !== OWN_FOLDER)
  // What only went somewhere else is one change, not two.
  for (const [to, mark] of touched.sort(byPath)) {
    const left = mark.from === undefined ? undefined : marks.all.get(mark.from)
    if (mark.from === undefined || !left?.gone || !left.base || mark.base) continue
    const now = await versionAt(overlay, to)
    if (!now.ok) return now
    // Rewritten since, or something else has come to where it was: then it is a new file beside a changed one.
    if (now.value?.hash !== left.base.hash || (await isThere(overlay, mark.from))) continue
    moved.add(mark.from).add(to)
    const there = await versionAt(base, mark.from)
    if (!there.ok) return there
    if (!there.value && (await isThere(base, to))) continue
    const within = foldersAbove(mark.from).find(folder => marks.all.get(folder)?.gone)
    const place = { root, path: mark.from }
    changes.push({ op: 'move', place, to, seen: left.base, ...(within === undefined ? {} : { within }) })
  }
  for (const [path, mark] of touched) {
    if (moved.has(path)) continue
    const [now, there] = [await versionAt(overlay, path), await versionAt(base, path)]
    if (!now.ok) return now
    if (!there.ok) return there
    const place = { root, path }
    if (!now.value) {
      if (mark.base && there.value) changes.push({ op: 'trash', place, seen: mark.base })
      continue
    }
    if (now.value.hash === there.value?.hash || now.value.hash === mark.base?.hash) continue
    const file = await overlay.open(path)
    if (!file.ok) return file
    const bytes = file.value.blob ? ok(file.value.blob) : await file.value.slice(0, file.value.size)
    if (!bytes.ok) return bytes
    const content = bytes.value instanceof Blob ? bytes.value : new Blob([bytes.value.slice()])
    const op = mark.base ? 'overwrite' : 'create'
    changes.push({ op, place, seen: mark.base, content })
  }
  return ok(changes.sort((a, b) => (a.place.path < b.place.path ? -1 : 1)))
}

const byPath = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1)

async function isThere(folder: FolderReads, path: string): Promise<boolean> {
  const stat = await folder.stat(path)
  return stat.ok && stat.value !== null
}
