import type { EventDraft } from '../domain/event.ts'
import { type Failure, failed, ok, type Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import type { ChangeState } from '../domain/state.ts'
import type { Folder } from '../ports/folder.ts'
import { removeAside } from './aside.ts'
import { type ChangesDeps, endOf, placesOf, say } from './deps.ts'
import { emptiedByMove, emptiedByRedo, emptiedByUndo } from './emptied.ts'
import { removeEmptyFolders, takeAwayEmpty } from './folders.ts'
import { leaseName, withLeases } from './lease.ts'
import { endingOf, type Outcome, outcomeOf } from './outcome.ts'

export interface Settled {
  happened: number
  didNot: number
  unclear: number
  /** Still open, because their folder cannot be reached now. */
  left: number
}

/**
 * Ends every change, undo and redo that a crash, or a lost folder, left between its two events, by looking at the disk. Writes to the log
 * only, beside taking away empty folders that were made for nothing. Called when a session is opened and when a folder comes back.
 */
export async function settleOpenChanges(deps: ChangesDeps): Promise<Result<Settled>> {
  const settled: Settled = { happened: 0, didNot: 0, unclear: 0, left: 0 }
  for (const intent of openChanges(deps)) {
    const outcome = await withLeases(deps, placesOf(intent.change), async () =>
      // It may have ended while its lease was waited for.
      openChanges(deps).some(open => open.effect === intent.effect) ? settleHeld(deps, intent) : ok(null),
    )
    if (!outcome.ok && (outcome.failure.kind === 'storage' || outcome.failure.kind === 'fenced')) return outcome
    if (!outcome.ok) settled.left++
    else if (outcome.value?.kind === 'happened') settled.happened++
    else if (outcome.value?.kind === 'did-not') settled.didNot++
    else if (outcome.value) settled.unclear++
  }
  return ok(settled)
}

/** The same for changes that a failure left open at these places. The caller holds their leases. */
export async function settlePlaces(deps: ChangesDeps, places: readonly Place[]): Promise<Result<void>> {
  const names = places.map(place => leaseName(deps, place))
  for (const intent of openChanges(deps)) {
    if (!placesOf(intent.change).some(place => names.includes(leaseName(deps, place)))) continue
    const outcome = await settleHeld(deps, intent)
    if (!outcome.ok) return outcome
  }
  return ok(undefined)
}

const openChanges = (deps: ChangesDeps) =>
  deps.state().changes.filter(change => change.status === 'open' || change.turning !== undefined)

async function settleHeld(deps: ChangesDeps, intent: ChangeState): Promise<Result<Outcome>> {
  const shown = say(deps, intent.change)
  const folder = deps.folders().get(intent.change.root)
  if (!folder)
    return failed(
      'permission-lost',
      `The folder of ${shown} is not connected. Reconnect it, so that it can be looked at.`,
    )
  const outcome = await outcomeOf(deps, folder, intent)
  if (!outcome.ok) return outcome
  if (intent.turning) return settleTurn(deps, folder, intent, intent.turning, outcome.value)
  const why = failed('stopped', `${shown} was not changed: the work was interrupted before that. It can be done again.`)
  const leaves = outcome.value.kind === 'happened' ? emptiedByMove(intent) : []
  const away = await takeAwayEmpty(folder, leaves)
  const end = leaves.length > 0 ? { ...outcome.value, emptied: away.gone } : outcome.value
  const ended = await deps.record([endingOf(intent, end, why.failure, 'desk')], 'strict')
  if (!ended.ok || outcome.value.kind === 'unclear') return ended.ok ? outcome : ended
  const trouble =
    outcome.value.kind === 'happened'
      ? away.trouble
      : ((await removeAside(deps, folder, intent)) ?? (await removeEmptyFolders(folder, intent.made)))
  if (!trouble) return outcome
  const told = await deps.record([{ type: 'trouble', by: 'desk', failure: trouble }], 'relaxed')
  return told.ok ? outcome : told
}

/**
 * Whether an interrupted undo or redo of a change took effect. Where the disk shows neither, a change that was being undone stays
 * as it was told, and one that was being done again is unknown: it may be in the folder.
 */
async function settleTurn(
  deps: ChangesDeps,
  folder: Folder,
  change: ChangeState,
  turning: NonNullable<ChangeState['turning']>,
  outcome: Outcome,
): Promise<Result<Outcome>> {
  const { effect } = change
  const from = { by: 'desk' as const, effect, ...(change.task ? { task: change.task } : {}) }
  const failure =
    outcome.kind === 'unclear'
      ? outcome.failure
      : failed('stopped', `${say(deps, change.change)} was left as it is: the work was interrupted. Do it once more.`)
          .failure
  const drafts: EventDraft[] = []
  if (turning.way === 'back')
    drafts.push(
      outcome.kind === 'did-not'
        ? { ...from, type: 'file.restored', undo: turning.id }
        : { ...from, type: 'file.restoreRefused', undo: turning.id, failure },
    )
  else if (outcome.kind === 'unclear') drafts.push({ ...from, type: 'file.changeUnknown', failure })
  else
    drafts.push(
      outcome.kind === 'happened'
        ? { ...from, type: 'file.redone', redo: turning.id, version: outcome.version }
        : { ...from, type: 'file.redoRefused', redo: turning.id, failure },
    )
  const trouble = await tidyAfter(deps, folder, change, turning.made, outcome)
  if (trouble) drafts.push({ type: 'trouble', by: 'desk', failure: trouble })
  const told = await deps.record(drafts, 'strict')
  return told.ok ? ok(outcome) : told
}

/** Takes away the copy and the folders that nothing needs any more. */
async function tidyAfter(
  deps: ChangesDeps,
  folder: Folder,
  change: ChangeState,
  made: readonly string[],
  outcome: Outcome,
): Promise<Failure | null> {
  if (outcome.kind === 'unclear') return null
  if (outcome.kind === 'happened') return removeEmptyFolders(folder, emptiedByRedo(deps, change))
  const gone = change.change.op === 'overwrite' ? [] : [endOf(change.change).path]
  return (
    (await removeAside(deps, folder, change)) ??
    (await removeEmptyFolders(folder, [...change.made, ...made, ...emptiedByUndo(deps, change, gone)]))
  )
}
