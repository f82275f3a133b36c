import type { Version } from '../domain/event.ts'
import type { Result } from '../domain/failure.ts'
import type { Place } from '../domain/place.ts'

export interface FoundFile {
  place: Place
  kind: 'file' | 'folder'
  size: number
  mtime: number
}
export interface SearchQuery {
  root: string
  /** Folder to start in, `''` for all. */
  path: string
  pattern: string
  regex: boolean
  caseSensitive: boolean
  /** Only files that match this glob. */
  glob?: string
  /** Lines before and after. */
  context: number
  /** Matches at most. */
  limit: number
}
export interface SearchMatch {
  place: Place
  /** From 1. */
  line: number
  text: string
  before: string[]
  after: string[]
}
export interface SearchAnswer {
  matches: SearchMatch[]
  filesLooked: number
  /** Files that were left out, with the reason: binary, too large, unreadable. */
  left: { place: Place; why: string }[]
  more: boolean
}
export interface FileBytes {
  bytes: Uint8Array
  version: Version
}

/**
 * Everything agents read, served by the scan worker over all of the session's folders. Results as data, also across
 * workers. Our own `.deskhand` folder, `.git`, `node_modules` and what the folder's .gitignore names are not walked
 * but can be named.
 */
export interface Reads {
  list(place: Place): Promise<Result<FoundFile[]>>
  /** Files under the place's folder that match the glob, sorted by path; `more` when `limit` cut them. */
  find(root: string, glob: string, limit: number): Promise<Result<{ files: FoundFile[]; more: boolean }>>
  search(query: SearchQuery): Promise<Result<SearchAnswer>>
  /** The whole file, at most `maxBytes`: above, fails as `too-large`. */
  read(place: Place, maxBytes: number): Promise<Result<FileBytes>>
  /** Null where there is nothing. A folder fails as `invalid`. */
  version(place: Place): Promise<Result<Version | null>>
}
