import * as Comlink from 'comlink'
import { failed } from '../domain/failure.ts'
import { createHandleFolder } from '../folder/handle-folder.ts'
import type { Mark } from '../folder/marks.ts'
import { createOverlayFolder } from '../folder/overlay.ts'
import { createReads } from '../folder/reads.ts'
import type { Folder } from '../ports/folder.ts'
import { hashOf } from '../store/hash.ts'
import type { ScanCommands } from './scan-commands.ts'

const folders = new Map<string, Folder>()
/** The marks of the folders that are seen through a try-out. */
const marked = new Map<string, Map<string, Mark>>()
const reads = createReads(() => folders, hashOf)

const commands: ScanCommands = {
  connect(root, handle, trial) {
    const base = createHandleFolder(handle)
    if (!trial) return void folders.set(root, base)
    const all = new Map(trial.marks)
    marked.set(root, all)
    // Only the desk changes anything, and it keeps the marks.
    const marks = { all, put: async () => failed('not-allowed', 'Nothing is changed from here.') }
    folders.set(root, createOverlayFolder(base, createHandleFolder(trial.upper), marks, hashOf))
  },
  mark: (root, path, mark) => void marked.get(root)?.set(path, mark),
  serve: port => Comlink.expose(reads, port),
}

Comlink.expose(commands)
