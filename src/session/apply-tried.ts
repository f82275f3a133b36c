import { failed, ok, type Result } from '../domain/failure.ts'
import type { ChangeRequest } from '../ports/changes.ts'
import type { TriedChange } from '../ports/desk.ts'
import type { Desk } from './desk.ts'

/** Does to the folders what the person liked of a try-out, one after another, each only where the file still is what the try-out saw. */
export async function applyTried(
  desk: Desk,
  tryOut: string,
  changes: readonly TriedChange[],
): Promise<Result<Result<void>[]>> {
  const answers: Result<void>[] = []
  // What goes away makes room for what comes.
  const order = { move: 0, trash: 1, overwrite: 2, create: 3 }
  const sorted = changes.map((change, at) => ({ change, at })).sort((a, b) => order[a.change.op] - order[b.change.op])
  // All are read before the first is done: one may get what another had.
  const requests: { request: Result<ChangeRequest>; at: number }[] = []
  for (const { change, at } of sorted) requests.push({ request: await requestOf(change), at })
  for (const { request, at } of requests) {
    const done = request.ok ? await desk.changes.applyOwn(request.value) : request
    answers[at] = done.ok ? ok(undefined) : done
  }
  const applied = answers.filter(answer => answer.ok).length
  const told = await desk.record(
    [{ type: 'trial.applied', by: 'person', tryOut, applied, left: answers.length - applied }],
    'strict',
  )
  return told.ok ? ok(answers) : told
}

async function requestOf({ op, place, to, within, seen, content }: TriedChange): Promise<Result<ChangeRequest>> {
  if (op === 'move' && to !== undefined && seen)
    return ok({ kind: 'move', place, to: { root: place.root, path: to }, seen, ...(within ? { within } : {}) })
  if (op === 'trash' && seen) return ok({ kind: 'trash', place, why: 'A try-out removed it', seen })
  if (!content) return failed('invalid', `"${place.path}" of the try-out has no content.`)
  try {
    const bytes = new Uint8Array(await content.arrayBuffer())
    return ok({ kind: 'write', place, bytes, seen: seen ?? 'absent' })
  } catch (error) {
    return failed('unreadable', `"${place.path}" was changed in the try-out since it was shown. Look again.`, {
      detail: String(error),
    })
  }
}
