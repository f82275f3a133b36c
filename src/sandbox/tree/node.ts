/** In memory, or on the disk until it is read. */
export type Content = Uint8Array<ArrayBuffer> | Blob

export interface FileNode {
  kind: 'file'
  content: Content
  /** Bytes in use; an array may be longer, so that appending is cheap. */
  size: number
  mode: number
  mtime: number
  /** Path of the given file that this still is, byte for byte, wherever it was moved to. */
  given?: string
}
export interface FolderNode {
  kind: 'folder'
  entries: Map<string, TreeNode>
  mode: number
  mtime: number
}
export interface LinkNode {
  kind: 'link'
  to: string
  mode: number
  mtime: number
}
export type TreeNode = FileNode | FolderNode | LinkNode

export type TreeErrorCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'EISDIR'
  | 'ENOTDIR'
  | 'ENOTEMPTY'
  | 'ENOSPC'
  | 'ELOOP'
  | 'EINVAL'
  | 'EIO'
  | 'EBADF'

const MEANING: Record<TreeErrorCode, string> = {
  ENOENT: 'no such file or directory',
  EEXIST: 'file already exists',
  EISDIR: 'illegal operation on a directory',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  ENOSPC: 'no space left: files made by commands may take 512 MB and 200,000 names in all',
  ELOOP: 'too many symbolic links encountered',
  EINVAL: 'invalid argument',
  EIO: 'the file was changed on disk since this command began; run the command again',
  EBADF: 'bad file descriptor',
}

/** What to say of files that were changed on disk, beside what programs make of the error; empty when there are none. */
export const sayUnreadable = (paths: ReadonlySet<string>): string =>
  [...paths].map(path => `${path}: ${MEANING.EIO}.\n`).join('')

/** Thrown inside the engine only, as file systems there are expected to; programs see it as their own kind of error. */
export class TreeError extends Error {
  readonly code: TreeErrorCode
  readonly path: string
  constructor(code: TreeErrorCode, path: string) {
    super(`${code}: ${MEANING[code]}, '${path}'`)
    this.code = code
    this.path = path
  }
}

/** Absolute and without `.`, `..` and doubled slashes; `..` at the top stays at the top. */
export function normalPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}

export const absolute = (path: string, cwd: string) => normalPath(path.startsWith('/') ? path : `${cwd}/${path}`)

export const parentOf = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/'
export const lastName = (path: string) => path.slice(path.lastIndexOf('/') + 1)
export const childOf = (path: string, name: string) => (path === '/' ? `/${name}` : `${path}/${name}`)
