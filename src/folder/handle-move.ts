import { failed, ok, type Result } from '../domain/failure.ts'
import { folderOf, nameOf } from '../domain/place.ts'
import { type ChromiumFile, isThere, renamed, taken } from './handle-write.ts'

interface Spot {
  folder: FileSystemDirectoryHandle
  path: string
}

/** Renames a file, never over another, and looks afterwards: Chromium overwrites silently, and may say it moved when it copied. */
export async function moveFile(from: Spot, to: Spot): Promise<Result<void>> {
  const file = (await from.folder.getFileHandle(nameOf(from.path))) as ChromiumFile
  if (from.path === to.path) return ok(undefined)
  const there = differsInCaseOnly(from.path, to.path) ? isListed : isThereAtAll
  if (await there(to)) return taken(to.path)
  const moved = await renamed(() => file.move(to.folder, nameOf(to.path)), from, to.path)
  if (!moved.ok) return moved
  if (!(await there(to)))
    return failed('unreadable', `"${from.path}" was moved, but cannot be found at "${to.path}". Look at the folder.`)
  if (await there(from))
    return failed('read-only', `"${from.path}" could only be copied to "${to.path}", because it is protected.`)
  return ok(undefined)
}

/** Where the disk ignores case (Windows, macOS), a look-up of the new name finds the file itself. */
const differsInCaseOnly = (a: string, b: string) =>
  folderOf(a) === folderOf(b) && a.normalize().toLowerCase() === b.normalize().toLowerCase()

const isThereAtAll = async ({ folder, path }: Spot) => (await isThere(folder, nameOf(path))) !== null

async function isListed({ folder, path }: Spot) {
  for await (const name of folder.keys()) if (name === nameOf(path)) return true
  return false
}
