import type { EventDraft, UndoScope } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { showPlace } from '../domain/place.ts'
import { type ChangeState, homeOf } from '../domain/state.ts'
import type { UndoReport } from '../ports/changes.ts'
import type { Folder } from '../ports/folder.ts'
import { removeAside } from './aside.ts'
import { type ChangesDeps, placesOf, say } from './deps.ts'
import { emptiedByUndo } from './emptied.ts'
import { removeEmptyFolders } from './folders.ts'
import { withLeases } from './lease.ts'
import { endingOf, outcomeOf } from './outcome.ts'
import { createProof } from './proof.ts'
import { changedLater, changesIn, endsEverything, whyNotNow } from './scope.ts'
import { settleOpenChanges } from './settle.ts'
import { type Expected, takeBack } from './take-back.ts'

/**
 * Takes changes back, newest first, each only where the file still is what the change left; then reads back that all is as it
 * was before. What could not be taken back is refused with a sentence, stays as it is, and may be tried again. The session's
 * scratch folder is left alone.
 */
export function undo(deps: ChangesDeps, scope: UndoScope): Promise<Result<UndoReport>> {
  return deps.host.withLock(`undo:${deps.session}`, () => undoAlone(deps, scope))
}

async function undoAlone(deps: ChangesDeps, scope: UndoScope): Promise<Result<UndoReport>> {
  const busy = whyNotNow(deps)
  if (busy) return { ok: false, failure: busy }
  const settled = await settleOpenChanges(deps)
  if (!settled.ok) return settled
  const changes = changesIn(deps, scope)
    .filter(change => change.status === 'done' || change.status === 'unknown')
    .reverse()
  if (changes.length === 0) return failed('missing', 'There is nothing left here that could be undone.')

  const id = deps.host.newId()
  const started = await deps.record(
    [{ type: 'undo.started', by: 'person', undo: id, scope, effects: changes.length }],
    'strict',
  )
  if (!started.ok) return started
  const proof = createProof(deps)
  const refused: UndoReport['refused'] = []
  let restored = 0
  for (const change of changes) {
    const back = await withLeases(deps, placesOf(change.change), () => undoOne(deps, id, change))
    if (!back.ok) return back
    if (back.value === 'never-happened') continue
    if (back.value.ok) {
      restored++
      proof.add(change.change.root, back.value.value)
      continue
    }
    const { failure } = back.value
    refused.push({ path: showPlace(change.change, homeOf(deps.roots())), failure })
    if (endsEverything(failure)) break
  }
  const proved = await proof.verified()
  if (!proved.ok) return proved
  const { verified, rewritten } = proved.value
  const ended = await deps.record(
    [{ type: 'undo.ended', by: 'person', undo: id, restored, refused: refused.length, verified, rewritten }],
    'strict',
  )
  return ended.ok ? ok({ restored, refused, verified, rewritten }) : ended
}

/** What the paths must be like now, or why it was refused: either is in the log by then. The outer failure is the log's own. */
async function undoOne(
  deps: ChangesDeps,
  id: string,
  change: ChangeState,
): Promise<Result<Result<Expected[]> | 'never-happened'>> {
  const from = { by: 'person' as const, undo: id, effect: change.effect, ...(change.task ? { task: change.task } : {}) }
  const shown = say(deps, change.change)
  const folder = deps.folders().get(change.change.root)
  const never = folder && change.status === 'unknown' ? await settleUnknown(deps, folder, change) : ok(false)
  if (!never.ok) return never
  if (never.value) return ok('never-happened')
  const begun = await deps.record([{ ...from, type: 'file.willRestore' }], 'relaxed')
  if (!begun.ok) return begun
  const back = folder
    ? await tryOne(deps, folder, change)
    : failed('permission-lost', `The folder of ${shown} is not connected. Reconnect it and undo again.`)
  const drafts: EventDraft[] = [
    back.ok ? { ...from, type: 'file.restored' } : { ...from, type: 'file.restoreRefused', failure: back.failure },
  ]
  if (back.ok && back.value.trouble) drafts.push({ type: 'trouble', by: 'person', failure: back.value.trouble })
  const told = await deps.record(drafts, 'relaxed')
  if (!told.ok) return told
  return ok(back.ok ? ok(back.value.expected) : back)
}

/** Looks once more at a change of which nobody could tell whether it happened. True where it did not: then no redo may do it. */
async function settleUnknown(deps: ChangesDeps, folder: Folder, change: ChangeState): Promise<Result<boolean>> {
  // One that was done once, and of which only the redo is unknown, is undone as ever.
  if (change.version || changedLater(deps, change)) return ok(false)
  const outcome = await outcomeOf(deps, folder, change)
  if (!outcome.ok || outcome.value.kind !== 'did-not') return ok(false)
  const why = failed('stopped', `${say(deps, change.change)} is as it was before, so there was nothing to undo.`)
  const drafts = [endingOf(change, outcome.value, why.failure, 'person')]
  const trouble = (await removeAside(deps, folder, change)) ?? (await removeEmptyFolders(folder, change.made))
  if (trouble) drafts.push({ type: 'trouble', by: 'person', failure: trouble })
  const told = await deps.record(drafts, 'strict')
  return told.ok ? ok(true) : told
}

async function tryOne(
  deps: ChangesDeps,
  folder: Folder,
  change: ChangeState,
): Promise<Result<{ expected: Expected[]; trouble: Failure | null }>> {
  if (changedLater(deps, change))
    return failed(
      'conflict',
      `${say(deps, change.change)} was changed again later in this session, and that still stands. Undo the later change first.`,
    )
  const back = await takeBack(deps, folder, change)
  if (!back.ok) return back
  const trouble =
    (await removeAside(deps, folder, change)) ??
    (await removeEmptyFolders(folder, emptiedByUndo(deps, change, gone(back.value))))
  return ok({ expected: back.value, trouble })
}

const gone = (expected: readonly Expected[]) => expected.filter(({ hash }) => hash === null).map(({ path }) => path)
