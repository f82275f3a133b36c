import type { ChangeOp, Version } from '../domain/event.ts'
import type { Result } from '../domain/failure.ts'
import { failed, ok } from '../domain/failure.ts'
import type { Changed, Changer, Seen } from '../ports/changes.ts'
import type { Folder } from '../ports/folder.ts'
import { type ChangesDeps, say } from './deps.ts'
import { missingFolders } from './folders.ts'
import { changedSince, differsFromSeen, lookAt } from './look.ts'
import { moveVerified, targetIsEmpty, targetIsFree } from './move-file.ts'
import { type Acted, conflictEvent, takeSteps } from './six-steps.ts'

/** The file to be moved, when it is there and is what the agent saw. Not having looked is fine: a rename loses nothing. */
export async function sourceAsSeen(
  deps: ChangesDeps,
  folder: Folder,
  change: ChangeOp,
  seen: Seen,
  who: Changer,
): Promise<Result<Version>> {
  const shown = say(deps, change)
  const looked = await lookAt(deps, folder, change.path)
  if (!looked.ok) return looked
  const source = looked.value
  if (!source) return failed('missing', `${shown} is not there. Look at the folder again.`)
  const conflict = seen === 'not-looked' ? null : differsFromSeen(seen, source, shown)
  if (!conflict) return ok(source)
  const told = await deps.record([conflictEvent(change, conflict, who)], 'relaxed')
  return told.ok ? { ok: false, failure: conflict } : told
}

/** The steps that a move and a trash have in common. The caller holds the leases of both ends; `around` is put around the rename itself. */
export async function relocate(
  deps: ChangesDeps,
  folder: Folder,
  change: Extract<ChangeOp, { to: string }>,
  source: Version,
  who: Changer,
  around: (work: () => Promise<Acted>) => Promise<Acted> = work => work(),
): Promise<Result<Changed>> {
  const { path, to } = change
  const missing = await missingFolders(folder, to)
  if (!missing.ok) return missing
  const taken = await targetIsFree(folder, path, to)
  if (taken) return { ok: false, failure: taken }
  return takeSteps(
    deps,
    {
      folder,
      change,
      before: source,
      after: { size: source.size, hash: source.hash },
      missing: missing.value,
      keep: async () => null,
      stillSo: async () =>
        (await changedSince(folder, path, source, say(deps, change))) ?? (await targetIsEmpty(folder, path, to)),
      act: () =>
        around(async () => {
          const moved = await moveVerified(deps, folder, path, to, source.hash)
          return moved.ok ? { kind: 'done', version: moved.value } : { kind: 'look', failure: moved.failure }
        }),
    },
    who,
  )
}
