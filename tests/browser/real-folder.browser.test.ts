import { afterAll, beforeAll } from 'vitest'
import { cdp, commands, server } from 'vitest/browser'
import { createHandleFolder } from '../../src/folder/handle-folder.ts'
import { folderContract } from '../contracts/folder.contract.ts'

/** On the disk, and where the tests' server may write. */
const FOLDER = '.cache/real-folder'

let root: FileSystemDirectoryHandle
beforeAll(async () => {
  root = await dropped(FOLDER)
})
afterAll(async () => {
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true })
})

folderContract('a real folder', async () =>
  createHandleFolder(await root.getDirectoryHandle(crypto.randomUUID(), { create: true })),
)

/** A handle of Chromium's own, as a person gets one who drops a folder on the page. */
async function dropped(folder: string): Promise<FileSystemDirectoryHandle> {
  await commands.writeFile(`${folder}/seed.txt`, '')
  const page = window.top ?? window
  const handle = new Promise<FileSystemHandle | null>((resolve, reject) => {
    for (const each of new Set([window, page])) {
      each.addEventListener('dragover', event => event.preventDefault())
      each.addEventListener('drop', event => {
        event.preventDefault()
        const item = event.dataTransfer?.items[0] as unknown as {
          getAsFileSystemHandle(): Promise<FileSystemHandle | null>
        }
        item.getAsFileSystemHandle().then(resolve, reject)
      })
    }
  })
  const devtools = cdp() as unknown as { send(method: string, parameters: unknown): Promise<unknown> }

  const data = { items: [], files: [`${server.config.root}/${folder}`], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'])
    await devtools.send('Input.dispatchDragEvent', { type, x: 100, y: 100, data })
  const real = (await handle) as FileSystemDirectoryHandle & {
    queryPermission(wanted: { mode: 'readwrite' }): Promise<string>
  }
  // Without this a write would wait for ever for an answer to a question that nobody sees.
  if ((await real.queryPermission({ mode: 'readwrite' })) !== 'granted')
    throw new Error(
      'The browser asks before it writes: these tests need a profile of makeProfile() in vitest.config.ts.',
    )
  return real
}
