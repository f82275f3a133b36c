import { expect, test } from 'vitest'
import type { EventDraft } from '../../src/domain/event.ts'
import { ok, type Result } from '../../src/domain/failure.ts'
import { createArchive, openArchive } from '../../src/session/copy/archive.ts'
import type { CopyHead } from '../../src/session/copy/format.ts'
import { type CopySource, readCopy } from '../../src/session/copy/read.ts'
import { type CopyTarget, writeCopy } from '../../src/session/copy/write.ts'
import { hashOf } from '../../src/store/hash.ts'
import { createMemorySessions } from '../doubles/memory-log.ts'
import { createMemoryVault } from '../doubles/memory-vault.ts'

const ID = 'session-1'
const bytesOf = (text: string) => new TextEncoder().encode(text)
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.message} ${result.failure.detail ?? ''}`)
  return result.value
}

async function world(events: number) {
  const sessions = createMemorySessions()
  const vault = createMemoryVault()
  await sessions.create(ID, 'Receipts')
  const log = value(await sessions.open(ID))
  const image = bytesOf('what the file was before')
  const hash = await hashOf(image)
  await vault.put(image, hash)
  await log.append([
    {
      type: 'file.willChange',
      by: 'a1',
      agent: 'a1',
      effect: 'a1.1',
      change: { op: 'overwrite', root: 'papers', path: 'a.txt' },
      before: { size: image.length, mtime: 1, hash },
      after: { size: 1, hash: await hashOf(bytesOf('x')) },
      grant: 'g',
      made: [],
    },
  ])
  const say = async (text: string) => {
    const bytes = bytesOf(JSON.stringify([{ type: 'text', text }]))
    const ref = await hashOf(bytes)
    const event: EventDraft = { type: 'turn.given', by: 'desk', agent: 'lead', kind: 'nudge', body: ref }
    await log.append([event], [{ ref, bytes }])
  }
  for (let index = 1; index < events; index++) await say(`step ${index}`)
  const from = () => ({ log, row: sessions.kept(ID)!.row, vault, hashOf })
  return { sessions, log, say, from, image, hash }
}

/** A place for copies; `writes` is what was put there. */
function place(files = new Map<string, Uint8Array>()) {
  const writes: string[] = []
  const target: CopyTarget = {
    async put(path, bytes) {
      writes.push(path)
      files.set(path, bytes)
      return ok(undefined)
    },
    has: async path => files.has(path),
  }
  const source: CopySource = { read: async path => ok(files.get(path) ?? null) }
  return { files, writes, target, source }
}

test('a copy holds all of a session, and is brought up to date by its last part alone', async () => {
  const { log, say, from, image, hash } = await world(1100)
  const { target, source, writes } = place()
  const first: CopyHead = value(await writeCopy(from(), 'papers', target, null))
  await say('one more')
  writes.length = 0
  value(await writeCopy(from(), 'papers', target, first))
  expect(writes).toEqual([`${ID}/1001-1101.jsonl`, `${ID}/session.json`])
  const back = value(await readCopy(source, ID, hashOf))
  expect(back.events).toEqual(value(await log.read(1, 1102)))
  expect(back.bodies.length).toBe(1100)
  expect(value(await back.image(hash))).toEqual(image)
})

test('a copy in which anything is cut, changed, missing or added does not open', async () => {
  const { from } = await world(30)
  const whole = place()
  value(await writeCopy(from(), null, whole.target, null))
  for (const path of whole.files.keys()) {
    const bytes = whole.files.get(path)!
    const others = [bytes.slice(0, -2), bytes.slice(0, 5), bytesOf('{}'), new Uint8Array(), bytes.map(byte => byte ^ 1)]
    for (const other of others) {
      const { source } = place(new Map(whole.files).set(path, other))
      expect(await readCopy(source, ID, hashOf)).toMatchObject({ failure: { kind: 'invalid' } })
    }
    const without = new Map(whole.files)
    without.delete(path)
    expect((await readCopy(place(without).source, ID, hashOf)).ok).toBe(false)
  }
})

const signature = { key: 'k', value: 'v' }
const sign = async () => ok(signature)
/** Good only for the very bytes that were signed. */
let signed = ''
const signing = async (bytes: Uint8Array) => {
  signed = await hashOf(bytes)
  return sign()
}
const hashing = { hashOf, verify: async (_: unknown, bytes: Uint8Array) => (await hashOf(bytes)) === signed }
const inPieces = (bytes: Uint8Array, size = 1000) => {
  let at = 0
  return async () => {
    const piece = bytes.slice(at, at + size)
    at += size
    return piece.length > 0 ? piece : null
  }
}

test('a file of all sessions opens whole, and not at all once it was cut or changed', async () => {
  const { from, log } = await world(40)
  const pieces: Uint8Array[] = []
  const archive = createArchive(hashOf, piece => pieces.push(piece))
  value(await writeCopy(from(), null, archive.target, null))
  value(await archive.end([ID], 1, signing))
  const file = new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer())

  const opened = value(await openArchive('all.zip', inPieces(file), hashing))
  expect(opened.sessions).toEqual([ID])
  expect(value(await readCopy(opened.source, ID, hashOf)).events).toEqual(value(await log.read(1, 41)))

  const cut = Array.from({ length: file.length / 149 }, (_, index) => file.slice(0, index * 149))
  const bent = Array.from({ length: file.length / 97 }, (_, index) =>
    file.map((byte, at) => (at === index * 97 ? byte ^ 0x55 : byte)),
  )
  let refused = 0
  for (const other of [...cut, ...bent]) {
    const result = await openArchive('all.zip', inPieces(other), hashing)
    // Its own list of contents and its dates a reader of zips passes over; what came out of it is the same.
    if (result.ok) expect(value(await readCopy(result.value.source, ID, hashOf)).events.length).toBe(40)
    else refused++
  }
  expect(refused).toBeGreaterThan(20)
  expect(await openArchive('notes.zip', inPieces(bytesOf('PK of something else')), hashing)).toMatchObject({
    failure: { message: expect.stringContaining('notes.zip') },
  })
})
