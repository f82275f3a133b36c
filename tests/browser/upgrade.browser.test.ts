import { expect, it } from 'vitest'
import { LOG_VERSION, type SessionEvent } from '../../src/domain/event.ts'
import { foldLog } from '../../src/session/snapshot.ts'
import { database, onGivingWay } from '../../src/store/database.ts'
import { eventsIn } from '../../src/store/segment.ts'
import { createSessions } from '../../src/store/sessions.ts'
import { storageUse } from '../../src/store/storage-use.ts'
import golden from '../fixtures/logs/version-1.jsonl?raw'

const events = golden
  .trim()
  .split('\n')
  .map((line): SessionEvent => JSON.parse(line))
const id = events[0]!.session
const STORES = ['sessions', 'segments', 'blobs', 'snapshots', 'handles', 'settings', 'keys']

const request = <T>(asked: IDBRequest<T>) =>
  new Promise<T>((done, failed) => {
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error)
  })

/** A database as version 1 left it, with one session. The connection stays open, as in a tab of that version. */
async function versionOne(): Promise<IDBDatabase> {
  await request(indexedDB.deleteDatabase('deskhand'))
  const opening = indexedDB.open('deskhand', 1)
  opening.onupgradeneeded = () => {
    for (const store of STORES) opening.result.createObjectStore(store)
  }
  const db = await request(opening)
  const transaction = db.transaction(['sessions', 'segments'], 'readwrite')
  const row = { id, title: 'Old', createdAt: 1, updatedAt: 2, status: 'done', epoch: 3, seq: events.length }
  transaction.objectStore('sessions').put({ ...row, logVersion: 1 }, id)
  for (let first = 0; first < events.length; first += 100)
    transaction.objectStore('segments').put({ events: events.slice(first, first + 100) }, [id, first + 1])
  await new Promise(done => {
    transaction.oncomplete = done
  })
  return db
}

it('an older database is taken over whole, once the older tab has let go of it', async () => {
  const old = await versionOne()
  const sessions = createSessions()
  // A tab that is frozen does not let go, and that is said in the end.
  expect(await sessions.list()).toMatchObject({ failure: { message: expect.stringContaining('Close that tab') } })
  old.close()
  const looked = await sessions.look(id)
  if (!looked.ok) throw new Error(looked.failure.message)
  const state = await foldLog(looked.value.log, looked.value.row.seq)
  expect(state.ok && [state.value.lastSeq, state.value.status, state.value.changes.length]).toEqual([
    events.length,
    { kind: 'done' },
    7,
  ])
  // One file was overwritten, and its image belongs to this session.
  const use = await storageUse()
  expect(use.ok && use.value.images[id]).toBe(4)
  // What is written into it from now on is of this version, and so is the session.
  const log = await sessions.open(id)
  if (!log.ok) throw new Error(log.failure.message)
  await log.value.append([{ type: 'run.resumed', by: 'person' }])
  expect(await sessions.look(id)).toMatchObject({ value: { row: { logVersion: LOG_VERSION } } })
  // Also what lay there as objects, in the segment that it was added to and in those before.
  const all = await log.value.read(1, events.length + 2)
  expect(all.ok && all.value.map(({ seq, type }) => [seq, type])).toEqual([
    ...events.map(({ seq, type }) => [seq, type]),
    [events.length + 1, 'run.resumed'],
  ])
})

it('a log that a newer program wrote is looked at and not written', async () => {
  const sessions = createSessions()
  const looked = await sessions.look(id)
  if (!looked.ok) throw new Error(looked.failure.message)
  const db = await database()
  const { row } = looked.value
  const stranger = { ...events[0]!, v: LOG_VERSION + 1, seq: row.seq + 1, type: 'dream.dreamt', dream: 'of sheep' }
  const last = eventsIn((await db.get('segments', [id, 101]))!)
  await db.put('segments', { json: JSON.stringify([...last, stranger]) }, [id, 101])
  await db.put('sessions', { ...row, seq: row.seq + 1, logVersion: LOG_VERSION + 1 }, id)
  expect(await sessions.open(id)).toMatchObject({ failure: { kind: 'fenced' } })
  const state = await foldLog(looked.value.log, row.seq + 1)
  expect(state.ok && [state.value.title.length > 0, state.value.changes.length]).toEqual([true, 7])
})

it('gives way to a newer program at once, and whoever asked hears of it', async () => {
  let heard = 0
  onGivingWay(() => heard++)
  await database()
  const newer = await request(indexedDB.open('deskhand', 99))
  newer.close()
  expect(heard).toBe(1)
  await request(indexedDB.deleteDatabase('deskhand'))
})
