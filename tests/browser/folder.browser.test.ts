import { createHandleFolder } from '../../src/folder/handle-folder.ts'
import { folderContract } from '../contracts/folder.contract.ts'

folderContract("the browser's own storage", async () => {
  const storage = await navigator.storage.getDirectory()
  return createHandleFolder(await storage.getDirectoryHandle(crypto.randomUUID(), { create: true }))
})
