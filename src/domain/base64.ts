/** What newer engines bring themselves: hundreds of times as fast as anything written here. */
interface Native {
  fromBase64?(base64: string): Uint8Array<ArrayBuffer>
}

/** The bytes that stand in the text. Throws where it is not base64. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const { fromBase64 } = Uint8Array as unknown as Native
  if (fromBase64) return fromBase64.call(Uint8Array, base64)
  const binary = atob(base64)
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** Bytes, or the UTF-8 of a text, as base64. */
export function base64Of(from: string | Uint8Array): string {
  const bytes = typeof from === 'string' ? new TextEncoder().encode(from) : from
  const { toBase64 } = bytes as { toBase64?(): string }
  if (toBase64) return toBase64.call(bytes)
  let binary = ''
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(binary)
}
