import { createGate } from '../../src/agent/gate.ts'
import { runAgent } from '../../src/agent/loop.ts'
import { createNews } from '../../src/agent/news.ts'
import { patientReads } from '../../src/agent/patient-reads.ts'
import type { RootInfo, SessionEvent } from '../../src/domain/event.ts'
import { createReads } from '../../src/folder/reads.ts'
import { versionOf } from '../../src/folder/version.ts'
import type { Crew } from '../../src/ports/crew.ts'
import type { AgentBrief, DeskNews } from '../../src/ports/desk.ts'
import type { Folder } from '../../src/ports/folder.ts'
import type { Host } from '../../src/ports/host.ts'
import type { Model } from '../../src/ports/model.ts'
import type { HostedRuntime, Sandbox } from '../../src/ports/sandbox.ts'
import { openSession, type Session } from '../../src/session/session.ts'
import { hashOf } from '../../src/store/hash.ts'
import { documentsInThread } from './documents-in-thread.ts'
import { createMemoryFolder, type MemoryFolder } from './memory-folder.ts'
import { createMemorySessions } from './memory-log.ts'
import { createMemoryVault } from './memory-vault.ts'

export const HOME: RootInfo = { id: 'papers', name: 'Papers', access: 'readwrite', kind: 'folder' }

export interface SessionWorldOptions {
  files?: Record<string, string | Uint8Array>
  model: (brief: AgentBrief) => Model
  home?: MemoryFolder
  /** Where commands run; absent, nowhere. */
  sandbox?: Sandbox
  hosted?: HostedRuntime
  /** Another folder beside the home, by its id. */
  other?: { info: RootInfo; folder: MemoryFolder }
}

const setup = { provider: 'builtin' as const }

/** A whole session in one thread: the real session, loop, tools, changes and checks over folders, log and models in memory. */
export async function createSessionWorld(options: SessionWorldOptions) {
  const home = options.home ?? createMemoryFolder(options.files)
  const scratch = createMemoryFolder()
  const sessions = createMemorySessions()
  const vault = createMemoryVault()
  let time = 1_000
  /** What others did while nothing was on, as it was told. */
  const outside: NonNullable<DeskNews['outside']>[] = []
  const id = 'session-1'
  await sessions.create(id, '')
  const open = async (which = id) => {
    const started: string[] = []
    // Locks end with the worker that holds them, so each opening has its own.
    const host: Host = {
      clock: { now: () => ++time },
      timers: { sleep: ms => new Promise(resolve => setTimeout(resolve, Math.min(ms, 1))) },
      newId: () => crypto.randomUUID(),
      withLock: createLocks(),
      hashOf,
    }
    const folders = new Map<string, Folder>([
      [HOME.id, home],
      ['scratch', scratch],
      ...(options.other ? [[options.other.info.id, options.other.folder] as const] : []),
    ])
    const crew = inProcessCrew(
      options.model,
      createReads(() => folders, hashOf),
      host,
      started,
    )
    const log = await sessions.open(which)
    if (!log.ok) throw new Error(log.failure.message)
    const opened = await openSession(
      {
        log: log.value,
        host,
        vault,
        crew,
        versionOf: (folder, path) => versionOf(folder, path, hashOf),
        scratch,
        publish: news => {
          if (news.outside) outside.push(news.outside)
          wake()
        },
        ...(options.sandbox ? { sandbox: options.sandbox } : {}),
        ...(options.hosted ? { hosted: options.hosted } : {}),
      },
      sessions.kept(which)!.row.seq,
      { provider: 'builtin' },
    )
    if (!opened.ok) throw new Error(opened.failure.message)
    const session = opened.value
    await session.connect(HOME, home)
    if (options.other) await session.connect(options.other.info, options.other.folder)
    await session.setModel({ provider: 'builtin' }, setup, setup)
    return { session, started }
  }

  let watchers: (() => void)[] = []
  const wake = () => {
    for (const watcher of watchers) watcher()
  }
  /** Resolves once the condition holds; fails after twenty seconds with what the log said last. */
  const until = (what: string, condition: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        const last = events()
          .slice(-12)
          .map(event => JSON.stringify(event).slice(0, 300))
        reject(new Error(`Waited in vain for: ${what}\n${last.join('\n')}`))
      }, 20_000)
      const look = () => {
        if (!condition()) return
        clearTimeout(timer)
        watchers = watchers.filter(each => each !== look)
        resolve()
      }
      watchers.push(look)
      look()
    })
  const events = (): SessionEvent[] => sessions.kept(id)!.events

  return { home, scratch, vault, sessions, events, open, until, outside }
}

export const isOver = (session: Session) => !['running', 'paused', 'idle'].includes(session.state.status.kind)

/** Agents as plain objects in this thread: the very loop that a worker runs. */
function inProcessCrew(model: (brief: AgentBrief) => Model, reads: Crew['reads'], host: Host, started: string[]): Crew {
  return {
    reads,
    documents: documentsInThread,
    warm: () => undefined,
    start(brief, desk, onNews) {
      started.push(brief.agent)
      const gate = createGate()
      const stop = new AbortController()
      let tail = Promise.resolve()
      const { news, acknowledged } = createNews(
        batch => {
          const sent = structuredClone(batch)
          tail = tail.then(async () => {
            if (stop.signal.aborted) return
            // What the log refused is not acknowledged, as in the worker.
            const heard = await onNews(sent).then(
              () => true,
              () => false,
            )
            if (heard && sent.ack !== undefined) acknowledged(sent.ack)
          })
        },
        hashOf,
        host.timers,
      )
      void runAgent(
        brief,
        {
          model: async () => model(brief),
          desk,
          reads: patientReads(reads, desk),
          documents: documentsInThread,
          news,
          gate,
        },
        stop.signal,
      )
      return {
        pause: () => gate.pause(),
        resume: () => gate.resume(),
        end: () => stop.abort(),
      }
    },
  }
}

function createLocks(): Host['withLock'] {
  const last = new Map<string, Promise<unknown>>()
  return (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work)
    last.set(name, mine)
    return mine
  }
}
