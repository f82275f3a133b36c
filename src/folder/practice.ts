import { ok, type Result } from '../domain/failure.ts'
import { foldersAbove } from '../domain/place.ts'
import type { Folder } from '../ports/folder.ts'
import { mapInFlight } from './in-flight.ts'
import { practiceFiles } from './practice-files.ts'

const WRITES_IN_FLIGHT = 8

/** Writes the practice files into a new, empty folder of ours. Beside `changes/` the only one that writes: there is nothing to lose yet. */
export async function fillPracticeFolder(folder: Folder): Promise<Result<void>> {
  const files = practiceFiles()
  const folders = new Set(files.flatMap(({ path }) => foldersAbove(path)))
  for (const path of [...folders].sort()) {
    const made = await folder.makeFolder(path)
    if (!made.ok) return made
  }
  const written = await mapInFlight(files, WRITES_IN_FLIGHT, ({ path, bytes }) =>
    folder.write(path, bytes, async () => null),
  )
  return written.find(result => !result.ok) ?? ok(undefined)
}
