import { expect, it } from 'vitest'
import type { OutsideChange } from '../../src/domain/event.ts'
import { observeFolder } from '../../src/folder/observe.ts'

it('what changes in a folder is told, by whoever, and not what is in our own', async () => {
  const storage = await navigator.storage.getDirectory()
  const folder = await storage.getDirectoryHandle(crypto.randomUUID(), { create: true })
  const own = await folder.getDirectoryHandle('.deskhand', { create: true })
  const told: OutsideChange[] = []
  const stop = observeFolder(folder, changes => told.push(...changes))
  const write = async (where: FileSystemDirectoryHandle, name: string) => {
    const writable = await (await where.getFileHandle(name, { create: true })).createWritable()
    await writable.write('words')
    await writable.close()
  }
  // It watches from some moment on that it does not tell.
  await expect
    .poll(async () => {
      await write(folder, 'first.txt')
      return told.some(({ path }) => path === 'first.txt')
    })
    .toBe(true)
  await write(own, 'hidden.txt')
  await write(folder, 'a.txt')
  await expect.poll(() => told.some(({ path, what }) => path === 'a.txt' && what === 'made')).toBe(true)
  await folder.removeEntry('a.txt')
  await expect.poll(() => told.some(({ path, what }) => path === 'a.txt' && what === 'gone')).toBe(true)
  expect(told.filter(({ path }) => path !== 'a.txt' && path !== 'first.txt')).toEqual([])
  stop()
})
