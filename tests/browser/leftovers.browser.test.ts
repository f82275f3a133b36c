import { expect, it } from 'vitest'
import { createHandleFolder } from '../../src/folder/handle-folder.ts'
import { sweepLeftovers, whileWriting } from '../../src/folder/leftovers.ts'

const orphan = () => `deskhand-${crypto.randomUUID()}.crswap`

it('sweeps away what a crash of ours left, and nothing that a living tab writes or that is not ours', async () => {
  const storage = await navigator.storage.getDirectory()
  const root = await storage.getDirectoryHandle(crypto.randomUUID(), { create: true })
  const deep = await (await root.getDirectoryHandle('a', { create: true })).getDirectoryHandle('b', { create: true })
  const [left, halfWritten, living] = [orphan(), `${orphan()}.crswap`, orphan()]
  const others = ['notes.txt.crswap', 'deskhand-notes.crswap', `my ${orphan()}`, `${orphan()}.txt`]
  for (const name of [left, halfWritten, living, ...others]) await deep.getFileHandle(name, { create: true })
  await deep.getDirectoryHandle(orphan(), { create: true })
  const elsewhere = orphan()
  await root.getFileHandle(elsewhere, { create: true })

  const sweep = () => sweepLeftovers(root, ['a/b', 'a/gone', 'a/b/notes.txt.crswap'])
  expect(await whileWriting(living, sweep)).toEqual({ ok: true, value: 2 })
  expect(await namesIn(deep)).toEqual(expect.arrayContaining([living, ...others]))
  expect(await namesIn(deep)).toHaveLength(others.length + 2)
  expect(await namesIn(root)).toEqual(expect.arrayContaining([elsewhere]))
  // Its writer is gone now.
  expect(await sweep()).toEqual({ ok: true, value: 1 })
})

it('leaves alone the file that is being written at that moment', async () => {
  const storage = await navigator.storage.getDirectory()
  const root = await storage.getDirectoryHandle(crypto.randomUUID(), { create: true })
  const folder = createHandleFolder(root)
  const swept: unknown[] = []
  const written = await folder.write('new.txt', new TextEncoder().encode('new'), async () => {
    expect(await namesIn(root)).toHaveLength(1)
    swept.push(await sweepLeftovers(root, ['']))
    return null
  })
  expect(written.ok).toBe(true)
  expect(swept).toEqual([{ ok: true, value: 0 }])
  expect(await namesIn(root)).toEqual(['new.txt'])
})

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = []
  for await (const name of folder.keys()) names.push(name)
  return names
}
