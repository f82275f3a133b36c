import { placesOf } from '../changes/deps.ts'
import { folderOf, joinPath } from '../domain/place.ts'
import type { ChangeState } from '../domain/state.ts'
import { COPIES } from './copy/folder-copy.ts'
import type { Desk } from './desk.ts'

/** Besides those still open: a tab that is only just ending may still hold what the last ones were writing. */
const LATEST = 30

const isOpen = ({ status, turning }: ChangeState) => status === 'open' || turning !== undefined

/** The folders of that root in which a crash of this session can have left unfinished files: never the whole tree. */
export function foldersOfLeftovers({ id, state }: Pick<Desk, 'id' | 'state'>, root: string): string[] {
  const { changes } = state
  const paths = changes
    .filter((change, index) => isOpen(change) || index >= changes.length - LATEST)
    .flatMap(({ change, kept }) => [
      ...placesOf(change).filter(place => place.root === root),
      ...(kept !== undefined && change.root === root ? [{ path: kept }] : []),
    ])
    .map(({ path }) => folderOf(path))
  return [
    ...new Set([
      ...paths,
      ...(state.copyIn === root ? [COPIES, joinPath(COPIES, id), joinPath(COPIES, 'images')] : []),
    ]),
  ]
}
