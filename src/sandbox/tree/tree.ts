import {
  childOf,
  type FileNode,
  type FolderNode,
  lastName,
  normalPath,
  parentOf,
  TreeError,
  type TreeNode,
} from './node.ts'

const MOST_BYTES = 512_000_000
const MOST_NAMES = 200_000
const MOST_LINKS = 20

export const FILE_MODE = 0o644
export const FOLDER_MODE = 0o755

/** The bytes of a Blob, at once. Only workers can; handed in so that the tree runs anywhere. */
export type ReadBlob = (blob: Blob) => Uint8Array<ArrayBuffer>

/**
 * A file system in memory over files that stay on disk until they are read. Throws `TreeError`, as programs expect of a
 * file system. Paths are absolute. Every change is told to those who follow the tree.
 */
export class Tree {
  readonly root: FolderNode = folder(0)
  /** Files that could not be read because they were changed on the disk. Programs often say of them that they are not there. */
  readonly unreadable = new Set<string>()
  private readonly readBlob: ReadBlob
  private readonly now: () => number
  private readonly followers = new Set<Set<string>>()
  private bytesMade = 0
  private names = 0

  constructor(readBlob: ReadBlob, now: () => number) {
    this.readBlob = readBlob
    this.now = now
  }

  /** A set that collects the paths of everything that changes from now on. */
  follow(): Set<string> {
    const paths = new Set<string>()
    this.followers.add(paths)
    return paths
  }

  unfollow(paths: Set<string>): void {
    this.followers.delete(paths)
  }

  touched(path: string): void {
    for (const paths of this.followers) paths.add(path)
  }

  find(path: string, followLast = true): TreeNode | undefined {
    return this.walk(normalPath(path), followLast, 0)
  }

  need(path: string, followLast = true): TreeNode {
    const node = this.find(path, followLast)
    if (!node) throw new TreeError('ENOENT', path)
    return node
  }

  needFile(path: string): FileNode {
    const node = this.need(path)
    if (node.kind !== 'file') throw new TreeError('EISDIR', path)
    return node
  }

  needFolder(path: string): FolderNode {
    const node = this.need(path)
    if (node.kind !== 'folder') throw new TreeError('ENOTDIR', path)
    return node
  }

  /** Where the path leads once every link on it is followed. What is not there yet is its own place. */
  real(path: string, depth = 0): string {
    let at = '/'
    for (const name of normalPath(path).split('/').filter(Boolean)) {
      const node = this.walk(childOf(at, name), false, 0)
      if (node?.kind !== 'link') {
        at = childOf(at, name)
        continue
      }
      if (depth >= MOST_LINKS) throw new TreeError('ELOOP', path)
      at = this.real(node.to.startsWith('/') ? node.to : `${at}/${node.to}`, depth + 1)
    }
    return at
  }

  bytes(node: FileNode, path: string): Uint8Array<ArrayBuffer> {
    if (node.content instanceof Blob) {
      try {
        node.content = this.readBlob(node.content)
      } catch (error) {
        if (error instanceof RangeError) throw new TreeError('ENOSPC', path)
        this.unreadable.add(path)
        throw new TreeError('EIO', path)
      }
      node.size = node.content.length
    }
    return node.content.subarray(0, node.size)
  }

  read(path: string): Uint8Array<ArrayBuffer> {
    return this.bytes(this.needFile(path), path)
  }

  /** Takes the bytes as they are: the caller no longer changes them. */
  write(path: string, bytes: Uint8Array<ArrayBuffer>): FileNode {
    const real = this.real(path)
    const known = this.find(real)
    if (known && known.kind !== 'file') throw new TreeError('EISDIR', path)
    const node = known ?? file(this.now())
    this.charge(bytes.length - (known && known.given === undefined ? known.size : 0), path)
    if (!known) this.put(real, node)
    node.content = bytes
    node.size = bytes.length
    this.changed(node, real)
    return node
  }

  append(path: string, bytes: Uint8Array): void {
    const node = this.find(path)
    if (!node) {
      this.write(path, new Uint8Array(bytes))
      return
    }
    if (node.kind !== 'file') throw new TreeError('EISDIR', path)
    const end = this.bytes(node, path).length
    this.room(node, path, end + bytes.length).set(bytes, end)
    node.size = end + bytes.length
    this.changed(node, this.real(path))
  }

  /** The file's array, at least so long, free to be written into. The caller sets `size` and calls `changed`. */
  room(node: FileNode, path: string, length: number): Uint8Array<ArrayBuffer> {
    const bytes = this.bytes(node, path)
    if (node.given !== undefined) this.charge(node.size, path)
    this.charge(Math.max(0, length - node.size), path)
    delete node.given
    const whole = node.content as Uint8Array<ArrayBuffer>
    if (whole.length >= length) return whole
    const grown = new Uint8Array(Math.max(length, Math.min(whole.length * 2, whole.length + 8_000_000), 256))
    grown.set(bytes)
    node.content = grown
    return grown
  }

  changed(node: FileNode, path: string): void {
    delete node.given
    node.mtime = this.now()
    this.touched(path)
  }

  mkdir(path: string): void {
    const real = this.real(path)
    if (this.find(real, false)) throw new TreeError('EEXIST', path)
    this.put(real, folder(this.now()))
  }

  mkdirs(path: string): void {
    const real = this.real(path)
    if (real === '/') return
    const known = this.find(real)
    if (known?.kind === 'folder') return
    if (known) throw new TreeError('EEXIST', path)
    this.mkdirs(parentOf(real))
    this.put(real, folder(this.now()))
  }

  symlink(to: string, path: string): void {
    const place = this.place(path)
    if (this.find(place, false)) throw new TreeError('EEXIST', path)
    this.put(place, { kind: 'link', to, mode: 0o777, mtime: this.now() })
  }

  /** Removes whatever is there; a folder only when it is empty or `recursive`. */
  remove(path: string, recursive = false): void {
    const place = this.place(path)
    const node = this.need(place, false)
    if (place === '/') throw new TreeError('EINVAL', path)
    if (node.kind === 'folder' && node.entries.size > 0 && !recursive) throw new TreeError('ENOTEMPTY', path)
    this.tellBelow(node, place)
    this.uncount(node)
    this.needFolder(parentOf(place)).entries.delete(lastName(place))
  }

  rename(from: string, to: string): void {
    const [source, target] = [this.place(from), this.place(to)]
    const node = this.need(source, false)
    if (source === target) return
    if (source === '/' || target.startsWith(`${source}/`)) throw new TreeError('EINVAL', to)
    const there = this.find(target, false)
    if (there?.kind === 'folder' && node.kind !== 'folder') throw new TreeError('EISDIR', to)
    if (there?.kind === 'folder' && there.entries.size > 0) throw new TreeError('ENOTEMPTY', to)
    if (there && there.kind !== 'folder' && node.kind === 'folder') throw new TreeError('ENOTDIR', to)
    const into = this.needFolder(parentOf(target))
    if (there) this.uncount(there)
    this.tellBelow(node, source)
    this.needFolder(parentOf(source)).entries.delete(lastName(source))
    into.entries.set(lastName(target), node)
    this.tellBelow(node, target)
  }

  /** Puts the node in its place, whatever was there. Its folder must exist. */
  put(path: string, node: TreeNode): void {
    const into = this.needFolder(parentOf(path))
    if (!into.entries.has(lastName(path)) && ++this.names > MOST_NAMES) {
      this.names--
      throw new TreeError('ENOSPC', path)
    }
    into.entries.set(lastName(path), node)
    this.touched(path)
  }

  /** Every file and link below, with its path; folders too when asked. Parents come first. */
  *below(path: string, folders = false): Generator<[string, TreeNode]> {
    const node = this.find(path, false)
    if (node) yield* entriesBelow(node, normalPath(path), folders)
  }

  /** The path with links followed in its folders, but not at its end. */
  place(path: string): string {
    const plain = normalPath(path)
    return plain === '/' ? plain : childOf(this.real(parentOf(plain)), lastName(plain))
  }

  private walk(path: string, followLast: boolean, depth: number): TreeNode | undefined {
    let node: TreeNode = this.root
    const parts = path.split('/').filter(Boolean)
    for (const [index, name] of parts.entries()) {
      if (node.kind !== 'folder') return undefined
      let next = node.entries.get(name)
      if (next?.kind === 'link' && (followLast || index < parts.length - 1)) {
        if (depth >= MOST_LINKS) throw new TreeError('ELOOP', path)
        const here = `/${parts.slice(0, index).join('/')}`
        next = this.walk(normalPath(next.to.startsWith('/') ? next.to : `${here}/${next.to}`), true, depth + 1)
      }
      if (!next) return undefined
      node = next
    }
    return node
  }

  private charge(bytes: number, path: string): void {
    if (bytes > 0 && this.bytesMade + bytes > MOST_BYTES) throw new TreeError('ENOSPC', path)
    this.bytesMade += bytes
  }

  private uncount(node: TreeNode): void {
    for (const [, each] of entriesBelow(node, '', true)) {
      this.names--
      if (each.kind === 'file' && each.given === undefined) this.bytesMade -= each.size
    }
  }

  private tellBelow(node: TreeNode, path: string): void {
    for (const [below] of entriesBelow(node, path, true)) this.touched(below)
  }
}

function* entriesBelow(node: TreeNode, path: string, folders: boolean): Generator<[string, TreeNode]> {
  if (node.kind !== 'folder' || folders) yield [path, node]
  if (node.kind === 'folder')
    for (const [name, child] of node.entries) yield* entriesBelow(child, childOf(path, name), folders)
}

const folder = (mtime: number): FolderNode => ({ kind: 'folder', entries: new Map(), mode: FOLDER_MODE, mtime })
const file = (mtime: number): FileNode => ({
  kind: 'file',
  content: new Uint8Array(0),
  size: 0,
  mode: FILE_MODE,
  mtime,
})
