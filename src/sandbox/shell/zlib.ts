import { gunzipSync as gunzip, gzipSync as gzip } from 'fflate'

/** What just-bash's gzip, gunzip, zcat and tar need of `node:zlib`, which browsers do not have. */

export const constants = { Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: -1 }

type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

export function gzipSync(bytes: Uint8Array, options: { level?: number } = {}): Uint8Array {
  const level = options.level === undefined || options.level < 0 ? 6 : options.level
  return gzip(bytes, { level: level as Level })
}

export function gunzipSync(bytes: Uint8Array, options: { maxOutputLength?: number } = {}): Uint8Array {
  // The last four bytes tell how much will come out: looked at first, so that a bomb is never unpacked.
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4, true)
  if (options.maxOutputLength !== undefined && size > options.maxOutputLength)
    throw new RangeError(`Cannot create a Buffer larger than ${options.maxOutputLength} bytes`)
  return gunzip(bytes)
}
