import { type EventDraft, LOG_VERSION, type SessionEvent } from '../domain/event.ts'
import { failed, ok, type Result } from '../domain/failure.ts'
import type { Arrival } from '../ports/keep.ts'
import type { Blob, SessionRow } from '../ports/log.ts'
import type { Vault } from '../ports/vault.ts'
import { database } from './database.ts'
import { unneedImage } from './image-uses.ts'
import { eventsIn, segmentOf, segmentsOf } from './segment.ts'
import { stored } from './storage-failure.ts'

/** A session read from a copy, checked already. */
export interface BroughtSession {
  head: Pick<SessionRow, 'id' | 'title' | 'createdAt' | 'updatedAt' | 'epoch' | 'seq'>
  events: SessionEvent[]
  bodies: Blob[]
  images: string[]
  image(hash: string): Promise<Result<Uint8Array>>
}

/**
 * Puts a session into this browser beside those that are here: none is overwritten. Its images come first, then all the rest
 * in one go, so that there is never half of one.
 */
export async function bringBack(
  session: BroughtSession,
  from: 'folder' | 'file',
  vaultOf: (id: string) => Promise<Result<Vault>>,
): Promise<Result<Arrival>> {
  const how = await arrivalOf(session)
  if (!how.ok || how.value === 'known') return how.ok ? ok({ id: session.head.id, how: 'known' }) : how
  const id = how.value === 'new' ? session.head.id : crypto.randomUUID()
  const images = await bringImages(session, id, vaultOf)
  if (!images.ok) return images
  const put = await stored('bringing the session back', () => putWhole(session, id, from))
  if (put.ok) return ok({ id, how: how.value })
  await stored('taking images back', async () => {
    for (const hash of session.images) await unneedImage(id, hash)
    return ok(undefined)
  })
  return put
}

async function arrivalOf({ head, events }: BroughtSession): Promise<Result<Arrival['how']>> {
  return stored('looking at the sessions', async () => {
    const db = await database()
    const row = await db.get('sessions', head.id)
    if (!row) return ok('new')
    const last = events.at(-1)
    if (!last || row.seq < last.seq) return ok('beside')
    const segment = await db.get('segments', [head.id, segmentOf(last.seq)])
    const here = segment && eventsIn(segment).find(event => event.seq === last.seq)
    const isSame = here?.at === last.at && here.type === last.type && here.epoch === last.epoch
    return ok(isSame ? 'known' : 'beside')
  })
}

async function bringImages(
  session: BroughtSession,
  id: string,
  vaultOf: (id: string) => Promise<Result<Vault>>,
): Promise<Result<void>> {
  if (session.images.length === 0) return ok(undefined)
  const vault = await vaultOf(id)
  if (!vault.ok) return vault
  for (const hash of session.images) {
    const bytes = await session.image(hash)
    const kept = bytes.ok ? await vault.value.put(bytes.value, hash) : bytes
    if (!kept.ok) return kept
  }
  return ok(undefined)
}

async function putWhole(session: BroughtSession, id: string, from: 'folder' | 'file'): Promise<Result<void>> {
  const { head, bodies } = session
  const at = Date.now()
  const epoch = head.epoch + 1
  const draft: EventDraft = { type: 'session.broughtBack', by: 'desk', from }
  const note: SessionEvent = { ...draft, v: LOG_VERSION, session: id, seq: head.seq + 1, epoch, at }
  const events = [...session.events.map(event => ({ ...event, session: id })), note]
  const row: SessionRow = {
    id,
    title: id === head.id ? head.title : `${head.title} (brought back)`,
    createdAt: head.createdAt,
    updatedAt: head.updatedAt,
    status: 'stopped',
    epoch,
    seq: note.seq,
    logVersion: LOG_VERSION,
  }
  const stores = ['sessions', 'segments', 'blobs'] as const
  const transaction = (await database()).transaction(stores, 'readwrite', { durability: 'strict' })
  if (await transaction.objectStore('sessions').getKey(id))
    return failed('exists', 'This session has come into this browser in the meantime.')
  const puts: Promise<unknown>[] = []
  for (const { ref, bytes } of bodies) puts.push(transaction.objectStore('blobs').put(bytes, [id, ref]))
  for (const { first, json } of segmentsOf(events, 1, ''))
    puts.push(transaction.objectStore('segments').put({ json }, [id, first]))
  puts.push(transaction.objectStore('sessions').put(row, id))
  const [whole] = await Promise.allSettled([transaction.done, ...puts])
  if (whole.status === 'rejected') throw whole.reason
  return ok(undefined)
}
