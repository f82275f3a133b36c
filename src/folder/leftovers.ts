import { type Failure, ok, type Result } from '../domain/failure.ts'
import { attempt, saysMissing, saysOtherKind } from './dom-failure.ts'

/** What new files of ours are called until they are whole; Chromium writes into such a file through a swap file of its own. */
const OURS = /^(deskhand-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.crswap)(?:\.crswap)?$/

export const newTemporary = () => `deskhand-${crypto.randomUUID()}.crswap`

const lockOf = (temporary: string) => `deskhand:new:${temporary}`

/** Runs `work`, which makes and renames that file, so that no tab sweeps it away meanwhile. */
export const whileWriting = <T>(temporary: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks.request(lockOf(temporary), work) as Promise<T>

/**
 * Takes away the unfinished new files that a crash of ours left right inside these folders, and gives how many. One that a living tab
 * still writes stays; so does everything that is not called as ours are, other programs' swap files included.
 */
export async function sweepLeftovers(
  root: FileSystemDirectoryHandle,
  folders: Iterable<string>,
): Promise<Result<number>> {
  let swept = 0
  let trouble: Failure | null = null
  for (const path of folders) {
    const done = await attempt(path, async () => {
      const folder = await folderAt(root, path)
      return ok(folder ? await sweepOne(folder) : 0)
    })
    if (done.ok) swept += done.value
    else trouble ??= done.failure
  }
  return trouble ? { ok: false, failure: trouble } : ok(swept)
}

async function sweepOne(folder: FileSystemDirectoryHandle): Promise<number> {
  const left: { name: string; temporary: string }[] = []
  for await (const { kind, name } of folder.values()) {
    const temporary = OURS.exec(name)?.[1]
    if (kind === 'file' && temporary) left.push({ name, temporary })
  }
  let swept = 0
  for (const { name, temporary } of left)
    await navigator.locks.request(lockOf(temporary), { ifAvailable: true }, async lock => {
      if (lock && (await removed(folder, name))) swept++
    })
  return swept
}

/** False where it is gone already: its writer came to the end, or another tab swept it. */
async function removed(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.removeEntry(name)
    return true
  } catch (error) {
    if (saysMissing(error)) return false
    throw error
  }
}

async function folderAt(root: FileSystemDirectoryHandle, path: string): Promise<FileSystemDirectoryHandle | null> {
  let folder = root
  try {
    for (const name of path === '' ? [] : path.split('/')) folder = await folder.getDirectoryHandle(name)
    return folder
  } catch (error) {
    if (saysMissing(error) || saysOtherKind(error)) return null
    throw error
  }
}
