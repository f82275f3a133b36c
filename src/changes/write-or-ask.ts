import { failed, type Result, unreachable } from '../domain/failure.ts'
import type { Changed, ChangeRequest, Changer, Seen } from '../ports/changes.ts'
import { writeBeside } from './beside.ts'
import { type ChangesDeps, say } from './deps.ts'
import { keepImage } from './image.ts'
import { type Met, tellConflict, tryWrite } from './write.ts'

type WriteRequest = Extract<ChangeRequest, { kind: 'write' }>

/**
 * Writes a file; where somebody else changed it since it was seen, both versions are kept and the person says which stays: theirs, ours,
 * or both. No lease is held while they think, so the file is looked at anew afterwards.
 */
export async function writeOrAsk(deps: ChangesDeps, request: WriteRequest, who: Changer): Promise<Result<Changed>> {
  let seen: Seen = request.seen
  let asking = who
  for (;;) {
    const tried = await tryWrite(deps, { ...request, seen }, asking)
    if (!('conflict' in tried)) return tried
    const kept = await keepBoth(deps, request, tried)
    if (!kept.ok) return kept
    const choice = await deps.decide(tried.conflict, who)
    if (!choice.ok) return choice
    asking = { ...who, answered: true }
    switch (choice.value) {
      case 'theirs':
        return tellConflict(
          deps,
          tried.conflict.change,
          failed(
            'conflict',
            `${tried.failure.message} The person keeps that version: yours was not written. Do not write it another way.`,
          ).failure,
          who,
        )
      case 'both':
        return writeBeside(deps, request.place, request.bytes, 'Deskhand', asking)
      case 'ours':
        seen = tried.conflict.theirs ?? 'absent'
        break
      default:
        return unreachable(choice.value)
    }
  }
}

/** Neither version depends on a tab or on a file that goes on changing while the question is open. */
async function keepBoth(deps: ChangesDeps, request: WriteRequest, { conflict }: Met): Promise<Result<unknown>> {
  const ours = await deps.vault.put(request.bytes, conflict.ours.hash)
  if (!ours.ok || !conflict.theirs) return ours
  const { root, path } = request.place
  const folder = deps.folders().get(root)
  if (!folder) return failed('permission-lost', 'The folder is not connected. Reconnect it, then go on.')
  const failure = await keepImage(deps, folder, path, conflict.theirs, say(deps, request.place))
  return failure ? { ok: false, failure } : ours
}
