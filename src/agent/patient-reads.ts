import type { Result } from '../domain/failure.ts'
import type { AgentDesk } from '../ports/desk.ts'
import type { Reads } from '../ports/reads.ts'

/** Reads that wait when the browser takes the folder away: the run pauses, and they are tried again once it is back. */
export function patientReads(reads: Reads, desk: Pick<AgentDesk, 'folderLost'>): Reads {
  async function patiently<T>(root: string, read: () => Promise<Result<T>>): Promise<Result<T>> {
    for (;;) {
      const result = await read()
      if (result.ok || result.failure.kind !== 'permission-lost') return result
      const back = await desk.folderLost(root, result.failure)
      if (!back.ok) return result
    }
  }
  return {
    list: place => patiently(place.root, () => reads.list(place)),
    find: (root, glob, limit) => patiently(root, () => reads.find(root, glob, limit)),
    search: query => patiently(query.root, () => reads.search(query)),
    read: (place, maxBytes) => patiently(place.root, () => reads.read(place, maxBytes)),
    version: place => patiently(place.root, () => reads.version(place)),
  }
}
