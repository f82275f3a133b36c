import type { SessionEvent } from '../../domain/event.ts'
import { ok, type Result } from '../../domain/failure.ts'
import type { Blob, LogReads, SessionRow } from '../../ports/log.ts'
import type { Vault } from '../../ports/vault.ts'
import {
  type CopyHead,
  FORMAT,
  FORMAT_VERSION,
  headBytes,
  headPath,
  imagePath,
  PART,
  partBytes,
  partPath,
} from './format.ts'

/** Where a copy goes. `has` says whether an image lies there already. */
export interface CopyTarget {
  put(path: string, bytes: Uint8Array): Promise<Result<void>>
  has(path: string): Promise<boolean>
}

export interface CopyFrom {
  log: LogReads
  row: Pick<SessionRow, 'id' | 'title' | 'createdAt' | 'updatedAt' | 'epoch' | 'seq'>
  vault: Pick<Vault, 'get' | 'has'>
  hashOf: (bytes: Uint8Array) => Promise<string>
}

/**
 * Writes the session's copy, or brings it up to date: `before` is its head as it was written last. The head comes last, so
 * that a copy cut short is the copy before.
 */
export async function writeCopy(
  from: CopyFrom,
  root: string | null,
  target: CopyTarget,
  before: CopyHead | null,
): Promise<Result<CopyHead>> {
  const { id, title, createdAt, updatedAt, epoch, seq } = from.row
  const parts = (before?.parts ?? []).filter(({ name }) => isFull(name))
  const images = new Map((before?.images ?? []).map(image => [image.hash, image]))
  for (let first = parts.length * PART + 1; first <= seq; first += PART) {
    const last = Math.min(first + PART - 1, seq)
    const events = await from.log.read(first, last + 1)
    if (!events.ok) return events
    for (const [hash, bytes] of imagesIn(events.value))
      if (await from.vault.has(hash)) images.set(hash, { hash, bytes })
    const bodies = await bodiesOf(from.log, events.value)
    if (!bodies.ok) return bodies
    const bytes = partBytes(events.value, bodies.value)
    const name = `${first}-${last}.jsonl`
    const put = await target.put(partPath(id, name), bytes)
    if (!put.ok) return put
    parts.push({ name, hash: await from.hashOf(bytes) })
  }
  for (const { hash } of images.values()) {
    if (await target.has(imagePath(hash))) continue
    const image = await from.vault.get(hash)
    if (!image.ok) return image
    const put = await target.put(imagePath(hash), image.value)
    if (!put.ok) return put
  }
  const head: CopyHead = {
    format: FORMAT,
    version: FORMAT_VERSION,
    id,
    title,
    createdAt,
    updatedAt,
    epoch,
    seq,
    root,
    parts,
    images: [...images.values()],
  }
  const put = await target.put(headPath(id), headBytes(head))
  return put.ok ? ok(head) : put
}

const isFull = (name: string) => {
  const [first = 0, last = 0] = name.replace('.jsonl', '').split('-').map(Number)
  return last - first + 1 === PART
}

/** Images that undo or redo may need, where the vault has them. */
function imagesIn(events: readonly SessionEvent[]): Map<string, number> {
  const images = new Map<string, number>()
  for (const event of events) {
    if (event.type !== 'file.willChange') continue
    if (event.before && event.change.op === 'overwrite') images.set(event.before.hash, event.before.size)
    images.set(event.after.hash, event.after.size)
  }
  return images
}

async function bodiesOf(log: LogReads, events: readonly SessionEvent[]): Promise<Result<Blob[]>> {
  const bodies: Blob[] = []
  for (const ref of new Set(events.flatMap(event => ('body' in event ? [event.body] : [])))) {
    const bytes = await log.blob(ref)
    if (!bytes.ok) return bytes
    bodies.push({ ref, bytes: bytes.value })
  }
  return ok(bodies)
}
