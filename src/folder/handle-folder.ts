import { failed, ok, type Result } from '../domain/failure.ts'
import { folderOf, nameOf, nameProblem } from '../domain/place.ts'
import type { Entry, Folder, OpenFile, Stat } from '../ports/folder.ts'
import { attempt, saysMissing, saysOtherKind } from './dom-failure.ts'
import { moveFile } from './handle-move.ts'
import { createFile, isThere, overwriteFile, taken } from './handle-write.ts'

/** The browser says "not found" of everything in a folder that is itself no longer there. */
const GONE =
  'The folder is no longer where it was: it was moved, renamed or removed, or its drive is not connected. Put it back, or reconnect it and show where it is now.'

/** Left by a browser that died while it wrote; our own new files are called so until they are whole. */
const SWAP = /\.crswap$/

/**
 * A folder behind one of the browser's handles: a real one, or one of the browser's own storage. Handles are looked up
 * from the root in every call, so that a lost grant and an outside change show at once; only look-ups of the same moment are shared.
 */
export function createHandleFolder(root: FileSystemDirectoryHandle): Folder {
  /** Look-ups under way. Many files of one folder are asked for at once, and wait for the same answer. */
  const lookingUp = new Map<string, Promise<FileSystemDirectoryHandle>>()
  const folderAt = (path: string): Promise<FileSystemDirectoryHandle> => {
    if (path === '') return Promise.resolve(root)
    const known = lookingUp.get(path)
    if (known) return known
    const handle = folderAt(folderOf(path))
      .then(parent => parent.getDirectoryHandle(nameOf(path)))
      .finally(() => lookingUp.delete(path))
    lookingUp.set(path, handle)
    return handle
  }
  /** Look-ups of the root under way. */
  let looking: Promise<boolean> | null = null
  const isGone = () => {
    looking ??= rootIsGone(root).finally(() => {
      looking = null
    })
    return looking
  }
  /** Runs `work` for `path`. Nothing is called missing when it is the whole folder that is. */
  const within = async <T>(path: string, work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const result = await attempt(path, work)
    if (result.ok || result.failure.kind !== 'missing' || !(await isGone())) return result
    return failed('permission-lost', GONE, { detail: result.failure.detail ?? '' })
  }
  const fileAt = async (path: string) => (await folderAt(folderOf(path))).getFileHandle(nameOf(path))
  const parentOf = (path: string) => within(folderOf(path), async () => ok(await folderAt(folderOf(path))))

  return {
    list: path =>
      within(path, async () => {
        const entries: Entry[] = []
        for await (const handle of (await folderAt(path)).values()) {
          // A name that is not valid Unicode comes as an empty one.
          if (handle.name === '' || SWAP.test(handle.name)) continue
          entries.push({ name: handle.name, kind: handle.kind === 'file' ? 'file' : 'folder' })
        }
        return ok(entries)
      }),

    stat: path =>
      within(path, async () => {
        const found = await statAt(path)
        // Nothing at a path is an answer; nothing at the root is not.
        return found === null && path === '' ? failed('missing', GONE) : ok(found)
      }),

    open: path =>
      within(path, async () => {
        const file = await (await fileAt(path)).getFile()
        return ok<OpenFile>({
          size: file.size,
          mtime: file.lastModified,
          blob: file,
          slice: (from, to) => attempt(path, () => sliceOf(file, path, from, to)),
        })
      }),

    async write(path, bytes, lastLook) {
      const problem = unwritable(path)
      if (problem) return problem
      const parent = await parentOf(path)
      if (!parent.ok) return parent
      return within(path, async () => {
        const existing = await unlessMissing(() => parent.value.getFileHandle(nameOf(path)))
        return existing ? overwriteFile(existing, bytes, lastLook) : createFile(parent.value, path, bytes, lastLook)
      })
    },

    async move(path, to) {
      const problem = unwritable(to)
      if (problem) return problem
      const source = await parentOf(path)
      if (!source.ok) return source
      const target = await parentOf(to)
      if (!target.ok) return target
      return within(path, () => moveFile({ folder: source.value, path }, { folder: target.value, path: to }))
    },

    async makeFolder(path) {
      const problem = unwritable(path)
      if (problem) return problem
      const parent = await parentOf(path)
      if (!parent.ok) return parent
      return within(path, async () => {
        if ((await isThere(parent.value, nameOf(path))) === 'file') return taken(path)
        await parent.value.getDirectoryHandle(nameOf(path), { create: true })
        return ok(undefined)
      })
    },

    removeFile: (path, lastLook) =>
      within(path, async () => {
        const parent = await folderAt(folderOf(path))
        // Looked up as a file first: removeEntry takes away an empty folder just as well.
        await parent.getFileHandle(nameOf(path))
        const trouble = await lastLook()
        if (trouble) return { ok: false, failure: trouble }
        await parent.removeEntry(nameOf(path))
        return ok(undefined)
      }),

    removeEmptyFolder: path =>
      within(path, async () => {
        const parent = await folderAt(folderOf(path))
        await parent.getDirectoryHandle(nameOf(path))
        await parent.removeEntry(nameOf(path))
        return ok(undefined)
      }),
  }

  async function statAt(path: string): Promise<Stat | null> {
    const asFolder: Stat = { kind: 'folder', size: 0, mtime: 0 }
    try {
      if (path !== '') {
        const file = await (await fileAt(path)).getFile()
        return { kind: 'file', size: file.size, mtime: file.lastModified }
      }
      // Only looking inside tells whether the root is still there and still open to us.
      await root.keys().next()
      return asFolder
    } catch (error) {
      if (saysMissing(error)) return null
      if (!saysOtherKind(error)) throw error
    }
    try {
      await folderAt(path)
      return asFolder
    } catch (error) {
      // A file stands where the path needs a folder, so nothing is there.
      if (saysMissing(error) || saysOtherKind(error)) return null
      throw error
    }
  }
}

async function sliceOf(file: File, path: string, from: number, to: number): Promise<Result<Uint8Array>> {
  const bytes = new Uint8Array(await file.slice(from, to).arrayBuffer())
  const expected = Math.max(0, Math.min(to, file.size) - Math.min(from, file.size))
  // A file that was removed may read as nothing instead of failing.
  return bytes.length === expected
    ? ok(bytes)
    : failed('changed-while-reading', `"${path}" was changed while it was being read. Read it again.`, { retry: true })
}

async function rootIsGone(root: FileSystemDirectoryHandle): Promise<boolean> {
  const looked = await attempt('', async () => ok(await root.keys().next()))
  return !looked.ok && looked.failure.kind === 'missing'
}

async function unlessMissing<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look()
  } catch (error) {
    if (saysMissing(error)) return null
    throw error
  }
}

function unwritable(path: string): Result<never> | null {
  const problem = nameProblem(nameOf(path))
  return problem ? failed('invalid', `"${path}" cannot be used: ${problem}. Choose another name.`) : null
}
