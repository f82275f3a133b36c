import * as Comlink from 'comlink'
import { failed, ok, type Result } from '../domain/failure.ts'
import { joinPath } from '../domain/place.ts'
import { createHandleFolder } from '../folder/handle-folder.ts'
import type { FolderReads } from '../ports/folder.ts'
import type { Arrival, FoundCopy, KeepCommands } from '../ports/keep.ts'
import { createArchive, openArchive } from '../session/copy/archive.ts'
import { COPIES } from '../session/copy/folder-copy.ts'
import { type CopySource, readCopy, readCopyHead } from '../session/copy/read.ts'
import { writeCopy } from '../session/copy/write.ts'
import { bringBack } from '../store/bring-back.ts'
import { createHandles } from '../store/handles.ts'
import { hashOf } from '../store/hash.ts'
import { signWithIdentity } from '../store/identity.ts'
import { createSessions } from '../store/sessions.ts'
import { verifySignature } from '../store/signature.ts'
import { stored } from '../store/storage-failure.ts'
import { createVault } from '../store/vault.ts'

const sessions = createSessions()
const handles = createHandles()

/** Where copies lie in a folder of the person. */
const copiesIn = (folder: FolderReads): CopySource => ({
  async read(path) {
    const file = await folder.open(joinPath(COPIES, path))
    if (!file.ok) return file.failure.kind === 'missing' ? ok(null) : file
    return file.value.slice(0, file.value.size)
  },
})

async function saveAll(): Promise<Result<{ file: Blob; sessions: number }>> {
  const rows = await sessions.list()
  if (!rows.ok) return rows
  let file = new Blob([], { type: 'application/zip' })
  let pieces: Uint8Array<ArrayBuffer>[] = []
  // A blob's bytes may lie on the disk; those of the pieces do not.
  const put = () => {
    file = new Blob([file, ...pieces], { type: 'application/zip' })
    pieces = []
  }
  const archive = createArchive(hashOf, piece => pieces.push(piece))
  const saved: string[] = []
  for (const { id, title } of rows.value) {
    // A blank sheet is nothing to keep.
    if (title === '') continue
    const looked = await sessions.look(id)
    const vault = looked.ok ? await createVault(id) : looked
    if (!looked.ok) return looked
    if (!vault.ok) return vault
    const { log, row } = looked.value
    const written = await writeCopy({ log, row, vault: vault.value, hashOf }, null, archive.target, null)
    if (!written.ok) return written
    saved.push(id)
    put()
  }
  const ended = await archive.end(saved, Date.now(), signWithIdentity)
  if (!ended.ok) return ended
  put()
  return ok({ file, sessions: saved.length })
}

/** All are read and looked at before the first is put into this browser. */
async function bringAll(source: CopySource, ids: readonly string[], from: 'folder' | 'file') {
  const arrivals: (Arrival & { root: string | null })[] = []
  const read = []
  for (const id of ids) {
    const copy = await readCopy(source, id, hashOf)
    if (!copy.ok) return copy
    read.push(copy.value)
  }
  for (const { head, events, bodies, image } of read) {
    const images = head.images.map(({ hash }) => hash)
    const arrived = await bringBack({ head, events, bodies, images, image }, from, createVault)
    if (!arrived.ok)
      return arrivals.length === 0
        ? arrived
        : failed(
            arrived.failure.kind,
            `${arrivals.length} of ${ids.length} sessions were brought back, each whole. Then: ${arrived.failure.message}`,
          )
    arrivals.push({ ...arrived.value, root: head.root })
  }
  return ok(arrivals)
}

async function readBack(file: File): Promise<Result<Arrival[]>> {
  return stored('reading the file', async () => {
    const reader = file.stream().getReader()
    const next = async () => (await reader.read()).value ?? null
    const opened = await openArchive(file.name, next, { hashOf, verify: verifySignature })
    return opened.ok ? bringAll(opened.value.source, opened.value.sessions, 'file') : opened
  })
}

async function find(handle: FileSystemDirectoryHandle): Promise<Result<FoundCopy[]>> {
  const folder = createHandleFolder(handle)
  const entries = await folder.list(COPIES)
  if (!entries.ok) return entries.failure.kind === 'missing' ? ok([]) : entries
  const rows = await sessions.list()
  if (!rows.ok) return rows
  const known = new Set(rows.value.map(row => row.id))
  const found: FoundCopy[] = []
  for (const { name, kind } of entries.value) {
    if (kind !== 'folder' || known.has(name) || !/^[\w-]{1,80}$/.test(name)) continue
    const head = await readCopyHead(copiesIn(folder), name)
    if (!head.ok) continue
    const { id, title, updatedAt, seq } = head.value
    found.push({ id, title, updatedAt, events: seq })
  }
  return ok(found.sort((a, b) => b.updatedAt - a.updatedAt))
}

async function restore(handle: FileSystemDirectoryHandle, ids: string[]): Promise<Result<Arrival[]>> {
  const arrivals = await bringAll(copiesIn(createHandleFolder(handle)), ids, 'folder')
  if (!arrivals.ok) return arrivals
  for (const { id, root } of arrivals.value) {
    const put = root ? await handles.put(id, root, handle) : ok(undefined)
    if (!put.ok) return put
  }
  return arrivals
}

const commands: KeepCommands = { saveAll, readBack, find, restore }
Comlink.expose(commands)
