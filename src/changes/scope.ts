import type { UndoScope } from '../domain/event.ts'
import { type Failure, failed, unreachable } from '../domain/failure.ts'
import { samePlace } from '../domain/place.ts'
import type { ChangeState } from '../domain/state.ts'
import { type ChangesDeps, placesOf } from './deps.ts'

/** Why nothing can be undone or redone now; null when it can. */
export function whyNotNow(deps: ChangesDeps): Failure | null {
  const { status, permissions } = deps.state()
  if (status.kind === 'running')
    return failed('invalid', 'Work is still going on. Stop or pause it, or wait until it is done; then undo.').failure
  if (status.kind === 'paused' && Object.values(permissions).some(permission => permission.status === 'pending'))
    return failed('invalid', 'A change is still waiting for your permission. Allow or refuse it first; then undo.')
      .failure
  return null
}

/** The session's changes that the scope means, oldest first. Its scratch folder is left alone. */
export const changesIn = (deps: ChangesDeps, scope: UndoScope): ChangeState[] =>
  deps.state().changes.filter(change => inScope(change, scope) && !inScratch(deps, change))

function inScope(change: ChangeState, scope: UndoScope): boolean {
  switch (scope.kind) {
    case 'session':
      return true
    case 'task':
      return change.task === scope.task
    case 'change':
      return change.effect === scope.effect
    default:
      return unreachable(scope)
  }
}

const inScratch = (deps: ChangesDeps, { change }: ChangeState) =>
  deps.roots().find(root => root.id === change.root)?.kind === 'scratch'

/** Later changes of the session at the places of this one. */
export function laterThan(deps: ChangesDeps, change: ChangeState): ChangeState[] {
  const { changes } = deps.state()
  const places = placesOf(change.change)
  const index = changes.findIndex(one => one.effect === change.effect)
  return changes
    .slice(index + 1)
    .filter(later => placesOf(later.change).some(place => places.some(own => samePlace(own, place))))
}

/** Without this, another order could find a file as expected by chance and leave the rest undoable no more. */
export const changedLater = (deps: ChangesDeps, change: ChangeState): boolean =>
  laterThan(deps, change).some(later => later.status === 'done' || later.status === 'open')

/** After these nothing else can be kept or written either, so the rest is not tried. */
export const endsEverything = (failure: Failure) => failure.kind === 'storage' || failure.kind === 'disk-full'
