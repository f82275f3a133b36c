import { counted } from './memory.ts'

type Encoding = string | undefined

const decoders: Record<string, (bytes: Uint8Array) => string> = {
  utf8: bytes => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
  utf16le: bytes => new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes),
  latin1: bytes => latin1(bytes),
  ascii: bytes => latin1(bytes).replace(/[\u0080-\u00ff]/g, char => String.fromCharCode(char.charCodeAt(0) & 0x7f)),
  hex: bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(''),
  base64: bytes => btoa(latin1(bytes)),
  base64url: bytes => btoa(latin1(bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, ''),
}
const encoders: Record<string, (text: string) => Uint8Array> = {
  utf8: text => new TextEncoder().encode(text),
  utf16le: text => new Uint8Array(Uint16Array.from(text, char => char.charCodeAt(0)).buffer),
  latin1: text => Uint8Array.from(text, char => char.charCodeAt(0)),
  ascii: text => Uint8Array.from(text, char => char.charCodeAt(0)),
  hex: text => Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], pair => Number.parseInt(pair, 16)),
  base64: text =>
    Uint8Array.from(
      atob(
        text
          .replace(/-/g, '+')
          .replace(/_/g, '/')
          .replace(/[^A-Za-z0-9+/]/g, ''),
      ),
      char => char.charCodeAt(0),
    ),
}
encoders.base64url = encoders.base64!

const ALIASES: Record<string, string> = {
  'utf-8': 'utf8',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  'utf-16le': 'utf16le',
  binary: 'latin1',
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

function known<T>(table: Record<string, T>, encoding: Encoding): T {
  const name = (encoding ?? 'utf8').toLowerCase()
  const found = table[ALIASES[name] ?? name]
  if (!found) throw new TypeError(`Unknown encoding: ${encoding}`)
  return found
}

export const encode = (text: string, encoding?: Encoding) => known(encoders, encoding)(text)
export const decode = (bytes: Uint8Array, encoding?: Encoding) => known(decoders, encoding)(bytes)

/** The platform's class, typed so that a class of ours can be made of it in all its ways. */
const Bytes = Uint8Array as unknown as new (
  content: number | ArrayBuffer,
  offset?: number,
  length?: number,
) => Uint8Array<ArrayBuffer>

/** Node's Buffer over the platform's own byte array: what scripts and libraries use of it. */
export class Buffer extends Bytes {
  static from(value: unknown, encodingOrOffset?: unknown, length?: unknown): Buffer {
    if (typeof value === 'string') return Buffer.of_(encode(value, encodingOrOffset as Encoding))
    if (value instanceof ArrayBuffer) return new Buffer(value, encodingOrOffset as number, length as number)
    if (ArrayBuffer.isView(value)) return Buffer.of_(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    if (typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data))
      return Buffer.of_(value.data)
    return Buffer.of_(value as ArrayLike<number>)
  }
  private static of_(bytes: ArrayLike<number>): Buffer {
    const buffer = Buffer.allocUnsafe(bytes.length)
    buffer.set(bytes)
    return buffer
  }
  static alloc(size: number, fill?: number | string): Buffer {
    const buffer = Buffer.allocUnsafe(size)
    return fill === undefined ? buffer : buffer.fill(fill as number)
  }
  static allocUnsafe(size: number): Buffer {
    return counted(size, () => new Buffer(size))
  }
  static concat(parts: readonly Uint8Array[], total = parts.reduce((sum, part) => sum + part.length, 0)): Buffer {
    const whole = Buffer.allocUnsafe(total)
    let at = 0
    for (const part of parts) {
      whole.set(part.subarray(0, Math.max(0, total - at)), at)
      at += part.length
    }
    return whole
  }
  static isBuffer(value: unknown): boolean {
    return value instanceof Buffer
  }
  static isEncoding(name: string): boolean {
    return (ALIASES[name.toLowerCase()] ?? name.toLowerCase()) in decoders
  }
  static byteLength(value: string | Uint8Array | ArrayBuffer, encoding?: string): number {
    return typeof value === 'string' ? encode(value, encoding).length : value.byteLength
  }
  static compare(a: Uint8Array, b: Uint8Array): number {
    for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return a[at]! < b[at]! ? -1 : 1
    return Math.sign(a.length - b.length)
  }
  override toString(encoding?: string, start = 0, end = this.length): string {
    return decode(this.subarray(start, end), encoding)
  }
  toJSON() {
    return { type: 'Buffer', data: Array.from(this) }
  }
  equals(other: Uint8Array): boolean {
    return Buffer.compare(this, other) === 0
  }
  compare(other: Uint8Array): number {
    return Buffer.compare(this, other)
  }
  copy(target: Uint8Array, at = 0, start = 0, end = this.length): number {
    const part = this.subarray(start, Math.min(end, start + target.length - at))
    target.set(part, at)
    return part.length
  }
  write(text: string, at: number | string = 0, length?: number | string, encoding?: string): number {
    const name = [at, length, encoding].find(each => typeof each === 'string') as string | undefined
    const from = typeof at === 'number' ? at : 0
    const bytes = encode(text, name).subarray(
      0,
      Math.min(this.length - from, typeof length === 'number' ? length : Infinity),
    )
    this.set(bytes, from)
    return bytes.length
  }
  override fill(value: number | string, start = 0, end = this.length): this {
    if (typeof value === 'number') return super.fill(value, start, end)
    const bytes = encode(value)
    for (let at = start; at < end && bytes.length > 0; at++) this[at] = bytes[(at - start) % bytes.length]!
    return this
  }
  override slice(start?: number, end?: number): Buffer {
    return this.subarray(start, end)
  }
  override subarray(start?: number, end?: number): Buffer {
    return super.subarray(start, end) as Buffer
  }
  override indexOf(value: number | string | Uint8Array, from = 0): number {
    if (typeof value === 'number') return super.indexOf(value, from)
    const bytes = typeof value === 'string' ? encode(value) : value
    for (let at = from; at + bytes.length <= this.length; at++)
      if (bytes.every((byte, offset) => this[at + offset] === byte)) return at
    return -1
  }
  override includes(value: number | string | Uint8Array, from = 0): boolean {
    return this.indexOf(value as string, from) >= 0
  }
  readUInt8(at = 0) {
    return this[at]!
  }
  readInt8(at = 0) {
    return view(this).getInt8(at)
  }
  writeUInt8(value: number, at = 0) {
    this[at] = value
    return at + 1
  }
}

// The build gives classes short names.
Object.defineProperty(Buffer, 'name', { value: 'Buffer' })

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** readUInt16LE, writeDoubleBE and their like. */
for (const [name, bytes] of [
  ['Uint16', 2],
  ['Int16', 2],
  ['Uint32', 4],
  ['Int32', 4],
  ['Float32', 4],
  ['Float64', 8],
  ['BigInt64', 8],
  ['BigUint64', 8],
] as const)
  for (const little of [true, false]) {
    const end = little ? 'LE' : 'BE'
    const own = name.replace('Float32', 'Float').replace('Float64', 'Double')
    for (const spelled of new Set([own, own.replace('Uint', 'UInt'), own.replace('BigUint', 'BigUInt')])) {
      Object.defineProperty(Buffer.prototype, `read${spelled}${end}`, {
        value(this: Buffer, at = 0) {
          return view(this)[`get${name}`](at, little)
        },
      })
      Object.defineProperty(Buffer.prototype, `write${spelled}${end}`, {
        value(this: Buffer, value: never, at = 0) {
          view(this)[`set${name}`](at, value, little)
          return at + bytes
        },
      })
    }
  }
