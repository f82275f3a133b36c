import { type Failure, failed, ok, type Result } from '../../src/domain/failure.ts'
import type { Documents } from '../../src/ports/documents.ts'
import type { Folder, OpenFile } from '../../src/ports/folder.ts'
import type { Host, WithLock } from '../../src/ports/host.ts'
import type { Log, Sessions } from '../../src/ports/log.ts'
import type { Vault } from '../../src/ports/vault.ts'
import type { MemoryFolder } from '../doubles/memory-folder.ts'
import type { Clockwork, Place, Sort } from './clockwork.ts'
import { createLane } from './clockwork.ts'
import { copyOf } from './copy.ts'
import type { Disk, Effect } from './disk.ts'
import { hashNow } from './hash.ts'

const fails = (failure: Failure) => ({ ok: false as const, failure })

/** What a host does by itself when its caller has died or sleeps, it does not do again when the caller wakes. */
function onceOnly<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | null = null
  return () => {
    done ??= work()
    return done
  }
}

/** How a port of the app waits for the simulated host, and who hears of an effect that begins. */
export interface Wires {
  clockwork: Clockwork
  disk: Disk
  /** The app is about to touch the person's folder: told when it is asked for, not when it is done. */
  begins(kind: Effect['kind'], path: string): void
}

/** A folder as the workers of one place reach it: each call takes time, may fail before it or lose its answer after it. */
export function folderPort({ clockwork, disk, begins }: Wires, place: Place, raw: MemoryFolder, sort: Sort): Folder {
  const isHome = raw === disk.home
  const ask = (what: string, path: string, ms: number, inFlight?: () => void) =>
    clockwork.point({ sort, what, path, place, ...(inFlight ? { inFlight } : {}) }, ms)
  const answered = async <T>(what: string, path: string, result: Result<T>): Promise<Result<T>> => {
    const lost = await clockwork.point({ sort, what, path, place, answer: true }, 1)
    return lost ? fails(lost) : result
  }
  const look = async <T>(what: string, path: string, call: () => Promise<Result<T>>): Promise<Result<T>> => {
    const failure = await ask(what, path, 1)
    return failure ? fails(failure) : call()
  }
  /** A change that the host does by itself once it has been asked, whether or not anybody is left to hear of it. */
  const change = async (
    what: string,
    path: string,
    effect: Omit<Effect, 'takenBack' | 'at'> | null,
    call: () => Promise<Result<void>>,
  ) => {
    const run = onceOnly(async () => {
      const seen = effect && isHome ? disk.watch(effect) : null
      const result = await call()
      if (result.ok) seen?.()
      return result
    })
    if (effect && isHome) begins(effect.kind, path)
    const failure = await ask(what, path, 2, () => void run())
    return failure ? fails(failure) : answered(what, path, await run())
  }
  /** A change that asks its caller a last time, and then happens at once. */
  const atLast = async (
    effect: Omit<Effect, 'takenBack' | 'at'>,
    lastLook: () => Promise<Failure | null>,
    call: (lastLook: () => Promise<Failure | null>) => Promise<Result<void>>,
  ) => {
    const { kind, path } = effect
    const what = kind === 'remove' ? 'removeFile' : kind
    if (isHome) begins(kind, path)
    const failure = await ask(what, path, 3)
    if (failure) return fails(failure)
    let seen: () => void = () => undefined
    const result = await call(async () => {
      const trouble = await lastLook()
      if (!trouble && isHome) seen = disk.watch(effect)
      return trouble
    })
    if (result.ok) seen()
    return answered(what, path, result)
  }
  return {
    list: path => look('list', path, () => raw.list(path)),
    stat: path => look('stat', path, () => raw.stat(path)),
    open: path =>
      look('open', path, async () => {
        const file = await raw.open(path)
        if (!file.ok) return file
        const { size, mtime } = file.value
        return ok<OpenFile>({
          size,
          mtime,
          slice: (from, to) => look('slice', path, () => file.value.slice(from, to)),
        })
      }),
    write: async (path, bytes, lastLook) => {
      const hash = await hashNow(bytes)
      return atLast({ kind: 'write', path, hash }, lastLook, look => raw.write(path, bytes, look))
    },
    move: (path, to) => change('move', path, { kind: 'move', path, to }, () => raw.move(path, to)),
    makeFolder: path => change('makeFolder', path, null, () => raw.makeFolder(path)),
    removeFile: (path, lastLook) => atLast({ kind: 'remove', path }, lastLook, look => raw.removeFile(path, look)),
    removeEmptyFolder: path => change('removeEmptyFolder', path, null, () => raw.removeEmptyFolder(path)),
  }
}

export function vaultPort({ clockwork, disk }: Wires, place: Place): Vault {
  const ask = (what: string, path: string) => clockwork.point({ sort: 'vault', what, path, place }, 2)
  return {
    async put(bytes, hash) {
      const failure = await ask('put', hash)
      if (failure) return fails(failure)
      const done = await disk.vault.put(bytes, hash)
      const lost = await clockwork.point({ sort: 'vault', what: 'put', path: hash, place, answer: true }, 1)
      return lost ? fails(lost) : done
    },
    async get(hash) {
      const failure = await ask('get', hash)
      return failure ? fails(failure) : disk.vault.get(hash)
    },
    has: async hash => ((await ask('has', hash)) ? false : disk.vault.has(hash)),
    size: async () => ((await ask('size', '')) ? 0 : disk.vault.size()),
  }
}

/** How far each session's log would survive a power cut. */
export type Durable = Map<string, number>

export function sessionsPort({ clockwork, disk }: Wires, place: Place, durable: Durable): Sessions {
  const raw = disk.sessions
  const ask = (what: string) => clockwork.point({ sort: 'log', what, place }, 2)
  const asked = async <T>(what: string, call: () => Promise<Result<T>>): Promise<Result<T>> => {
    const failure = await ask(what)
    return failure ? fails(failure) : call()
  }
  return {
    list: () => asked('sessions', () => raw.list()),
    create: (id, title, first) => asked('create', () => raw.create(id, title, first)),
    open: id =>
      asked('open', async () => {
        const log = await raw.open(id)
        return log.ok ? ok(logPort({ clockwork, place, log: log.value, durable })) : log
      }),
    look: id => asked('look', () => raw.look(id)),
    remove: id => asked('remove', () => raw.remove(id)),
  }
}

function logPort({
  clockwork,
  place,
  log,
  durable,
}: {
  clockwork: Clockwork
  place: Place
  log: Log
  durable: Durable
}): Log {
  const appends = createLane()
  const answers = createLane()
  const asked = async <T>(what: string, call: () => Promise<Result<T>>): Promise<Result<T>> => {
    const failure = await clockwork.point({ sort: 'log', what, place }, 1)
    return failure ? fails(failure) : call()
  }
  return {
    ...log,
    async append(drafts, blobs, durability = 'relaxed') {
      // A copy at once, as a database takes one.
      const copy = copyOf(drafts)
      const run = onceOnly(async () => {
        const done = await log.append(copy, blobs, durability)
        const last = done.ok ? done.value.at(-1)?.seq : undefined
        if (last && durability === 'strict') durable.set(log.session, last)
        return done
      })
      const what = `append ${durability} ${drafts.map(draft => draft.type).join(' ')}`
      const inFlight = () => void run()
      const failure = await clockwork.point(
        { sort: 'log', what, place, inFlight },
        durability === 'strict' ? 4 : 1,
        appends,
      )
      if (failure) return fails(failure)
      const done = await run()
      await clockwork.point({ sort: 'log', what, place, answer: true }, 0.5, answers)
      return done
    },
    read: (from, to) => asked('read', () => log.read(from, to)),
    blob: ref => asked('blob', () => log.blob(ref)),
    putSnapshots: (version, seq, states) => asked('putSnapshots', () => log.putSnapshots(version, seq, states)),
    snapshot: (name, version) => asked('snapshot', () => log.snapshot(name, version)),
    setRow: change => asked('setRow', () => log.setRow(change)),
  }
}

/** Locks of the whole browser: those of a dead worker are free again, in the order they were asked for. */
export function createLocks() {
  interface Holder {
    place: Place
    go: () => void
  }
  const held = new Map<string, Holder[]>()
  const next = (name: string, mine: Holder) => {
    const queue = held.get(name) ?? []
    // It may have been set free already, on behalf of whoever took over.
    if (queue[0] !== mine) return
    queue.shift()
    while (queue[0] && !queue[0].place.alive) queue.shift()
    if (queue[0]) queue[0].go()
    else held.delete(name)
  }
  const lockFor =
    (place: Place): WithLock =>
    async (name, work) => {
      const mine: Holder = { place, go: () => undefined }
      await new Promise<void>(go => {
        mine.go = go
        const queue = held.get(name) ?? []
        held.set(name, queue)
        queue.push(mine)
        if (queue.length === 1) go()
      })
      try {
        return await work()
      } finally {
        if (place.alive) next(name, mine)
      }
    }
  return {
    lockFor,
    /** Names that are held or waited for: none, once nothing is going on. */
    names: () => [...held.keys()],
    release(place: Place) {
      for (const [name, queue] of [...held]) {
        const holds = queue[0]?.place === place
        const rest = queue.filter(one => one.place !== place)
        held.set(name, rest)
        if (rest.length === 0) held.delete(name)
        else if (holds) rest[0]!.go()
      }
    },
  }
}

export function hostPort(
  { clockwork }: Wires,
  place: Place,
  locks: ReturnType<typeof createLocks>,
  newId: () => string,
): Host {
  return {
    clock: { now: () => Math.floor(clockwork.shown()) },
    timers: {
      sleep: (ms, signal) =>
        signal?.aborted
          ? Promise.resolve()
          : new Promise(resolve => {
              signal?.addEventListener('abort', () => resolve())
              void clockwork.point({ sort: 'timer', what: 'sleep', place }, ms).then(() => resolve())
            }),
    },
    newId,
    withLock: locks.lockFor(place),
    hashOf: hashNow,
  }
}

const DECODER = new TextDecoder()

/** Readers and writers of documents in workers of their own: their documents are plain text. */
export function documentsPort({ clockwork }: Pick<Wires, 'clockwork'>, place: Place): Documents {
  const asked = async <T>(what: string, call: () => Result<T>): Promise<Result<T>> => {
    const failure = await clockwork.point({ sort: 'document', what, place }, 20)
    return failure ? fails(failure) : call()
  }
  const none = () => failed('invalid', 'No document is read here.')
  return {
    read: () => asked('read', none),
    check: (_, __, expectations) =>
      asked('check', () =>
        ok(expectations.map(expectation => ({ expectation, ok: true, evidence: 'As it should be' }))),
      ),
    write: spec => asked('write', () => ('markdown' in spec ? ok(new TextEncoder().encode(spec.markdown)) : none())),
    edit: (bytes, _, operations) =>
      asked('edit', () => {
        let text = DECODER.decode(bytes)
        for (const one of operations) {
          if (one.kind !== 'replace-text' || !text.includes(one.find)) return none()
          text = text.replace(one.find, one.replace)
        }
        return ok(new TextEncoder().encode(text))
      }),
  }
}
