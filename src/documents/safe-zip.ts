import { failed, ok, type Result } from '../domain/failure.ts'

/** Caps of what an archive may unfold to. An entry's declared size is never believed: what comes out is counted. */
export interface ZipLimits {
  entries: number
  /** Bytes of one entry, unfolded. */
  entry: number
  /** Bytes of everything that is unfolded over the life of the archive. */
  total: number
}

export interface ZipEntry {
  name: string
  /** 0 stored, 8 deflated. */
  method: number
  crc: number
  /** As declared. */
  size: number
  /** The entry's bytes as they lie in the archive, for copying it unchanged. */
  packed: Uint8Array
}

export interface SafeZip {
  /** In the archive's own order. Names are plain relative paths, each once. */
  entries: ReadonlyMap<string, ZipEntry>
  /** Fails as `missing` for an unknown name, as `too-large` at a cap, as `unreadable` where it is damaged. */
  bytes(name: string): Promise<Result<Uint8Array>>
  /** The same as UTF-8 or UTF-16 text. */
  text(name: string): Promise<Result<string>>
}

const MEGABYTE = 1024 * 1024
const LIMITS: ZipLimits = { entries: 10_000, entry: 200 * MEGABYTE, total: 300 * MEGABYTE }
/** No document of words packs better than this; only looked at beyond the first megabytes, where a ratio means something. */
const MAX_RATIO = 400
const RATIO_FROM = 16 * MEGABYTE

const DAMAGED = 'The file is damaged or cut off: its archive cannot be read.'
const BOMB = 'The file unfolds to far more data than a document holds, so it was not read. It may be made to do harm.'

/** Opens a zip archive by its directory. Nothing is unfolded yet. */
export function openZip(bytes: Uint8Array, limits: ZipLimits = LIMITS): Result<SafeZip> {
  const entries = directoryOf(bytes, limits)
  if (!entries.ok) return entries
  let unfolded = 0

  async function read(name: string): Promise<Result<Uint8Array>> {
    const entry = entries.ok ? entries.value.get(name) : undefined
    if (!entry) return failed('missing', `The file has no part "${name}".`)
    const room = Math.min(limits.entry, limits.total - unfolded, Math.max(RATIO_FROM, entry.packed.length * MAX_RATIO))
    const content = entry.method === 0 ? stored(entry, room) : await inflated(entry, room)
    if (!content.ok) return content
    unfolded += content.value.length
    return crcOf(content.value) === entry.crc ? content : failed('unreadable', DAMAGED, { detail: `crc of ${name}` })
  }

  return ok({
    entries: entries.value,
    bytes: read,
    async text(name) {
      const content = await read(name)
      return content.ok ? ok(decodeText(content.value)) : content
    },
  })
}

/** UTF-8, or UTF-16 where a byte order mark says so. */
function decodeText(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

function stored(entry: ZipEntry, room: number): Result<Uint8Array> {
  return entry.packed.length > room ? failed('too-large', BOMB) : ok(entry.packed)
}

/** Unfolds piece by piece and stops as soon as more comes out than was declared or is allowed. */
async function inflated(entry: ZipEntry, room: number): Promise<Result<Uint8Array>> {
  const most = Math.min(room, entry.size)
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = new Blob([entry.packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length > most) {
        await reader.cancel()
        return failed('too-large', BOMB, { detail: `${entry.name}: more than ${most} bytes` })
      }
      chunks.push(value)
    }
  } catch (error) {
    return failed('unreadable', DAMAGED, { detail: `${entry.name}: ${String(error)}` })
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return ok(whole)
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50

function directoryOf(bytes: Uint8Array, limits: ZipLimits): Result<Map<string, ZipEntry>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOf(view)
  if (end < 0) return failed('unreadable', DAMAGED, { detail: 'no end of directory' })
  const count = view.getUint16(end + 10, true)
  if (count > limits.entries || count === 0xffff)
    return failed('too-large', `The file's archive has more than ${limits.entries} parts, so it was not read.`)
  const entries = new Map<string, ZipEntry>()
  const ranges: [number, number][] = []
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < count; i++) {
    const one = entryAt(bytes, view, at)
    if (!one.ok) return one
    const { entry, start, next } = one.value
    if (entry) {
      if (entries.has(entry.name))
        return failed('unreadable', 'The file names one of its parts twice, so it was not read.', {
          detail: entry.name,
        })
      entries.set(entry.name, entry)
      ranges.push([start, start + entry.packed.length])
    }
    at = next
  }
  // Entries that share bytes are how a small archive unfolds to a huge one without packing well.
  ranges.sort((a, b) => a[0] - b[0])
  if (ranges.some((range, i) => i > 0 && range[0] < ranges[i - 1]![1]))
    return failed('unreadable', 'Parts of the file lie over one another, so it was not read.')
  return ok(entries)
}

/** The directory's end record is the last thing in the file, but for a comment. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === END) return at
  return -1
}

function entryAt(
  bytes: Uint8Array,
  view: DataView,
  at: number,
): Result<{ entry: ZipEntry | null; start: number; next: number }> {
  const damaged = failed('unreadable', DAMAGED, { detail: `directory at ${at}` })
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) return damaged
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const nameLength = view.getUint16(at + 28, true)
  const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  const packedSize = view.getUint32(at + 20, true)
  const size = view.getUint32(at + 24, true)
  const local = view.getUint32(at + 42, true)
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== LOCAL) return damaged
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  if (start + packedSize > view.byteLength || at + 46 + nameLength > view.byteLength) return damaged
  if (flags & 1) return failed('unreadable', 'The file is protected by a password, so it cannot be read.')
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
  if (name.endsWith('/') && size === 0) return ok({ entry: null, start, next })
  if (!isPlain(name))
    return failed('unreadable', 'The file has a part whose name leads out of it, so it was not read.', { detail: name })
  if (method !== 0 && method !== 8)
    return failed('unreadable', 'The file is packed in a way that is not known here.', { detail: `method ${method}` })
  const packed = bytes.subarray(start, start + packedSize)
  return ok({ entry: { name, method, crc: view.getUint32(at + 16, true), size, packed }, start, next })
}

/** `word/document.xml`, never `/etc/x`, `C:\x`, `a/../../x`. */
const isPlain = (name: string) =>
  name !== '' && !/^[\\/]|^[a-z]:|\\|\0/i.test(name) && !name.split('/').some(part => part === '..' || part === '.')

let table: Uint32Array | undefined

/** CRC-32 as zip uses it. */
export function crcOf(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
    return n
  })
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
