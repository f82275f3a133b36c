import { folderContract } from '../../tests/contracts/folder.contract.ts'
import { createMemoryFolder } from '../../tests/doubles/memory-folder.ts'

folderContract('the memory folder', async () => createMemoryFolder())
