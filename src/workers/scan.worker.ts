import * as Comlink from 'comlink'
import { createHandleFolder } from '../folder/handle-folder.ts'
import { createReads } from '../folder/reads.ts'
import type { Folder } from '../ports/folder.ts'
import { hashOf } from '../store/hash.ts'
import type { ScanCommands } from './scan-commands.ts'

const folders = new Map<string, Folder>()
const reads = createReads(() => folders, hashOf)

const commands: ScanCommands = {
  connect: (root, handle) => void folders.set(root, createHandleFolder(handle)),
  serve: port => Comlink.expose(reads, port),
}

Comlink.expose(commands)
