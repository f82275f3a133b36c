import type { DocumentPicture } from '../../ports/documents.ts'

/** Kind, size and turn of a picture, from the first bytes of the file; null where it is none that can be shown. */
export function pictureOf(bytes: Uint8Array, at: string): (DocumentPicture & { turn: number }) | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tag = (from: number, length: number) => String.fromCharCode(...bytes.subarray(from, from + length))
  if (bytes.length < 30) return null
  if (tag(1, 3) === 'PNG')
    return { at, type: 'image/png', width: view.getUint32(16), height: view.getUint32(20), bytes, turn: 0 }
  if (tag(0, 4) === 'GIF8')
    return { at, type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true), bytes, turn: 0 }
  if (tag(0, 4) === 'RIFF' && tag(8, 4) === 'WEBP')
    return { at, type: 'image/webp', ...webpSize(view, tag(12, 4)), bytes, turn: 0 }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(bytes, view, at)
  return null
}

function webpSize(view: DataView, chunk: string): { width: number; height: number } {
  if (chunk === 'VP8X')
    return {
      width: 1 + (view.getUint32(24, true) & 0xffffff),
      height: 1 + ((view.getUint32(26, true) >> 8) & 0xffffff),
    }
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
}

/** Walks the segments up to the one that tells the size; the turn stands in the Exif segment before it. */
function jpeg(bytes: Uint8Array, view: DataView, at: string): (DocumentPicture & { turn: number }) | null {
  let turn = 0
  for (let i = 2; i + 9 < bytes.length; ) {
    if (bytes[i] !== 0xff) return null
    const marker = bytes[i + 1]!
    if (marker === 0xff) {
      i++
      continue
    }
    const length = view.getUint16(i + 2)
    if (marker === 0xe1) turn = exifTurn(view, i + 4, i + 2 + length) ?? turn
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { at, type: 'image/jpeg', height: view.getUint16(i + 5), width: view.getUint16(i + 7), bytes, turn }
    i += 2 + length
  }
  return null
}

const DEGREES: Record<number, number> = { 3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270 }

function exifTurn(view: DataView, from: number, to: number): number | null {
  if (to > view.byteLength || to - from < 20 || view.getUint32(from) !== 0x45786966) return null
  const tiff = from + 6
  const little = view.getUint16(tiff) === 0x4949
  const directory = tiff + view.getUint32(tiff + 4, little)
  if (directory + 2 > to) return null
  const count = view.getUint16(directory, little)
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * 12
    if (entry + 12 > to) return null
    if (view.getUint16(entry, little) === 0x0112) return DEGREES[view.getUint16(entry + 8, little)] ?? 0
  }
  return null
}
