import { createChanges } from '../../src/changes/changes.ts'
import type { ChangesDeps } from '../../src/changes/deps.ts'
import { grantFor } from '../../src/changes/grants.ts'
import type { Conflict, EventBody, EventType, Grant, RootInfo, SessionEvent } from '../../src/domain/event.ts'
import { type Failure, failed, ok, type Result } from '../../src/domain/failure.ts'
import { applyEvent } from '../../src/domain/project.ts'
import { emptyState, homeOf, type SessionState } from '../../src/domain/state.ts'
import { versionOf } from '../../src/folder/version.ts'
import type { Changed, Changer, Changes, ConflictChoice, Seen } from '../../src/ports/changes.ts'
import type { Folder, FolderReads } from '../../src/ports/folder.ts'
import type { WithLock } from '../../src/ports/host.ts'
import { hashOf } from '../../src/store/hash.ts'
import { createMemoryFolder } from './memory-folder.ts'
import { createMemoryVault } from './memory-vault.ts'

export const HOME: RootInfo = { id: 'work', name: 'Work', access: 'readwrite', kind: 'folder' }
export const SCRATCH_ROOT: RootInfo = { id: 'scratch', name: 'Scratch', access: 'readwrite', kind: 'scratch' }

export const EVERYTHING: Grant = {
  id: 'everything',
  from: 'session',
  needs: (['create', 'overwrite', 'move', 'trash'] as const).map(verb => ({ verb, paths: ['**'], most: 1_000_000 })),
}

export interface WorldOptions {
  home?: Folder
  more?: { info: RootInfo; folder: Folder }[]
  grants?: Grant[]
  vault?: ReturnType<typeof createMemoryVault>
  /** A log to go on with, as after a crash: the world's own events come after it. */
  log?: SessionEvent[]
  /** Asked where no grant covers; by default the person refuses. */
  ask?: ChangesDeps['permit']
  mayGoOn?: () => Failure | null
  /** Which version stays in a conflict; what is there, unless told. */
  choose?: (conflict: Conflict) => Promise<ConflictChoice>
  /** What the person's settings say; no, unless told. */
  keepsBefore?: boolean
  /** Asked before events are written; a failure is what the log says, or it never answers, as in a crash. */
  beforeRecord?: (types: EventType[]) => Promise<Failure | null>
}

export type World = ReturnType<typeof createWorld>

/** One session's changes over folders in memory, with a log that is folded as it grows. */
export function createWorld(options: WorldOptions = {}) {
  const home = options.home ?? createMemoryFolder()
  const scratch = createMemoryFolder()
  const roots = [HOME, SCRATCH_ROOT, ...(options.more ?? []).map(({ info }) => info)]
  const folders = new Map<string, Folder>([
    [HOME.id, home],
    [SCRATCH_ROOT.id, scratch],
    ...(options.more ?? []).map(({ info, folder }) => [info.id, folder] as const),
  ])
  const state: SessionState = emptyState('session-1')
  const events: SessionEvent[] = []
  const take = (event: SessionEvent) => {
    events.push(event)
    applyEvent(state, event)
  }
  for (const event of options.log ?? []) take(event)
  const envelope = () => ({ v: 1, session: 'session-1', seq: events.length + 1, epoch: 1, at: events.length })
  const tell = (body: EventBody) => take({ ...envelope(), by: 'desk', ...body })
  if (!options.log) {
    for (const root of roots) tell({ type: 'root.added', root })
    for (const grant of options.grants ?? [EVERYTHING]) tell({ type: 'grant.given', grant })
  }

  let ids = events.length
  const vault = options.vault ?? createMemoryVault()
  const deps: ChangesDeps = {
    session: 'session-1',
    folders: () => folders,
    roots: () => roots,
    vault,
    host: {
      clock: { now: () => events.length },
      timers: { sleep: () => Promise.resolve() },
      newId: () => `id-${++ids}`,
      withLock: createLocks(),
      hashOf,
    },
    decide: async conflict => ok((await options.choose?.(conflict)) ?? 'theirs'),
    keepsBefore: async () => options.keepsBefore ?? false,
    versionOf: (folder: FolderReads, path: string) => versionOf(folder, path, hashOf),
    async record(drafts) {
      const failure = await options.beforeRecord?.(drafts.map(draft => draft.type))
      if (failure) return { ok: false, failure }
      const written = drafts.map((draft, index) => ({ ...envelope(), seq: events.length + 1 + index, ...draft }))
      for (const event of written) take(event)
      return ok(written)
    },
    state: () => state,
    async permit(op, bytes, who) {
      const grant = grantFor(state, op, homeOf(roots))
      if (grant) return ok(grant.id)
      if (op.op === 'trash' && op.last && !options.ask) {
        const id = `last-${++ids}`
        tell({
          type: 'grant.given',
          grant: { id, from: 'answer', needs: [{ verb: 'trash', paths: [op.path], most: 1 }] },
        })
        return ok(id)
      }
      return (await options.ask?.(op, bytes, who)) ?? failed('not-allowed', 'The person refused.')
    },
    mayGoOn: options.mayGoOn ?? (() => null),
  }
  const changes = createChanges(deps)
  return { changes, deps, home, scratch, vault, state, events, tell, ...actions(deps, changes) }
}

/** What an agent does, told shortly. What it saw is by default what is there. */
function actions(deps: ChangesDeps, changes: Changes) {
  const who: Changer = { agent: 'agent-1', task: 'task-1' }
  const lookAt = async (path: string, root: string): Promise<Seen> => {
    const version = await deps.versionOf(deps.folders().get(root)!, path)
    return version.ok && version.value ? version.value : 'absent'
  }
  return {
    see: (path: string, root = HOME.id) => lookAt(path, root),
    write: async (path: string, text: string, seen?: Seen, by = who, root = HOME.id): Promise<Result<Changed>> =>
      changes.apply(
        {
          kind: 'write',
          place: { root, path },
          bytes: new TextEncoder().encode(text),
          seen: seen ?? (await lookAt(path, root)),
        },
        by,
      ),
    move: (path: string, to: string, seen: Seen = 'not-looked', by = who): Promise<Result<Changed>> =>
      changes.apply({ kind: 'move', place: { root: HOME.id, path }, to: { root: HOME.id, path: to }, seen }, by),
    trash: (path: string, seen: Seen = 'not-looked', by = who): Promise<Result<Changed>> =>
      changes.apply({ kind: 'trash', place: { root: HOME.id, path }, why: 'Not needed', seen }, by),
  }
}

function createLocks(): WithLock {
  const last = new Map<string, Promise<unknown>>()
  return (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work, work)
    last.set(name, mine)
    return mine
  }
}
