const SLICE = 16 * 1024 * 1024

/**
 * The name of some bytes: `sha256:<hex>` up to 16 MB, and above `sha256t16:<hex>`, the SHA-256 over the SHA-256s of its
 * 16 MB slices. Two schemes because the browser cannot hash a stream, and large files are read by slices.
 */
export async function hashOf(bytes: Uint8Array): Promise<string> {
  if (bytes.length <= SLICE) return `sha256:${hex(await digest(bytes))}`
  const slices = Math.ceil(bytes.length / SLICE)
  const digests = new Uint8Array(slices * 32)
  for (let index = 0; index < slices; index++)
    digests.set(await digest(bytes.subarray(index * SLICE, (index + 1) * SLICE)), index * 32)
  return `sha256t16:${hex(await digest(digests))}`
}

const digest = async (bytes: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))

const hex = (bytes: Uint8Array) => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
