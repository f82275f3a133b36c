import { deflateSync, Inflate } from 'fflate'
import { failed, ok, type Result } from '../../domain/failure.ts'

/** A part of an archive with its bytes as they lie there, so that it can be put into another archive untouched. */
export interface ZipEntry {
  name: string
  /** 0 stored, 8 deflated. */
  method: number
  /** General purpose bits that matter to the name: bit 11 says that it is UTF-8. */
  flags: number
  /** Time and date as MS-DOS has them. */
  time: number
  crc: number
  size: number
  packed: Uint8Array
  rawName: Uint8Array
  extra: Uint8Array
  attributes: number
  madeBy: number
}

const MOST_ENTRIES = 10_000
const MOST_BYTES = 200 * 1024 * 1024
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const UTF8 = 0x0800
/** 1 January 1980: what we write is the same whenever it is written. */
const NO_TIME = (1 << 5) | 1

const broken = (why: string) =>
  failed('unreadable', `The file is damaged: ${why}. Open and save it in its own program.`)

/** Reads the list of an archive. Refuses what no office program writes: encrypted parts, names that lead outside, names twice. */
export function openZip(bytes: Uint8Array): Result<ZipEntry[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  if (end < 0) return broken('it is no archive, or its end is missing')
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count === 0xffff || at === 0xffffffff)
    return failed('too-large', 'The file is an archive of a kind for more than 4 GB, which cannot be changed here.')
  if (count > MOST_ENTRIES) return failed('too-large', `The file has more than ${MOST_ENTRIES} parts inside.`)
  const entries: ZipEntry[] = []
  const names = new Set<string>()
  let total = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL)
      return broken('its list of parts ends too early')
    const read = entryAt(bytes, view, at)
    if (typeof read === 'string') return broken(read)
    const { entry, next } = read
    if (names.has(entry.name.toLowerCase())) return broken(`it has the part "${entry.name}" twice`)
    names.add(entry.name.toLowerCase())
    total += entry.size
    if (total > MOST_BYTES) return failed('too-large', 'The file unpacks to more than 200 MB.')
    entries.push(entry)
    at = next
  }
  return ok(entries)
}

function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === END) return at
  return -1
}

function entryAt(bytes: Uint8Array, view: DataView, at: number): { entry: ZipEntry; next: number } | string {
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const packedSize = view.getUint32(at + 20, true)
  const nameLength = view.getUint16(at + 28, true)
  const extraLength = view.getUint16(at + 30, true)
  const commentLength = view.getUint16(at + 32, true)
  const local = view.getUint32(at + 42, true)
  const rawName = bytes.slice(at + 46, at + 46 + nameLength)
  const name = new TextDecoder().decode(rawName)
  if (flags & 1) return 'a part of it is protected with a password'
  if (method !== 0 && method !== 8) return `the part "${name}" is packed in an unknown way`
  if (name === '' || name.startsWith('/') || name.includes('\\') || name.split('/').includes('..'))
    return `a part has the name ${JSON.stringify(name)}`
  if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) return `the part "${name}" is missing`
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  if (start + packedSize > bytes.length) return `the part "${name}" is cut off`
  const entry: ZipEntry = {
    name,
    method,
    flags: flags & UTF8,
    time: view.getUint32(at + 12, true),
    crc: view.getUint32(at + 16, true),
    size: view.getUint32(at + 24, true),
    packed: bytes.subarray(start, start + packedSize),
    rawName,
    extra: bytes.slice(at + 46 + nameLength, at + 46 + nameLength + extraLength),
    attributes: view.getUint32(at + 38, true),
    madeBy: view.getUint16(at + 4, true),
  }
  return { entry, next: at + 46 + nameLength + extraLength + commentLength }
}

/** The part's own bytes, counted while they come out: a size that lies, or a sum that is wrong, is a failure. */
export function unpack(entry: ZipEntry): Result<Uint8Array> {
  if (entry.method === 0)
    return crc32(entry.packed) === entry.crc ? ok(entry.packed) : broken(`"${entry.name}" is spoilt`)
  const out = new Uint8Array(entry.size)
  let length = 0
  let tooLong = false
  const inflate = new Inflate(chunk => {
    if (length + chunk.length > out.length) tooLong = true
    else out.set(chunk, length)
    length += chunk.length
  })
  const STEP = 64 * 1024
  try {
    for (let at = 0; at < entry.packed.length && !tooLong; at += STEP)
      inflate.push(entry.packed.subarray(at, at + STEP), at + STEP >= entry.packed.length)
  } catch (error) {
    return broken(`"${entry.name}" cannot be unpacked (${error instanceof Error ? error.message : 'unknown'})`)
  }
  if (tooLong || length !== out.length || crc32(out) !== entry.crc) return broken(`"${entry.name}" is spoilt`)
  return ok(out)
}

/** A new part. */
export function entryOf(name: string, bytes: Uint8Array, like?: ZipEntry): ZipEntry {
  const deflated = deflateSync(bytes, { level: 6 })
  const method = deflated.length < bytes.length ? 8 : 0
  return {
    name,
    method,
    flags: like?.flags ?? UTF8,
    time: like?.time ?? NO_TIME << 16,
    crc: crc32(bytes),
    size: bytes.length,
    packed: method === 8 ? deflated : bytes,
    rawName: like?.rawName ?? new TextEncoder().encode(name),
    extra: new Uint8Array(),
    attributes: like?.attributes ?? 0,
    madeBy: like?.madeBy ?? 20,
  }
}

/** The archive of these parts, in their order, each with its packed bytes as they are. */
export function packZip(entries: readonly ZipEntry[]): Uint8Array {
  const size = entries.reduce(
    (sum, entry) => sum + 76 + 2 * entry.rawName.length + entry.extra.length + entry.packed.length,
    22,
  )
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  const offsets: number[] = []
  let at = 0
  for (const entry of entries) {
    offsets.push(at)
    view.setUint32(at, LOCAL, true)
    view.setUint16(at + 4, 20, true)
    header(view, at + 6, entry)
    view.setUint16(at + 28, 0, true)
    bytes.set(entry.rawName, at + 30)
    bytes.set(entry.packed, at + 30 + entry.rawName.length)
    at += 30 + entry.rawName.length + entry.packed.length
  }
  const start = at
  for (const [index, entry] of entries.entries()) {
    view.setUint32(at, CENTRAL, true)
    view.setUint16(at + 4, entry.madeBy, true)
    view.setUint16(at + 6, 20, true)
    header(view, at + 8, entry)
    view.setUint16(at + 30, entry.extra.length, true)
    view.setUint32(at + 38, entry.attributes, true)
    view.setUint32(at + 42, offsets[index]!, true)
    bytes.set(entry.rawName, at + 46)
    bytes.set(entry.extra, at + 46 + entry.rawName.length)
    at += 46 + entry.rawName.length + entry.extra.length
  }
  view.setUint32(at, END, true)
  view.setUint16(at + 8, entries.length, true)
  view.setUint16(at + 10, entries.length, true)
  view.setUint32(at + 12, at - start, true)
  view.setUint32(at + 16, start, true)
  return bytes.subarray(0, at + 22)
}

/** The fields that stand in both places in the same order: flags to the length of the name. */
function header(view: DataView, at: number, entry: ZipEntry) {
  view.setUint16(at, entry.flags, true)
  view.setUint16(at + 2, entry.method, true)
  view.setUint32(at + 4, entry.time, true)
  view.setUint32(at + 8, entry.crc, true)
  view.setUint32(at + 12, entry.packed.length, true)
  view.setUint32(at + 16, entry.size, true)
  view.setUint16(at + 20, entry.rawName.length, true)
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 255]!
  return (crc ^ 0xffffffff) >>> 0
}
