import type { Place } from '../domain/place.ts'
import type { ChangesDeps } from './deps.ts'
import { foldName } from './names.ts'

type LeaseDeps = Pick<ChangesDeps, 'session' | 'roots' | 'host'>

/**
 * One name per file, also where the disk takes upper and lower case or two Unicode forms for the same. Scratch folders of
 * two sessions share their root's name but not their files.
 */
export function leaseName(deps: LeaseDeps, place: Place): string {
  const scratch = deps.roots().find(root => root.id === place.root)?.kind === 'scratch'
  return `file:${scratch ? `${deps.session}:` : ''}${place.root}:${foldName(place.path)}`
}

/** Does `work` while no other change, in any tab, touches these files. Always taken in the same order: nobody waits in a circle. */
export function withLeases<T>(deps: LeaseDeps, places: readonly Place[], work: () => Promise<T>): Promise<T> {
  const names = [...new Set(places.map(place => leaseName(deps, place)))].sort()
  const take = (index: number): Promise<T> => {
    const name = names[index]
    return name === undefined ? work() : deps.host.withLock(name, () => take(index + 1))
  }
  return take(0)
}
