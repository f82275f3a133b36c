import type { Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { folderOf, foldersAbove, nameOf, nameProblem } from '../domain/place.ts'
import type { Entry, Folder, FolderReads, HashOf, Stat } from '../ports/folder.ts'
import type { Mark, Marks } from './marks.ts'
import { versionOf } from './version.ts'

/** Where something is found that the overlay shows: in what was written over it, or in the folder itself, there maybe at another path. */
interface Found {
  at: FolderReads
  path: string
  stat: Stat
}

/**
 * A folder in which everything can be changed while `base` stays as it is: what is written lies in `upper`, what is moved or
 * removed is only marked. Nothing is copied that is not rewritten, and what others change in `base` shows through.
 */
export function createOverlayFolder(base: FolderReads, upper: Folder, marks: Marks, hashOf: HashOf): Folder {
  const isHidden = (path: string) => [path, ...foldersAbove(path)].some(each => marks.all.get(each)?.gone)

  async function look(path: string): Promise<Result<Found | null>> {
    const over = path === '' ? ok(null) : await upper.stat(path)
    if (!over.ok) return over
    if (over.value) return ok({ at: upper, path, stat: over.value })
    const from = marks.all.get(path)?.from
    for (const source of [...(from === undefined ? [] : [from]), ...(isHidden(path) ? [] : [path])]) {
      const stat = await base.stat(source)
      if (!stat.ok) return stat
      if (stat.value) return ok({ at: base, path: source, stat: stat.value })
    }
    return ok(null)
  }

  /** What the folder itself has at the path, or had when the try-out first touched it. */
  async function baseOf(path: string): Promise<Result<Version | null>> {
    const known = marks.all.get(path)
    if (known) return ok(known.base)
    if (isHidden(path)) return ok(null)
    const version = await versionOf(base, path, hashOf)
    return !version.ok && version.failure.kind === 'invalid' ? ok(null) : version
  }

  async function mark(path: string, more: Omit<Mark, 'base'>): Promise<Result<void>> {
    const before = await baseOf(path)
    return before.ok ? marks.put(path, { base: before.value, ...more }) : before
  }

  /** Null where the name may be made there: its folder is there, and in `upper` as well. */
  async function ready(path: string): Promise<Failure | null> {
    const problem = nameProblem(nameOf(path))
    if (problem) return failed('invalid', `"${path}" cannot be used: ${problem}. Choose another name.`).failure
    const parent = await look(folderOf(path))
    if (!parent.ok) return parent.failure
    if (!parent.value) return missing(folderOf(path)).failure
    if (parent.value.stat.kind === 'file') return inFile(folderOf(path)).failure
    for (const folder of foldersAbove(path)) {
      const made = await upper.makeFolder(folder)
      if (!made.ok) return made.failure
    }
    return detach(path)
  }

  /** What was moved away from here gets bytes of its own before something else comes: it must not change with the folder's file of this path. */
  async function detach(path: string): Promise<Failure | null> {
    for (const [to, { from }] of marks.all) {
      if (from !== path) continue
      const over = await upper.stat(to)
      if (!over.ok) return over.failure
      const file = over.value ? null : await base.open(path)
      if (!file) continue
      const bytes = file.ok ? await file.value.slice(0, file.value.size) : file
      if (!bytes.ok) return bytes.failure
      const kept = await upper.write(to, bytes.value, async () => null)
      if (!kept.ok) return kept.failure
    }
    return null
  }

  async function listed(path: string): Promise<Result<Entry[]>> {
    const entries = new Map<string, Entry>()
    const below = isHidden(path) ? ok(null) : await base.stat(path)
    if (!below.ok) return below
    if (below.value?.kind === 'folder') {
      const list = await base.list(path)
      if (!list.ok) return list
      for (const entry of list.value) if (!marks.all.get(joined(path, entry.name))?.gone) entries.set(entry.name, entry)
    }
    for (const [to, { from }] of marks.all) {
      if (from === undefined || folderOf(to) !== path) continue
      const moved = await look(to)
      if (!moved.ok) return moved
      if (moved.value) entries.set(nameOf(to), { name: nameOf(to), kind: 'file' })
    }
    const over = await upper.stat(path)
    const above = over.ok && over.value?.kind === 'folder' ? await upper.list(path) : ok([])
    if (!above.ok) return above
    for (const entry of above.value) entries.set(entry.name, entry)
    return ok([...entries.values()])
  }

  return {
    async list(path) {
      const found = await look(path)
      if (!found.ok) return found
      if (!found.value) return missing(path)
      return found.value.stat.kind === 'file' ? inFile(path) : listed(path)
    },

    async stat(path) {
      const found = await look(path)
      return found.ok ? ok(found.value?.stat ?? null) : found
    },

    async open(path) {
      const found = await look(path)
      if (!found.ok) return found
      return found.value ? found.value.at.open(found.value.path) : missing(path)
    },

    async write(path, bytes, lastLook) {
      const before = await look(path)
      if (!before.ok) return before
      if (before.value?.stat.kind === 'folder') return isFolder(path)
      const trouble = await ready(path)
      if (trouble) return { ok: false, failure: trouble }
      const known = marks.all.get(path)
      const marked = known ? ok(undefined) : await mark(path, {})
      if (!marked.ok) return marked
      return upper.write(path, bytes, async () => {
        const no = await lastLook()
        if (no || before.value) return no
        const now = await look(path)
        if (!now.ok) return now.failure
        return now.value ? taken(path).failure : null
      })
    },

    async move(path, to) {
      const [asked, target] = [await look(path), await look(to)]
      if (!asked.ok) return asked
      if (!target.ok) return target
      if (!asked.value) return missing(path)
      if (asked.value.stat.kind === 'folder') return isFolder(path)
      if (target.value) return taken(to)
      const trouble = await ready(to)
      if (trouble) return { ok: false, failure: trouble }
      // Where it goes back to its old place it has just been given bytes of its own.
      const source = await look(path)
      if (!source.ok) return source
      if (!source.value) return missing(path)
      const isBase = source.value.at === base
      const arrives = await mark(to, isBase ? { from: source.value.path } : {})
      if (!arrives.ok) return arrives
      const leaves = await mark(path, { gone: true })
      return !leaves.ok || isBase ? leaves : upper.move(path, to)
    },

    async makeFolder(path) {
      const there = await look(path)
      if (!there.ok) return there
      if (there.value) return there.value.stat.kind === 'folder' ? ok(undefined) : taken(path)
      const trouble = await ready(path)
      return trouble ? { ok: false, failure: trouble } : upper.makeFolder(path)
    },

    async removeFile(path, lastLook) {
      const there = await look(path)
      if (!there.ok) return there
      if (!there.value) return missing(path)
      if (there.value.stat.kind === 'folder') return isFolder(path)
      const letGo = async () => {
        const no = await lastLook()
        if (no) return no
        const gone = await mark(path, { gone: true })
        return gone.ok ? null : gone.failure
      }
      if (there.value.at === upper) return upper.removeFile(path, letGo)
      const trouble = await letGo()
      return trouble ? { ok: false, failure: trouble } : ok(undefined)
    },

    async removeEmptyFolder(path) {
      const there = await look(path)
      if (!there.ok) return there
      if (!there.value) return missing(path)
      if (there.value.stat.kind === 'file') return inFile(path)
      const inside = await listed(path)
      if (!inside.ok) return inside
      if (inside.value.length > 0)
        return failed('exists', `The folder "${path}" is not empty, so it was not taken away.`)
      // A file of the folder may have been here before: that it is gone is still to be told.
      const gone = await marks.put(path, { base: marks.all.get(path)?.base ?? null, gone: true })
      return !gone.ok || there.value.at === base ? gone : upper.removeEmptyFolder(path)
    },
  }
}

const joined = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)
const missing = (path: string) => failed('missing', `There is nothing at "${path}".`)
const isFolder = (path: string) => failed('invalid', `"${path}" is a folder, not a file.`)
const inFile = (path: string) => failed('invalid', `"${path}" is a file, not a folder.`)
const taken = (path: string) => failed('exists', `There is already something at "${path}", and it stays as it is.`)
