/** just-bash carries bytes as strings of one character a byte. */
export function byteString(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

export function bytesOf(byteText: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteText.length)
  for (let at = 0; at < byteText.length; at++) bytes[at] = byteText.charCodeAt(at)
  return bytes
}

export const utf8 = (text: string) => new TextEncoder().encode(text)
export const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
