const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' }
export const SIGNING = { name: 'ECDSA', hash: 'SHA-256' }
export const KEY_KIND = ECDSA

/** Whether the holder of that public key signed those bytes. A key or signature that is none is no good one either. */
export async function verifySignature(
  { key, value }: { key: string; value: string },
  bytes: Uint8Array,
): Promise<boolean> {
  // The last letter of base64 has bits that mean nothing: only the one way of writing it counts, or an edit would go unseen.
  if (![key, value].every(isCanonical)) return false
  try {
    const known = await crypto.subtle.importKey('raw', decoded(key), ECDSA, false, ['verify'])
    return await crypto.subtle.verify(SIGNING, known, decoded(value), bytes as Uint8Array<ArrayBuffer>)
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}

/** The short name of a public key, for people to compare: the first half of its SHA-256, in groups of four. */
export async function fingerprintOf(key: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)))
  const hex = Array.from(digest.subarray(0, 16), byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.match(/.{4}/g)!.join(' ')
}

export const encoded = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)))

/** Base64 that is none is an error of the DOM, as a bad key is. */
const decoded = (base64: string) => Uint8Array.from(atob(base64), char => char.charCodeAt(0))

function isCanonical(base64: string): boolean {
  try {
    return btoa(atob(base64)) === base64
  } catch {
    return false
  }
}
