import type { FileContent, FsStat, IFileSystem } from 'just-bash/browser'
import { absolute, childOf, normalPath, parentOf, TreeError, type TreeNode } from '../tree/node.ts'
import type { Tree } from '../tree/tree.ts'
import { byteString, bytesOf, textOf, utf8 } from './bytes.ts'

/** just-bash also looks for these two: without them it makes no stubs in /bin, and finds no command. */
interface SyncSetup {
  mkdirSync(path: string, options?: { recursive?: boolean }): void
  writeFileSync(path: string, content: FileContent): void
}

/** The tree as the shell's file system. */
export function createBashFs(tree: Tree): IFileSystem & SyncSetup {
  const readAs = (path: string, options?: { encoding?: string | null } | string) => {
    const bytes = tree.read(path)
    const encoding = typeof options === 'string' ? options : options?.encoding
    if (encoding === 'binary' || encoding === 'latin1') return byteString(bytes)
    return encoding === 'base64' ? btoa(byteString(bytes)) : textOf(bytes)
  }
  const list = (path: string) => [...tree.needFolder(path).entries].sort(([a], [b]) => (a < b ? -1 : 1))
  const copy = (from: string, to: string, recursive: boolean): void => {
    const node = tree.need(from)
    if (node.kind === 'file') {
      tree.write(to, tree.bytes(node, from).slice())
      return
    }
    if (!recursive) throw new TreeError('EISDIR', from)
    tree.mkdirs(to)
    if (node.kind === 'folder')
      for (const name of node.entries.keys()) copy(childOf(from, name), childOf(to, name), true)
  }

  return {
    readFile: async (path, options) => readAs(path, options),
    readFileBytes: async path => byteString(tree.read(path)) as never,
    readFileBuffer: async path => tree.read(path).slice(),
    // The shell expects folders on the way to be made: where one is missing it would give up the whole script.
    async writeFile(path, content, options) {
      tree.mkdirs(parentOf(normalPath(path)))
      tree.write(path, contentBytes(content, options))
    },
    async appendFile(path, content, options) {
      tree.mkdirs(parentOf(normalPath(path)))
      tree.append(path, contentBytes(content, options))
    },
    exists: async path => tree.find(path) !== undefined,
    stat: async path => statOf(tree.need(path)),
    lstat: async path => statOf(tree.need(path, false)),
    async mkdir(path, options) {
      if (options?.recursive) tree.mkdirs(path)
      else tree.mkdir(path)
    },
    readdir: async path => list(path).map(([name]) => name),
    readdirWithFileTypes: async path => list(path).map(([name, node]) => ({ name, ...kindOf(node) })),
    async rm(path, options) {
      if (options?.force && !tree.find(path, false)) return
      tree.remove(path, options?.recursive)
    },
    cp: async (from, to, options) => copy(from, to, options?.recursive ?? false),
    async mv(from, to) {
      tree.rename(from, to)
    },
    resolvePath: (base, path) => absolute(path, base),
    getAllPaths: () => [...tree.below('/', true)].map(([path]) => path),
    async chmod(path, mode) {
      tree.need(path).mode = mode & 0o7777
    },
    async symlink(to, path) {
      tree.symlink(to, path)
    },
    link: async (from, to) => copy(from, to, false),
    async readlink(path) {
      const node = tree.need(path, false)
      if (node.kind !== 'link') throw new TreeError('EINVAL', path)
      return node.to
    },
    async realpath(path) {
      tree.need(path)
      return tree.real(path)
    },
    async utimes(path, _accessed, modified) {
      tree.need(path).mtime = modified.getTime()
    },
    mkdirSync: path => tree.mkdirs(path),
    writeFileSync(path, content) {
      tree.mkdirs(parentOf(path))
      tree.write(path, contentBytes(content))
    },
  }
}

function contentBytes(content: FileContent, options?: { encoding?: string | null } | string): Uint8Array<ArrayBuffer> {
  if (typeof content !== 'string') return new Uint8Array(content)
  const encoding = typeof options === 'string' ? options : options?.encoding
  if (encoding === 'binary' || encoding === 'latin1') return bytesOf(content)
  return encoding === 'base64' ? bytesOf(atob(content)) : utf8(content)
}

const kindOf = (node: TreeNode) => ({
  isFile: node.kind === 'file',
  isDirectory: node.kind === 'folder',
  isSymbolicLink: node.kind === 'link',
})

const statOf = (node: TreeNode): FsStat => ({
  ...kindOf(node),
  mode: node.mode,
  size: node.kind === 'file' ? node.size : node.kind === 'link' ? node.to.length : 4096,
  mtime: new Date(node.mtime),
})
