import type { RootInfo } from '../domain/event.ts'
import { ok, type Result } from '../domain/failure.ts'
import { SCRATCH } from '../domain/place.ts'
import { sharedFolder, wasShared } from '../page/brought-files.ts'
import { onPageDrop } from '../page/drops.ts'
import { askToUse, pickFolder } from '../page/pick-folder.ts'
import { storageFailure } from '../store/storage-failure.ts'
import type { ChosenFolder, DeskClient } from '../ui/desk-client.ts'

/** The person chooses one, beginning where `near` lies. Must be called in a click; null when they closed the picker. */
export async function chooseFolder(
  access: RootInfo['access'],
  near?: FileSystemHandle,
): Promise<Result<ChosenFolder | null>> {
  const picked = await pickFolder(access, near)
  return picked.ok ? ok(picked.value && chosen(picked.value, access)) : picked
}

/** Tells of what is dropped on the page; the files that another program shared come the same way, as a folder. */
export function onDrop(take: Parameters<DeskClient['onDrop']>[0]): () => void {
  if (wasShared()) void sharedFolder().then(shared => take.folder(shared.ok ? ok(sharedRoot(shared.value)) : shared))
  return onPageDrop({
    ...take,
    async folder(dropped) {
      if (!dropped.ok) return take.folder(dropped)
      const entered = await askToUse(dropped.value, 'readwrite')
      take.folder(entered.ok ? ok(chosen(dropped.value, 'readwrite')) : entered)
    },
  })
}

/** About 40 small files made on the spot in the browser's own storage. */
export async function practiceFolder(): Promise<Result<ChosenFolder>> {
  try {
    const [{ fillPracticeFolder }, { createHandleFolder }] = await Promise.all([
      import('../folder/practice.ts'),
      import('../folder/handle-folder.ts'),
    ])
    const storage = await navigator.storage.getDirectory()
    const all = await storage.getDirectoryHandle('practice', { create: true })
    const handle = await all.getDirectoryHandle(crypto.randomUUID(), { create: true })
    const filled = await fillPracticeFolder(createHandleFolder(handle))
    if (!filled.ok) return filled
    return ok({ info: { id: 'practice', name: 'Practice folder', access: 'readwrite', kind: 'practice' }, handle })
  } catch (error) {
    return { ok: false, failure: storageFailure(error, 'making the practice folder') }
  }
}

const chosen = (handle: FileSystemDirectoryHandle, access: RootInfo['access']): ChosenFolder => ({
  info: { id: slug(handle.name), name: handle.name, access, kind: 'folder' },
  handle,
})

const sharedRoot = (handle: FileSystemDirectoryHandle): ChosenFolder => ({
  info: { id: 'shared-files', name: 'Shared files', access: 'readwrite', kind: 'folder' },
  handle,
})

/** A name that paths can begin with: `Receipts 2026` is `receipts-2026`. */
function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return plain.length < 2 || plain === SCRATCH ? `folder-${plain}`.replace(/-$/, '') : plain
}
