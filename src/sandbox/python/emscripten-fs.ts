import { childOf, type FileNode, type FolderNode, TreeError, type TreeErrorCode, type TreeNode } from '../tree/node.ts'
import { FILE_MODE, FOLDER_MODE, type Tree } from '../tree/tree.ts'

/** Emscripten's file system, as far as a new kind of one needs it. */
export interface EmscriptenFs {
  createNode(parent: EmscriptenNode | null, name: string, mode: number, device: number): EmscriptenNode
  ErrnoError: new (code: number) => Error
  mkdir(path: string): void
  mkdirTree(path: string): void
  mount(type: unknown, options: unknown, path: string): void
  symlink(to: string, path: string): void
  chdir(path: string): void
}
interface EmscriptenNode {
  id: number
  name: string
  mode: number
  parent: EmscriptenNode
  node_ops: unknown
  stream_ops: unknown
}
interface Stream {
  node: EmscriptenNode
  position: number
  file: FileNode
  path: string
}
interface Attributes {
  mode?: number
  size?: number
  mtime?: number | Date
  timestamp?: number
}

const CODES: Record<TreeErrorCode, number> = {
  ENOENT: 44,
  EEXIST: 20,
  ENOTEMPTY: 55,
  EISDIR: 31,
  ENOTDIR: 54,
  ENOSPC: 51,
  ELOOP: 32,
  EINVAL: 28,
  EIO: 29,
  EBADF: 8,
}
const TYPE = { folder: 0o040000, file: 0o100000, link: 0o120000 }
const TYPE_MASK = 0o170000

/** The tree, from `below` on, as a file system that Python can be given: the same bytes, without copying in or out. */
export function createEmscriptenFs(FS: EmscriptenFs, tree: Tree, below: string) {
  const pathOf = (node: EmscriptenNode): string =>
    node.parent === node ? below : childOf(pathOf(node.parent), node.name)
  const asErrno = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw error instanceof TreeError ? new FS.ErrnoError(CODES[error.code]) : error
    }
  }
  const need = (path: string) => asErrno(() => tree.need(path, false))
  const modeOf = (node: TreeNode) => TYPE[node.kind] | (node.mode & 0o7777)
  const shown = (parent: EmscriptenNode | null, name: string, mode: number) => {
    const node = FS.createNode(parent, name, mode, 0)
    node.node_ops = nodes
    node.stream_ops = streams
    return node
  }

  const nodes = {
    getattr(node: EmscriptenNode) {
      const there = need(pathOf(node))
      const size = there.kind === 'file' ? there.size : there.kind === 'link' ? there.to.length : 4096
      const time = new Date(there.mtime)
      const times = { atime: time, mtime: time, ctime: time }
      const mode = modeOf(there)
      return {
        dev: 1,
        ino: node.id,
        mode,
        nlink: 1,
        uid: 0,
        gid: 0,
        rdev: 0,
        size,
        ...times,
        blksize: 4096,
        blocks: Math.ceil(size / 4096),
      }
    },
    setattr(node: EmscriptenNode, { mode, size, mtime, timestamp }: Attributes) {
      const path = pathOf(node)
      const there = need(path)
      if (mode !== undefined && mode !== null) {
        there.mode = mode & 0o7777
        node.mode = modeOf(there)
      }
      if (size !== undefined && size !== null && there.kind === 'file')
        asErrno(() => {
          const bytes = tree.room(there, path, size)
          if (size > there.size) bytes.fill(0, there.size, size)
          there.size = size
          tree.changed(there, path)
        })
      const time = mtime ?? timestamp
      if (time !== undefined && time !== null) there.mtime = Number(time)
    },
    lookup(parent: EmscriptenNode, name: string) {
      return shown(parent, name, modeOf(need(childOf(pathOf(parent), name))))
    },
    mknod(parent: EmscriptenNode, name: string, mode: number) {
      const path = childOf(pathOf(parent), name)
      asErrno(() => {
        if ((mode & TYPE_MASK) === TYPE.folder) tree.mkdir(path)
        else tree.write(path, new Uint8Array(0))
      })
      return shown(parent, name, (mode & TYPE_MASK) | ((mode & TYPE_MASK) === TYPE.folder ? FOLDER_MODE : FILE_MODE))
    },
    rename(node: EmscriptenNode, into: EmscriptenNode, name: string) {
      asErrno(() => tree.rename(pathOf(node), childOf(pathOf(into), name)))
      node.name = name
      node.parent = into
    },
    unlink: (parent: EmscriptenNode, name: string) => asErrno(() => tree.remove(childOf(pathOf(parent), name))),
    rmdir: (parent: EmscriptenNode, name: string) => asErrno(() => tree.remove(childOf(pathOf(parent), name))),
    readdir: (node: EmscriptenNode) => ['.', '..', ...(need(pathOf(node)) as FolderNode).entries.keys()],
    symlink(parent: EmscriptenNode, name: string, to: string) {
      asErrno(() => tree.symlink(to, childOf(pathOf(parent), name)))
      return shown(parent, name, TYPE.link | 0o777)
    },
    readlink(node: EmscriptenNode) {
      const there = need(pathOf(node))
      if (there.kind !== 'link') throw new FS.ErrnoError(CODES.EINVAL)
      return there.to
    },
  }

  const streams = {
    open(stream: Stream) {
      stream.path = pathOf(stream.node)
      const there = need(stream.path)
      if (there.kind === 'file') stream.file = there
    },
    close: () => undefined,
    read(stream: Stream, into: Uint8Array, offset: number, length: number, position: number) {
      const bytes = asErrno(() => tree.bytes(stream.file, stream.path))
      const part = bytes.subarray(position, position + length)
      into.set(part, offset)
      return part.length
    },
    write(stream: Stream, from: Uint8Array, offset: number, length: number, position: number) {
      if (length === 0) return 0
      const { file, path } = stream
      asErrno(() => {
        const bytes = tree.room(file, path, position + length)
        if (position > file.size) bytes.fill(0, file.size, position)
        bytes.set(from.subarray(offset, offset + length), position)
        file.size = Math.max(file.size, position + length)
        tree.changed(file, path)
      })
      return length
    },
    llseek(stream: Stream, offset: number, from: number) {
      const position = offset + (from === 1 ? stream.position : from === 2 ? stream.file.size : 0)
      if (position < 0) throw new FS.ErrnoError(CODES.EINVAL)
      return position
    },
    mmap(stream: Stream) {
      void stream
      throw new FS.ErrnoError(43)
    },
  }

  return {
    mount() {
      const root = shown(null, '/', TYPE.folder | FOLDER_MODE)
      return root
    },
  }
}
