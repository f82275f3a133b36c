import type { Actor, EventDraft } from '../domain/event.ts'
import type { Failure, Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'
import type { Stat } from '../ports/folder.ts'
import type { Desk } from './desk.ts'

/** Writes down that the browser no longer lets us into a folder, once, and pauses a run that is on. */
export async function tellLost(desk: Desk, by: Actor, root: string, failure: Failure): Promise<Result<unknown> | null> {
  if (desk.state.lostRoots.includes(root)) return null
  const events: EventDraft[] = [{ type: 'root.lost', by, root, failure }]
  if (desk.state.status.kind === 'running') events.push({ type: 'run.paused', by: 'desk', why: 'permission-lost' })
  for (const live of desk.live.values()) live.pause()
  return desk.record(events, 'strict')
}

/** The same, and resolves once the folder is connected again. */
export async function folderLost(desk: Desk, by: Actor, root: string, failure: Failure): Promise<Result<void>> {
  const isFirst = !desk.waits.isWaiting(`root-${root}`)
  const back = desk.waits.wait<Result<void>>(`root-${root}`)
  const told = isFirst ? await tellLost(desk, by, root, failure) : null
  return told && !told.ok ? told : back
}

/** Does `work` again each time after its folder was lost and came back. */
export async function patiently<T>(
  desk: Desk,
  by: Actor,
  root: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  for (;;) {
    const result = await work()
    if (result.ok || result.failure.kind !== 'permission-lost') return result
    const back = await folderLost(desk, by, root, result.failure)
    if (!back.ok) return back
  }
}

export type StatOf = (place: Place) => Promise<Result<Stat | null>>

/** Looks at once, for the person: a lost folder is a failure to be shown, and its button appears. */
export const statNow =
  (desk: Desk): StatOf =>
  async place => {
    const found = await statIn(desk, place)
    if (!found.ok && found.failure.kind === 'permission-lost') await tellLost(desk, 'desk', place.root, found.failure)
    return found
  }

/** Looks for an agent: waits until a lost folder is back. */
export const statPatiently =
  (desk: Desk, by: Actor): StatOf =>
  place =>
    patiently(desk, by, place.root, () => statIn(desk, place))

async function statIn(desk: Desk, { root, path }: Place): Promise<Result<Stat | null>> {
  const folder = desk.folders().get(root)
  if (folder) return folder.stat(path)
  const message = 'A folder of this session is not connected. Reconnect it first.'
  return { ok: false, failure: { kind: 'permission-lost', message } }
}
