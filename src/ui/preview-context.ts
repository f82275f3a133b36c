import { createContext, useContext } from 'solid-js'
import type { Result } from '../domain/failure.ts'
import { nameOf, type Place } from '../domain/place.ts'
import type { Previews } from '../ports/preview.ts'
import type { Desk } from './desk.ts'

/** Who opens and compares files; null where nothing can, as in a page without workers. */
export const PreviewsContext = createContext<Previews | null>(null)
export const usePreviews = () => useContext(PreviewsContext)

/** More than this is not opened to be looked at. */
export const MOST_BYTES = 64 * 1024 * 1024

/** A file to look at, wherever it comes from. Its bytes are asked for once it is shown. */
export interface FileSource {
  /** Its name or path: the ending is a hint at what it is. */
  name: string
  /** Bytes, where they are known without asking. */
  size?: number
  bytes(): Promise<Result<Uint8Array>>
}

/** A version of a file that is kept for a change: before or after it. */
export const imageSource = (desk: Desk, path: string, version: { hash: string; size: number }): FileSource => ({
  name: nameOf(path),
  size: version.size,
  bytes: () => desk.bytes(version.hash, 'image'),
})

/** A file as it is now in one of the session's folders. */
export const folderSource = (desk: Desk, place: Place, size?: number): FileSource => ({
  name: nameOf(place.path),
  ...(size === undefined ? {} : { size }),
  bytes: () => desk.readFile(place, MOST_BYTES),
})
