import { ok } from '../../src/domain/failure.ts'
import type { Crew } from '../../src/ports/crew.ts'
import type { Folder } from '../../src/ports/folder.ts'
import type { Vault } from '../../src/ports/vault.ts'

/** A bug put into the app from outside, to see whether the simulation finds it. */
export interface Plant {
  vault?(vault: Vault): Vault
  folder?(folder: Folder): Folder
  crew?(crew: Crew): Crew
}

export const PLANTS: Record<string, () => Plant> = {
  /** Says that the before-image is kept, and keeps nothing. */
  'skip-before-image': () => ({
    vault: vault => ({ ...vault, put: async () => ok(undefined) }),
  }),
  /** Writes without looking once more whether the file still is what it was. */
  'skip-recheck': () => ({
    folder: folder => ({ ...folder, write: (path, bytes) => folder.write(path, bytes, async () => null) }),
  }),
  /** What was done before a reload is taken for not done. */
  'retry-finished': () => {
    let again = 0
    return {
      crew: crew => ({
        ...crew,
        start: (brief, desk, onNews) =>
          crew.start(brief, { ...desk, apply: (call, request) => desk.apply(`${call}~${++again}`, request) }, onNews),
      }),
    }
  },
}
