import { foldersAbove, OWN_FOLDER } from '../domain/place.ts'
import type { ChangeState } from '../domain/state.ts'
import type { ChangesDeps } from './deps.ts'
import { foldersUpTo } from './folders.ts'

/**
 * Folders above the `gone` paths that exist only because of this session: made for this change, or for one that is undone or
 * failed already and could not take them away then, or our own.
 */
export function emptiedByUndo(deps: ChangesDeps, change: ChangeState, gone: readonly string[]): string[] {
  const ours = new Set(
    deps
      .state()
      .changes.filter(
        one =>
          one.change.root === change.change.root &&
          (one.effect === change.effect || one.status === 'undone' || one.status === 'failed'),
      )
      .flatMap(one => one.made),
  )
  return gone.flatMap(foldersAbove).filter(path => ours.has(path) || isOwn(path))
}

/** Folders that go when a file has left them: our own, as when something is taken out of the trash, and those of a folder move. */
export const emptiedByMove = ({ change }: Pick<ChangeState, 'change'>): string[] =>
  'to' in change
    ? [
        ...foldersAbove(change.path).filter(isOwn),
        ...(change.op === 'move' && change.within !== undefined ? foldersUpTo(change.path, change.within) : []),
      ]
    : []

/**
 * Folders that go when a file has left them again. Changes are not done again in the order in which they were done, so it is the
 * last one to leave a folder that takes it along, whichever did so the first time.
 */
export function emptiedByRedo(deps: ChangesDeps, change: ChangeState): string[] {
  if (!('to' in change.change)) return []
  const others = deps
    .state()
    .changes.filter(one => one.change.root === change.change.root && one !== change && one.status === 'done')
    // What went before this change began had been made anew for it.
    .flatMap(({ emptied }) => (emptied && emptied.seq > change.seq ? emptied.folders : []))
  const went = new Set([...(change.emptied?.folders ?? emptiedByMove(change)), ...others])
  return foldersAbove(change.change.path).filter(path => went.has(path) || isOwn(path))
}

const isOwn = (path: string) => path === OWN_FOLDER || path.startsWith(`${OWN_FOLDER}/`)
