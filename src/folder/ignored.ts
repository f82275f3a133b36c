import ignore from 'ignore'
import { ok, type Result } from '../domain/failure.ts'
import { nameOf, OWN_FOLDER } from '../domain/place.ts'
import type { Entry, FolderReads } from '../ports/folder.ts'

export type IsIgnored = (path: string, kind: Entry['kind']) => boolean

const NEVER_WALKED = [OWN_FOLDER, '.git', 'node_modules']
const GITIGNORE = '.gitignore'
const MAX_RULES_BYTES = 1_000_000

/** What a walk that starts at `start` leaves out. Someone who starts inside an ignored folder wants to see what is in it. */
export async function ignoredBelow(folder: FolderReads, start: string): Promise<Result<IsIgnored>> {
  const text = await rulesOf(folder)
  if (!text.ok) return text
  const rules = ignore().add(text.value)
  const asked = start !== '' && rules.ignores(`${start}/`)
  return ok(
    (path, kind) =>
      NEVER_WALKED.includes(nameOf(path)) || (!asked && rules.ignores(kind === 'folder' ? `${path}/` : path)),
  )
}

/** The text of the folder's .gitignore. One that cannot be read names nothing, except where nothing can be read any more. */
async function rulesOf(folder: FolderReads): Promise<Result<string>> {
  const file = await folder.open(GITIGNORE)
  if (!file.ok) return file.failure.kind === 'permission-lost' ? file : ok('')
  const bytes = await file.value.slice(0, Math.min(file.value.size, MAX_RULES_BYTES))
  if (!bytes.ok) return bytes.failure.kind === 'permission-lost' ? bytes : ok('')
  return ok(new TextDecoder().decode(bytes.value))
}
