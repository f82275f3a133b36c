import type { SessionEvent } from '../../domain/event.ts'
import { failed, ok, type Result } from '../../domain/failure.ts'
import type { Blob } from '../../ports/log.ts'
import { type CopyHead, damagedCopy, headPath, imagePath, partPath, readHead, readPart } from './format.ts'

export interface CopySource {
  /** Null where there is nothing of that name. */
  read(path: string): Promise<Result<Uint8Array | null>>
}

/** A session as its copy has it, looked at to the last byte. */
export interface CopiedSession {
  head: CopyHead
  events: SessionEvent[]
  bodies: Blob[]
  image(hash: string): Promise<Result<Uint8Array>>
}

export async function readCopyHead(source: CopySource, id: string): Promise<Result<CopyHead>> {
  const bytes = await source.read(headPath(id))
  if (!bytes.ok) return bytes
  const head = bytes.value ? readHead(bytes.value) : failed('missing', 'There is no copy of that session here.')
  return head.ok && head.value.id !== id ? damagedCopy('The copy of this session', 'another id') : head
}

/**
 * Reads a whole copy. Nothing in it is trusted: each byte has the hash that its head says, each event is one that is known,
 * none is missing, and every body and image is what its name says. Otherwise nothing comes of it.
 */
export async function readCopy(
  source: CopySource,
  id: string,
  hashOf: (bytes: Uint8Array) => Promise<string>,
): Promise<Result<CopiedSession>> {
  const head = await readCopyHead(source, id)
  if (!head.ok) return head
  const shown = `The copy of "${head.value.title || 'an untitled session'}"`
  const whole = async (path: string, hash: string): Promise<Result<Uint8Array>> => {
    const bytes = await source.read(path)
    if (!bytes.ok) return bytes
    if (!bytes.value) return damagedCopy(shown, `${path} is missing`)
    return (await hashOf(bytes.value)) === hash ? ok(bytes.value) : damagedCopy(shown, `${path} has other bytes`)
  }
  const events: SessionEvent[] = []
  const bodies = new Map<string, Blob>()
  for (const { name, hash } of head.value.parts) {
    const bytes = await whole(partPath(id, name), hash)
    if (!bytes.ok) return bytes
    const part = readPart(bytes.value)
    if (!part.ok) return part.failure.kind === 'fenced' ? part : damagedCopy(shown, part.failure.detail ?? '')
    events.push(...part.value.events)
    for (const body of part.value.bodies) bodies.set(body.ref, body)
  }
  const fault = events.findIndex((event, index) => event.seq !== index + 1 || event.session !== id)
  if (fault >= 0 || events.length !== head.value.seq) return damagedCopy(shown, `event ${fault + 1}`)
  for (const event of events)
    if ('body' in event && !bodies.has(event.body)) return damagedCopy(shown, `${event.body} is missing`)
  for (const body of bodies.values())
    if ((await hashOf(body.bytes)) !== body.ref) return damagedCopy(shown, `${body.ref} has other bytes`)
  const image = (hash: string) => whole(imagePath(hash), hash)
  for (const { hash } of head.value.images) {
    const bytes = await image(hash)
    if (!bytes.ok) return bytes
  }
  return ok({ head: head.value, events, bodies: [...bodies.values()], image })
}
