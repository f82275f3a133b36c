import { expect, test } from 'vitest'
import { zipped } from '../../tests/fixtures/documents.ts'
import { openZip } from './safe-zip.ts'

const LIMITS = { entries: 100, entry: 1_000_000, total: 2_000_000 }

/** The archive with one field of its directory, and of the entry itself, changed. */
function withSize(archive: Uint8Array, size: number): Uint8Array {
  const copy = archive.slice()
  const view = new DataView(copy.buffer)
  for (let at = 0; at < copy.length - 4; at++) {
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, size, true)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true)
  }
  return copy
}

test('parts are read as they were written, also empty and stored ones', async () => {
  const zip = openZip(zipped({ 'a.xml': '<a>ä 日本</a>', 'b/c.txt': '', 'd.bin': new Uint8Array([1, 2, 3]) }))
  if (!zip.ok) throw new Error(zip.failure.message)
  expect([...zip.value.entries.keys()]).toEqual(['a.xml', 'b/c.txt', 'd.bin'])
  expect(await zip.value.text('a.xml')).toEqual({ ok: true, value: '<a>ä 日本</a>' })
  expect(await zip.value.text('b/c.txt')).toEqual({ ok: true, value: '' })
  expect(await zip.value.bytes('nothing')).toMatchObject({ ok: false, failure: { kind: 'missing' } })
})

test.each(['../evil.txt', '/etc/passwd', 'C:\\x', 'a\\..\\b', 'a/../../b', './x'])(
  'a part called %s is refused',
  name => {
    expect(openZip(zipped({ [name]: 'x' }))).toMatchObject({ ok: false, failure: { kind: 'unreadable' } })
  },
)

test('a part called __proto__ is one like any other and changes no prototype', async () => {
  // The library that makes it cannot write the name, so it is put in afterwards, in the entry and in the directory.
  const archive = zipped({ xxprotoxx: '{"polluted":true}' })
  const renamed = new TextDecoder('latin1').decode(archive).replaceAll('xxprotoxx', '__proto__')
  const zip = openZip(Uint8Array.from(renamed, char => char.charCodeAt(0)))
  expect(zip.ok && [...zip.value.entries.keys()]).toEqual(['__proto__'])
  expect(zip.ok && (await zip.value.text('__proto__'))).toEqual({ ok: true, value: '{"polluted":true}' })
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('what unfolds to more than is allowed stops at once', async () => {
  const zip = openZip(zipped({ 'a.bin': new Uint8Array(50_000_000) }), LIMITS)
  const started = performance.now()
  expect(zip.ok && (await zip.value.bytes('a.bin'))).toMatchObject({ ok: false, failure: { kind: 'too-large' } })
  expect(performance.now() - started).toBeLessThan(2000)
})

test('many parts that are allowed one by one are not allowed together', async () => {
  const zip = openZip(zipped(Object.fromEntries(['a', 'b', 'c'].map(name => [name, new Uint8Array(900_000)]))), LIMITS)
  if (!zip.ok) throw new Error(zip.failure.message)
  expect((await zip.value.bytes('a')).ok).toBe(true)
  expect((await zip.value.bytes('b')).ok).toBe(true)
  expect(await zip.value.bytes('c')).toMatchObject({ ok: false, failure: { kind: 'too-large' } })
})

test('a part that lies about its size is caught by what comes out of it', async () => {
  const zip = openZip(withSize(zipped({ a: new Uint8Array(500_000) }), 10), LIMITS)
  expect(zip.ok && (await zip.value.bytes('a'))).toMatchObject({ ok: false, failure: { kind: 'too-large' } })
})

test('parts that lie over one another are refused', () => {
  const archive = zipped({ a: 'x'.repeat(2000), b: 'x'.repeat(2000) })
  const view = new DataView(archive.buffer)
  const central: number[] = []
  for (let at = 0; at < archive.length - 4; at++) if (view.getUint32(at, true) === 0x02014b50) central.push(at)
  view.setUint32(central[1]! + 42, view.getUint32(central[0]! + 42, true), true)
  expect(openZip(archive)).toMatchObject({ ok: false, failure: { kind: 'unreadable' } })
})

test('too many parts, cut archives and changed bytes are told apart from good ones', async () => {
  const many = zipped(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`p${i}`, 'x'])))
  expect(openZip(many, LIMITS)).toMatchObject({ ok: false, failure: { kind: 'too-large' } })
  const good = zipped({ 'a.txt': 'words that are long enough to be packed '.repeat(50) })
  for (let cut = 0; cut < good.length; cut += 7) expect(openZip(good.subarray(0, cut)).ok).toBe(false)
  const bad = good.slice()
  bad[60]! ^= 0xff
  const zip = openZip(bad)
  expect(zip.ok && (await zip.value.bytes('a.txt'))).toMatchObject({ ok: false, failure: { kind: 'unreadable' } })
})
