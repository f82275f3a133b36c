const SNIFFED = 8192

/** The text of a file of whatever encoding is plain from its bytes; null for binary content. */
export function textIn(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const head = bytes.subarray(0, SNIFFED)
  if (head.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Not UTF-8: old Western text has letters and line ends, binary content has control characters.
    return head.some(isControl) ? null : new TextDecoder('windows-1252').decode(bytes)
  }
}

const isControl = (byte: number) =>
  (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) || byte === 0x7f
