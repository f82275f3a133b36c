import { base64Of } from '../../domain/base64.ts'
import type { SessionEvent } from '../../domain/event.ts'
import { ok, type Result } from '../../domain/failure.ts'
import { type Place, SCRATCH, showPlace } from '../../domain/place.ts'
import { project } from '../../domain/project.ts'
import type { SharedSession } from '../../domain/share/session.ts'
import { homeOf } from '../../domain/state.ts'

/** Where a session is read from. */
export interface Sources {
  events(from: number, to: number): Promise<Result<SessionEvent[]>>
  blob(ref: string): Promise<Result<Uint8Array>>
  image(hash: string): Promise<Result<Uint8Array>>
}

const PAGE = 2000
/** Together, so that the saved page can still be opened everywhere. */
const MOST_BYTES = 30_000_000

/** All that could be in a saved session. What does not fit, or is not there any more, is named in `left`. */
export async function gather(
  sources: Sources,
  lastSeq: number,
  savedAt: number,
): Promise<Result<{ session: SharedSession; left: string[] }>> {
  const events: SessionEvent[] = []
  while (events.length < lastSeq) {
    const page = await sources.events(events.length + 1, Math.min(events.length + PAGE, lastSeq) + 1)
    if (!page.ok) return page
    if (page.value.length === 0) break
    events.push(...page.value)
  }
  const state = project('saved', events)
  const left: string[] = []
  let room = MOST_BYTES
  const fits = (bytes: Uint8Array, what: string): boolean => {
    const does = bytes.length <= room
    if (does) room -= bytes.length
    else left.push(`${what} is left out: it is too large.`)
    return does
  }

  const bodies: SharedSession['bodies'] = []
  for (const ref of new Set(events.flatMap(event => ('body' in event ? [event.body] : [])))) {
    const body = await sources.blob(ref)
    if (!body.ok) return body
    if (fits(body.value, 'A part of the conversation')) bodies.push({ ref, text: new TextDecoder().decode(body.value) })
  }

  const images: SharedSession['images'] = []
  const home = homeOf(state.roots)
  const changes = state.changes.filter(({ change, status }) => change.root !== SCRATCH && status !== 'failed')
  const wanted = new Map<string, Place>()
  for (const { change, before, after } of changes) {
    if ('to' in change) continue
    if (before) wanted.set(before.hash, change)
    wanted.set(after.hash, change)
  }
  for (const [hash, place] of wanted) {
    const name = showPlace(place, home)
    const image = await sources.image(hash)
    if (!image.ok) left.push(`${name}: ${image.failure.message}`)
    else if (fits(image.value, name)) images.push({ hash, base64: base64Of(image.value) })
  }

  const made = new Map<string, string>()
  for (const { change, after, status } of changes) {
    const path = showPlace(change, home)
    if ((change.op === 'create' || change.op === 'overwrite') && status === 'done') made.set(path, after.hash)
    else made.delete(path)
  }
  const held = new Set(images.map(image => image.hash))
  const files = [...made].flatMap(([path, hash]) => (held.has(hash) ? [{ path, hash }] : []))
  const takenOut = { names: 0, paths: false, contents: false, amounts: false }
  return ok({ session: { title: state.title, savedAt, takenOut, events, bodies, images, files }, left })
}
