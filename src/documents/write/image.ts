import { failed, ok, type Result } from '../../domain/failure.ts'

export interface ImageFacts {
  type: 'png' | 'jpg' | 'gif'
  width: number
  height: number
}

/** Kind and size of a picture by its own bytes, whatever its name says. */
export function imageFacts(bytes: Uint8Array, name: string): Result<ImageFacts> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length > 24 && view.getUint32(0) === 0x89504e47)
    return sized('png', view.getUint32(16), view.getUint32(20), name)
  if (bytes.length > 10 && view.getUint32(0) === 0x47494638)
    return sized('gif', view.getUint16(6, true), view.getUint16(8, true), name)
  if (bytes.length > 4 && view.getUint16(0) === 0xffd8) {
    const size = jpegSize(view)
    if (size) return sized('jpg', size.width, size.height, name)
  }
  return failed('unreadable', `The picture "${name}" is no png, jpg or gif, so it cannot be put into a document.`)
}

function sized(type: ImageFacts['type'], width: number, height: number, name: string): Result<ImageFacts> {
  if (width > 0 && height > 0) return ok({ type, width, height })
  return failed('unreadable', `The picture "${name}" has no size, so it cannot be put into a document.`)
}

/** Goes from segment to segment until the one that starts a frame. */
function jpegSize(view: DataView): { width: number; height: number } | null {
  let at = 2
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** The size that fits into a box, never larger than the picture itself. */
export function fitted({ width, height }: ImageFacts, most: { width: number; height: number }) {
  const scale = Math.min(1, most.width / width, most.height / height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
