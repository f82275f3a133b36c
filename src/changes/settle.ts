import { failed, ok, type Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import { type ChangesDeps, placesOf, say } from './deps.ts'
import { removeEmptyFolders } from './folders.ts'
import { leaseName, withLeases } from './lease.ts'
import { endingOf, type Intent, type Outcome, outcomeOf } from './outcome.ts'

export interface Settled {
  happened: number
  didNot: number
  unclear: number
  /** Still open, because their folder cannot be reached now. */
  left: number
}

/**
 * Ends every change that a crash, or a lost folder, left between its two events, by looking at the disk. Writes to the log
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

const openChanges = (deps: ChangesDeps) => deps.state().changes.filter(change => change.status === 'open')

async function settleHeld(deps: ChangesDeps, intent: Intent): Promise<Result<Outcome>> {
  const shown = say(deps, intent.change)
  const folder = deps.folders().get(intent.change.root)
  if (!folder)
    return failed(
      'permission-lost',
      `The folder of ${shown} is not connected. Reconnect it, so that it can be looked at.`,
    )
  const outcome = await outcomeOf(deps, folder, intent)
  if (!outcome.ok) return outcome
  const why = failed('stopped', `${shown} was not changed: the work was interrupted before that. It can be done again.`)
  const ended = await deps.record([endingOf(intent, outcome.value, why.failure, 'desk')], 'strict')
  if (!ended.ok) return ended
  if (outcome.value.kind !== 'did-not') return outcome
  const trouble = await removeEmptyFolders(folder, intent.made)
  if (!trouble) return outcome
  const told = await deps.record([{ type: 'trouble', by: 'desk', failure: trouble }], 'relaxed')
  return told.ok ? outcome : told
}
