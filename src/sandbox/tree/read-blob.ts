import type { ReadBlob } from './tree.ts'

/** How a worker reads a Blob. A file that was changed on disk since it was given cannot be read any more. */
export const readBlobSync: ReadBlob = blob => new Uint8Array(new FileReaderSync().readAsArrayBuffer(blob))
