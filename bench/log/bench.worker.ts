import { createChanges } from '../../src/changes/changes.ts'
import { type EventDraft, LOG_VERSION } from '../../src/domain/event.ts'
import type { Result } from '../../src/domain/failure.ts'
import { emptyState } from '../../src/domain/state.ts'
import { createHandleFolder } from '../../src/folder/handle-folder.ts'
import { versionOf } from '../../src/folder/version.ts'
import { createRecord } from '../../src/session/record.ts'
import { createHost } from '../../src/store/host.ts'
import { createSessions } from '../../src/store/sessions.ts'
import { createVault } from '../../src/store/vault.ts'
import { sessionEvents, turnEvents } from './events.ts'

const sessions = createSessions()
const host = createHost()

async function must<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result
  if (!settled.ok) throw new Error(`${settled.failure.message} ${settled.failure.detail ?? ''}`)
  return settled.value
}

async function newLog() {
  const id = host.newId()
  await must(sessions.create(id, 'A long session'))
  return must(sessions.open(id))
}

async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

interface SyncAccess {
  write(bytes: Uint8Array, options: { at: number }): number
  close(): void
}

/** One batch of so many events, as a log takes them. */
const batchOf = (size: number, n: number) => {
  const drafts: EventDraft[] = []
  for (let turn = 0; drafts.length < size; turn++) drafts.push(...turnEvents(`${n}.${turn}`))
  return drafts.slice(0, size)
}

let picked: FileSystemDirectoryHandle

const commands = {
  /** Milliseconds to append `count` events, `size` at a time, so many appends under way at once. */
  async append({ count, size, under }: { count: number; size: number; under: number }) {
    const log = await newLog()
    const batches = Array.from({ length: Math.ceil(count / size) }, (_, n) => batchOf(size, n))
    const ms = await timed(async () => {
      let next = 0
      const one = async () => {
        while (next < batches.length) await must(log.append(batches[next++]!, [], 'relaxed'))
      }
      await Promise.all(Array.from({ length: under }, one))
    })
    log.close()
    await must(sessions.remove(log.session))
    return ms
  },

  /** The same events, numbered and stamped, as lines of a file that only this worker has open: no log in a browser can be faster. */
  async floor({ count, size }: { count: number; size: number }) {
    const folder = await navigator.storage.getDirectory()
    const file = (await folder.getFileHandle('bench-floor', { create: true })) as FileSystemFileHandle & {
      createSyncAccessHandle(): Promise<SyncAccess>
    }
    const access = await file.createSyncAccessHandle()
    const envelope = { v: LOG_VERSION, session: host.newId(), epoch: 1, at: Date.now() }
    const batches = Array.from({ length: Math.ceil(count / size) }, (_, n) =>
      batchOf(size, n).map((draft, index) => ({ ...draft, ...envelope, seq: n * size + index + 1 })),
    )
    const encoder = new TextEncoder()
    const ms = await timed(() => {
      let at = 0
      for (const batch of batches)
        at += access.write(encoder.encode(batch.map(event => JSON.stringify(event)).join('\n')), { at })
    })
    access.close()
    await folder.removeEntry('bench-floor')
    return ms
  },

  /** A finished session of so many events, written as the desk writes it. Gives its id. */
  async session({ count }: { count: number }) {
    const log = await newLog()
    const record = createRecord(log, emptyState(log.session), () => undefined)
    let last: Promise<unknown> = Promise.resolve()
    let waiting = 0
    for (const drafts of sessionEvents(count)) {
      last = must(record(drafts))
      if (++waiting % 20 === 0) await last
    }
    await last
    await must(log.setRow({ status: 'done', title: 'A long session' }))
    log.close()
    return log.session
  },

  /** The folder that the page picked, for `writes`. */
  async folder(handle: FileSystemDirectoryHandle) {
    picked = handle
  },

  /**
   * For each time: milliseconds of writing a file anew as an agent's call does it, in the six steps, and of the bare
   * `createWritable` of the same bytes to a file beside it, in turn.
   */
  async writes({ bytes, times }: { bytes: number; times: number }) {
    const folder = picked
    const log = await newLog()
    const state = emptyState(log.session)
    const record = createRecord(log, state, () => undefined)
    const home = { id: 'home', name: 'home', access: 'readwrite', kind: 'folder' } as const
    const needs = (['create', 'overwrite'] as const).map(verb => ({ verb, paths: ['**'], most: 100_000 }))
    await must(record([{ type: 'root.added', by: 'person', root: home }]))
    await must(record([{ type: 'grant.given', by: 'person', grant: { id: 'all', needs, from: 'session' } }]))
    const ours = createHandleFolder(folder)
    const changes = createChanges({
      session: log.session,
      folders: () => new Map([['home', ours]]),
      roots: () => [home],
      vault: await must(createVault(log.session)),
      host,
      versionOf: (each, path) => versionOf(each, path, host.hashOf),
      record,
      state: () => state,
      permit: async () => ({ ok: true, value: 'all' }),
      keepsBefore: async () => true,
      decide: async () => ({ ok: true, value: 'theirs' }),
      mayGoOn: () => null,
    })
    const noise = () => {
      const made = new Uint8Array(bytes)
      for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(made.subarray(at, at + 65_536))
      return made
    }
    const place = { root: 'home', path: `ours-${bytes}.txt` }
    let { version } = await must(
      changes.apply({ kind: 'write', place, bytes: noise(), seen: 'absent' }, { agent: 'lead' }),
    )
    const bare = await folder.getFileHandle(`bare-${bytes}.txt`, { create: true })
    const pairs: { verified: number; bare: number }[] = []
    for (let time = 0; time < times; time++) {
      const next = noise()
      const verified = () =>
        timed(async () => {
          const done = await must(
            changes.apply({ kind: 'write', place, bytes: next, seen: version }, { agent: 'lead' }),
          )
          version = done.version
        })
      const plain = () =>
        timed(async () => {
          const writable = await bare.createWritable()
          await writable.write(next)
          await writable.close()
        })
      if (time % 2 === 0) pairs.push({ verified: await verified(), bare: await plain() })
      else {
        const first = await plain()
        pairs.push({ bare: first, verified: await verified() })
      }
    }
    log.close()
    return pairs
  },
}

export type Commands = typeof commands

addEventListener('message', async event => {
  const { name, argument, port } = (event as MessageEvent).data
  try {
    port.postMessage({ value: await commands[name as keyof Commands](argument as never) })
  } catch (error) {
    port.postMessage({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
