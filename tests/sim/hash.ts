import { hash } from 'node:crypto'

/** The app's own names for bytes up to 16 MB, made at once: what the browser's hash takes a while for is decided by the seed. */
export const sha256 = (bytes: Uint8Array | string) => `sha256:${hash('sha256', bytes, 'hex')}`

export const hashNow = (bytes: Uint8Array) => Promise.resolve(sha256(bytes))
