import type { EventDraft, UndoScope, Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import { foldersAbove, OWN_FOLDER, showPlace } from '../domain/place.ts'
import { type ChangeState, homeOf } from '../domain/state.ts'
import type { RedoReport } from '../ports/changes.ts'
import { removeAside } from './aside.ts'
import { type ChangesDeps, endOf, placesOf, say } from './deps.ts'
import { doAgain } from './do-again.ts'
import { foldersUpTo, missingFolders, removeEmptyFolders } from './folders.ts'
import { withLeases } from './lease.ts'
import { createProof } from './proof.ts'
import { changedLater, changesIn, endsEverything, laterThan, whyNotNow } from './scope.ts'
import { settleOpenChanges } from './settle.ts'

/**
 * Does undone changes again, the last undone first, each only where the file is as the change found it; then reads back that all
 * is as it was before the undo. What could not be done again is refused with a sentence, and may be tried again.
 */
export function redo(deps: ChangesDeps, scope: UndoScope): Promise<Result<RedoReport>> {
  return deps.host.withLock(`undo:${deps.session}`, () => redoAlone(deps, scope))
}

/** What an undo took back and nothing has been put in the place of since. */
export function redoable(deps: ChangesDeps, scope: UndoScope): ChangeState[] {
  const undone = changesIn(deps, scope).filter(change => change.status === 'undone')
  return undone
    .filter(change => scope.kind === 'change' || !isSuperseded(deps, change))
    .sort((a, b) => (b.undoneAt ?? 0) - (a.undoneAt ?? 0))
}

/** A change made after this one was undone is what the person wanted last. */
const isSuperseded = (deps: ChangesDeps, change: ChangeState) =>
  laterThan(deps, change).some(later => later.seq > (change.undoneAt ?? 0) && later.status !== 'failed')

async function redoAlone(deps: ChangesDeps, scope: UndoScope): Promise<Result<RedoReport>> {
  const busy = whyNotNow(deps)
  if (busy) return { ok: false, failure: busy }
  const settled = await settleOpenChanges(deps)
  if (!settled.ok) return settled
  const changes = redoable(deps, scope)
  if (changes.length === 0) return failed('missing', 'There is nothing here that was undone and could be done again.')

  const id = deps.host.newId()
  const started = await deps.record(
    [{ type: 'redo.started', by: 'person', redo: id, scope, effects: changes.length }],
    'strict',
  )
  if (!started.ok) return started
  const proof = createProof(deps)
  const refused: RedoReport['refused'] = []
  let redone = 0
  for (const change of changes) {
    const again = await withLeases(deps, placesOf(change.change), () => redoOne(deps, id, change))
    if (!again.ok) return again
    if (again.value.ok) {
      redone++
      proof.add(change.change.root, nowAt(change))
      continue
    }
    const { failure } = again.value
    refused.push({ path: showPlace(change.change, homeOf(deps.roots())), failure })
    if (endsEverything(failure)) break
  }
  const proved = await proof.verified()
  if (!proved.ok) return proved
  const { verified } = proved.value
  const ended = await deps.record(
    [{ type: 'redo.ended', by: 'person', redo: id, redone, refused: refused.length, verified }],
    'strict',
  )
  return ended.ok ? ok({ redone, refused, verified }) : ended
}

/** What must be at the places of a change that stands. */
const nowAt = ({ change, after }: ChangeState) => [
  ...('to' in change ? [{ path: change.path, hash: null }] : []),
  { path: endOf(change).path, hash: after.hash },
]

/** The file as it is now, or why it was refused: either is in the log by then. The outer failure is the log's own. */
async function redoOne(deps: ChangesDeps, id: string, change: ChangeState): Promise<Result<Result<Version>>> {
  const from = { by: 'person' as const, redo: id, effect: change.effect, ...(change.task ? { task: change.task } : {}) }
  const refuse = async (failure: Failure): Promise<Result<Result<Version>>> => {
    const told = await deps.record([{ ...from, type: 'file.redoRefused', failure }], 'relaxed')
    return told.ok ? ok({ ok: false, failure }) : told
  }
  const shown = say(deps, change.change)
  const folder = deps.folders().get(change.change.root)
  if (!folder)
    return refuse(
      failed('permission-lost', `The folder of ${shown} is not connected. Reconnect it and redo again.`).failure,
    )
  if (changedLater(deps, change))
    return refuse(
      failed('conflict', `${shown} was changed later in this session, and that still stands. Undo that first.`).failure,
    )
  const missing = await missingFolders(folder, endOf(change.change).path)
  if (!missing.ok) return refuse(missing.failure)
  const begun = await deps.record([{ ...from, type: 'file.willRedo', made: missing.value }], 'strict')
  if (!begun.ok) return begun
  const again = await doAgain(deps, folder, change, missing.value)
  const emptied = again.ok ? leftBehind(change) : missing.value
  const trouble =
    (again.ok ? null : await removeAside(deps, folder, change)) ?? (await removeEmptyFolders(folder, emptied))
  const drafts: EventDraft[] = [
    again.ok
      ? { ...from, type: 'file.redone', version: again.value }
      : { ...from, type: 'file.redoRefused', failure: again.failure },
  ]
  if (trouble) drafts.push({ type: 'trouble', by: 'person', failure: trouble })
  const told = await deps.record(drafts, 'relaxed')
  return told.ok ? ok(again) : told
}

/** Folders that go when a file has left them: our own, as when something is taken out of the trash, and those of a folder move. */
const leftBehind = ({ change }: ChangeState) =>
  'to' in change
    ? [
        ...foldersAbove(change.path).filter(path => path.split('/')[0] === OWN_FOLDER),
        ...(change.op === 'move' && change.within !== undefined ? foldersUpTo(change.path, change.within) : []),
      ]
    : []
