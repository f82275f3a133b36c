import type { EventDraft, UndoScope, Version } from '../domain/event.ts'
import { type Failure, failed, ok, type Result, unreachable } from '../domain/failure.ts'
import { showPlace } from '../domain/place.ts'
import { type ChangeState, homeOf } from '../domain/state.ts'
import type { RedoReport } from '../ports/changes.ts'
import type { Folder } from '../ports/folder.ts'
import { removeAside } from './aside.ts'
import { type ChangesDeps, endOf, placesOf, say } from './deps.ts'
import { doAgain } from './do-again.ts'
import { emptiedByRedo } from './emptied.ts'
import { missingFolders, removeEmptyFolders } from './folders.ts'
import { withLeases } from './lease.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { createProof } from './proof.ts'
import { changedLater, changesIn, endsEverything, laterThan, whyNotNow } from './scope.ts'
import { settleOpenChanges } from './settle.ts'
import type { Acted } from './six-steps.ts'

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
  const acted = await lookedAt(deps, folder, change, await doAgain(deps, folder, change, missing.value))
  // What cannot be looked at now stays begun, and is settled once it can.
  if (acted.kind === 'look') return ok({ ok: false, failure: acted.failure })
  if (acted.kind === 'unclear') {
    const { effect, task } = change
    const of = { by: 'person' as const, effect, ...(task ? { task } : {}) }
    const unknown = await deps.record([{ ...of, type: 'file.changeUnknown', failure: acted.failure }], 'relaxed')
    return unknown.ok ? ok({ ok: false, failure: acted.failure }) : unknown
  }
  const isDone = acted.kind === 'done'
  const trouble =
    (isDone ? null : await removeAside(deps, folder, change)) ??
    (await removeEmptyFolders(folder, isDone ? emptiedByRedo(deps, change) : missing.value))
  const drafts: EventDraft[] = [
    isDone
      ? { ...from, type: 'file.redone', version: acted.version }
      : { ...from, type: 'file.redoRefused', failure: acted.failure },
  ]
  if (trouble) drafts.push({ type: 'trouble', by: 'person', failure: trouble })
  const told = await deps.record(drafts, 'relaxed')
  if (!told.ok) return told
  return ok(isDone ? ok(acted.version) : { ok: false, failure: acted.failure })
}

/** Where only the disk can tell how it went, the disk is asked. */
async function lookedAt(
  deps: ChangesDeps,
  folder: Folder,
  change: ChangeState,
  acted: Acted,
): Promise<Acted | Extract<Outcome, { kind: 'unclear' }>> {
  if (acted.kind !== 'look') return acted
  const outcome = await outcomeOf(deps, folder, change)
  if (!outcome.ok) return acted
  switch (outcome.value.kind) {
    case 'happened':
      return { kind: 'done', version: outcome.value.version }
    case 'did-not':
      return { kind: 'not-begun', failure: acted.failure }
    case 'unclear':
      return outcome.value
    default:
      return unreachable(outcome.value)
  }
}
