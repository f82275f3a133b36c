import { putOwnFile, readOwnFile, removeOwnFile } from '../../changes/own-file.ts'
import type { EventType, SessionEvent } from '../../domain/event.ts'
import { failed, ok, type Result } from '../../domain/failure.ts'
import { joinPath, OWN_FOLDER } from '../../domain/place.ts'
import { homeOf } from '../../domain/state.ts'
import type { Folder } from '../../ports/folder.ts'
import type { Vault } from '../../ports/vault.ts'
import type { Desk } from '../desk.ts'
import { type CopyHead, headPath, partPath, readHead } from './format.ts'
import { writeCopy } from './write.ts'

export const COPIES = joinPath(OWN_FOLDER, 'sessions')
/** How far the copy may lie behind while something goes on. */
const BEHIND_MS = 3_000
/** After these nothing more may come for long. */
const RESTING: readonly EventType[] = ['run.ended', 'run.paused', 'undo.ended', 'redo.ended', 'copy.chosen']

/** Keeps the copy of the session in its folder up to date, where the person wants one. What goes wrong stops nothing else. */
export function createFolderCopy(desk: Desk, vault: Vault) {
  let head: CopyHead | null | 'unread' = 'unread'
  let due = false
  let working: Promise<void> | null = null
  let hurry = new AbortController()
  let said: string | null = null

  async function work() {
    while (due) {
      if (!hurry.signal.aborted) await desk.host.timers.sleep(BEHIND_MS, hurry.signal)
      hurry = new AbortController()
      due = false
      const done = await sync()
      if (done.ok) said = null
      else if (done.failure.message !== said && done.failure.kind !== 'fenced') {
        said = done.failure.message
        const message = `The copy of this session in its folder is not up to date: ${said}`
        await desk.record([{ type: 'trouble', by: 'desk', failure: { ...done.failure, message } }])
      }
    }
    working = null
  }

  async function sync(): Promise<Result<void>> {
    const root = desk.state.copyIn
    if (!root) return ok(undefined)
    const folder = desk.folders().get(root)
    if (!folder) return failed('permission-lost', 'the folder is not connected.')
    if (head === 'unread') {
      const known = await readOwnFile(folder, joinPath(COPIES, headPath(desk.id)))
      if (!known.ok) return known
      const read = known.value ? readHead(known.value) : null
      head = read?.ok ? read.value : null
    }
    const before = head
    const { title, lastSeq, lastAt } = desk.state
    const row = { id: desk.id, title, createdAt: before?.createdAt ?? lastAt, updatedAt: lastAt, epoch: desk.log.epoch }
    const from = { log: desk.log, row: { ...row, seq: lastSeq }, vault, hashOf: desk.host.hashOf }
    const written = await writeCopy(from, root, targetIn(folder), before)
    if (!written.ok) return written
    head = written.value
    const names = new Set(written.value.parts.map(({ name }) => name))
    for (const { name } of before?.parts ?? [])
      if (!names.has(name)) await removeOwnFile(folder, joinPath(COPIES, partPath(desk.id, name)))
    return ok(undefined)
  }

  const targetIn = (folder: Folder) => ({
    put: (path: string, bytes: Uint8Array) => putOwnFile(folder, joinPath(COPIES, path), bytes, desk.host.hashOf),
    async has(path: string) {
      const found = await folder.stat(joinPath(COPIES, path))
      return found.ok && found.value !== null
    },
  })

  return {
    saw(events: readonly SessionEvent[]) {
      if (!desk.state.copyIn || events.length === 0) return
      due = true
      if (events.some(event => RESTING.includes(event.type))) hurry.abort()
      working ??= work()
    },
    /** From now on, or no longer. What lies in the folder already stays there. */
    async keep(on: boolean): Promise<Result<void>> {
      const root = homeOf(desk.state.roots)
      const info = desk.state.roots.find(each => each.id === root)
      if (on && (info?.kind !== 'folder' || info.access !== 'readwrite'))
        return failed('invalid', 'A copy can be kept only in a folder of yours that may be changed.')
      head = 'unread'
      const told = await desk.record([{ type: 'copy.chosen', by: 'person', root: on ? root : null }], 'strict')
      return told.ok ? ok(undefined) : told
    },
    /** Resolves once nothing more is to be written. */
    rest: async () => void (await working),
  }
}
