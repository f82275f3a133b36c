import type { Version } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { Folder, HashOf } from '../ports/folder.ts'

/** What a try-out knows of one path of the folder it stands before. */
export interface Mark {
  /** The file as it was in the folder when the try-out first touched it; null where there was none. */
  base: Version | null
  /** In the try-out nothing of the folder's is there any more. */
  gone?: true
  /** In the try-out the folder's file of that path is here. */
  from?: string
}

/** The marks of one folder. `put` resolves once the mark is kept and everyone who reads there knows of it. */
export interface Marks {
  readonly all: ReadonlyMap<string, Mark>
  put(path: string, mark: Mark): Promise<Result<void>>
}

/** Marks kept as one small file each, so that a try-out outlives its page. */
export async function keptMarks(
  folder: Folder,
  hashOf: HashOf,
  tell: (path: string, mark: Mark) => Promise<unknown>,
): Promise<Result<Marks>> {
  const entries = await folder.list('')
  if (!entries.ok) return entries
  const all = new Map<string, Mark>()
  for (const { name } of entries.value) {
    const file = await folder.open(name)
    const bytes = file.ok ? await file.value.slice(0, file.value.size) : file
    if (!bytes.ok) return bytes
    const read = markIn(new TextDecoder().decode(bytes.value))
    if (!read.ok) return read
    all.set(read.value.path, read.value.mark)
  }
  return ok({
    all,
    async put(path, mark) {
      const name = (await hashOf(new TextEncoder().encode(path))).replace(/\W/g, '-')
      const bytes = new TextEncoder().encode(JSON.stringify({ path, mark }))
      const kept = await folder.write(name, bytes, async () => null)
      if (!kept.ok) return kept
      all.set(path, mark)
      await tell(path, mark)
      return ok(undefined)
    },
  })
}

function markIn(text: string): Result<{ path: string; mark: Mark }> {
  try {
    return ok(JSON.parse(text))
  } catch (error) {
    return failed('storage', 'What this try-out has changed cannot be read any more. Throw it away and try again.', {
      detail: String(error),
    })
  }
}
