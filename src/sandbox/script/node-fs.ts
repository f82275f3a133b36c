import { absolute, childOf, type FileNode, lastName, TreeError, type TreeNode } from '../tree/node.ts'
import type { Tree } from '../tree/tree.ts'
import { Buffer, encode } from './node-buffer.ts'
import { createReadStream, createWriteStream } from './node-streams.ts'

export type PathLike = string | URL | Uint8Array
type Options =
  | { encoding?: string | null; flag?: string; recursive?: boolean; force?: boolean; withFileTypes?: boolean }
  | string
  | null
  | undefined
type Data = string | ArrayBufferView | ArrayBuffer

/** What a script's standard streams are, for descriptors 0 to 2. */
export interface Streams {
  stdin: Uint8Array
  print(channel: 'out' | 'err', bytes: Uint8Array): void
}

interface OpenFile {
  path: string
  node: FileNode
  at: number
  append: boolean
}

/** `node:fs` over the tree. Errors carry Node's codes. */
export function createFs(tree: Tree, cwd: () => string, streams: Streams) {
  const at = (path: PathLike) =>
    absolute(
      path instanceof URL
        ? decodeURIComponent(path.pathname)
        : typeof path === 'string'
          ? path
          : new TextDecoder().decode(path),
      cwd(),
    )
  const files = new Map<number, OpenFile>()
  let nextFile = 3

  /** Node's errors are plain ones with these fields. */
  function call<T>(name: string, path: PathLike, work: (path: string) => T): T {
    try {
      return work(at(path))
    } catch (error) {
      if (!(error instanceof TreeError)) throw error
      const [, meaning] = /: (.*), '/.exec(error.message) ?? []
      throw Object.assign(new Error(`${error.code}: ${meaning}, ${name} '${path}'`), {
        code: error.code,
        errno: -1,
        syscall: name,
        path: String(path),
      })
    }
  }

  const fileOf = (fd: number) => {
    const file = files.get(fd)
    if (!file) throw Object.assign(new Error('EBADF: bad file descriptor'), { code: 'EBADF' })
    return file
  }
  const writeAt = (path: string, data: Data, options: Options, append: boolean) => {
    const bytes = bytesOf(data, encodingOf(options))
    if (append || flagOf(options)?.startsWith('a')) tree.append(path, bytes)
    else if (flagOf(options)?.includes('x') && tree.find(path)) throw new TreeError('EEXIST', path)
    else tree.write(path, new Uint8Array(bytes))
  }
  const copy = (from: string, to: string, recursive: boolean): void => {
    const node = tree.need(from)
    if (node.kind === 'file') tree.write(to, tree.bytes(node, from).slice())
    else if (!recursive || node.kind !== 'folder') throw new TreeError('EISDIR', from)
    else {
      tree.mkdirs(to)
      for (const name of node.entries.keys()) copy(childOf(from, name), childOf(to, name), true)
    }
  }

  const sync = {
    existsSync: (path: PathLike) => tree.find(at(path)) !== undefined,
    accessSync: (path: PathLike) => call('access', path, where => void tree.need(where)),
    readFileSync(path: PathLike | number, options?: Options) {
      const bytes =
        path === 0
          ? streams.stdin
          : typeof path === 'number'
            ? tree.bytes(fileOf(path).node, fileOf(path).path)
            : call('open', path, where => tree.read(where))
      const encoding = encodingOf(options)
      return encoding ? Buffer.from(bytes).toString(encoding) : Buffer.from(bytes)
    },
    writeFileSync(path: PathLike | number, data: Data, options?: Options) {
      if (typeof path === 'number') sync.writeSync(path, data)
      else call('open', path, where => writeAt(where, data, options, false))
    },
    appendFileSync(path: PathLike, data: Data, options?: Options) {
      call('open', path, where => writeAt(where, data, options, true))
    },
    mkdirSync(path: PathLike, options?: Options) {
      call('mkdir', path, where => (isRecursive(options) ? tree.mkdirs(where) : tree.mkdir(where)))
    },
    mkdtempSync(prefix: string) {
      const path = `${prefix}${crypto.randomUUID().slice(0, 6)}`
      sync.mkdirSync(path)
      return path
    },
    readdirSync(path: PathLike, options?: Options) {
      return call('scandir', path, where => {
        const named = [...tree.needFolder(where).entries].map(([name, node]) => ({ name, node, parent: where }))
        const all = isRecursive(options)
          ? named.flatMap(({ name }) =>
              [...tree.below(childOf(where, name), true)].map(([each, node]) => ({
                name: each.slice(where.length + 1),
                node,
                parent: where,
              })),
            )
          : named
        all.sort((a, b) => (a.name < b.name ? -1 : 1))
        const asEntries = typeof options === 'object' && options?.withFileTypes
        return all.map(({ name, node, parent }) =>
          asEntries ? { name: lastName(`/${name}`), parentPath: parent, path: parent, ...questions(node) } : name,
        )
      })
    },
    statSync(path: PathLike, options?: { throwIfNoEntry?: boolean }) {
      if (options?.throwIfNoEntry === false && !tree.find(at(path))) return undefined
      return call('stat', path, where => stats(tree.need(where)))
    },
    lstatSync: (path: PathLike) => call('lstat', path, where => stats(tree.need(where, false))),
    rmSync(path: PathLike, options?: Options) {
      const { force, recursive } = typeof options === 'object' && options ? options : {}
      call('rm', path, where => {
        if (force && !tree.find(where, false)) return
        if (tree.need(where, false).kind === 'folder' && !recursive) throw new TreeError('EISDIR', where)
        tree.remove(where, recursive)
      })
    },
    unlinkSync(path: PathLike) {
      call('unlink', path, where => {
        if (tree.need(where, false).kind === 'folder') throw new TreeError('EISDIR', where)
        tree.remove(where)
      })
    },
    rmdirSync: (path: PathLike, options?: Options) =>
      call('rmdir', path, where => tree.remove(where, isRecursive(options))),
    renameSync: (from: PathLike, to: PathLike) => call('rename', from, where => tree.rename(where, at(to))),
    copyFileSync: (from: PathLike, to: PathLike) => call('copyfile', from, where => copy(where, at(to), false)),
    cpSync: (from: PathLike, to: PathLike, options?: Options) =>
      call('cp', from, where => copy(where, at(to), isRecursive(options))),
    realpathSync: (path: PathLike) =>
      call('realpath', path, where => {
        tree.need(where)
        return tree.real(where)
      }),
    symlinkSync: (to: string, path: PathLike) => call('symlink', path, where => tree.symlink(to, where)),
    readlinkSync: (path: PathLike) =>
      call('readlink', path, where => {
        const node = tree.need(where, false)
        if (node.kind !== 'link') throw new TreeError('EINVAL', where)
        return node.to
      }),
    chmodSync: (path: PathLike, mode: number) =>
      call('chmod', path, where => {
        tree.need(where).mode = mode
      }),
    utimesSync: (path: PathLike, _accessed: unknown, modified: number | Date) =>
      call('utimes', path, where => {
        tree.need(where).mtime = modified instanceof Date ? modified.getTime() : modified * 1000
      }),
    truncateSync: (path: PathLike, size = 0) =>
      call('truncate', path, where => {
        const whole = new Uint8Array(size)
        whole.set(tree.read(where).subarray(0, size))
        tree.write(where, whole)
      }),
    openSync(path: PathLike, flags = 'r') {
      return call('open', path, where => {
        if (flags.includes('x') && tree.find(where)) throw new TreeError('EEXIST', where)
        if (flags.startsWith('w') || (flags.startsWith('a') && !tree.find(where))) tree.write(where, new Uint8Array(0))
        const fd = nextFile++
        files.set(fd, { path: where, node: tree.needFile(where), at: 0, append: flags.startsWith('a') })
        return fd
      })
    },
    closeSync(fd: number) {
      fileOf(fd)
      files.delete(fd)
    },
    readSync(
      fd: number,
      target: Uint8Array,
      offset = 0,
      length = target.byteLength - offset,
      position?: number | null,
    ) {
      const file = fd === 0 ? null : fileOf(fd)
      const bytes = file ? tree.bytes(file.node, file.path) : streams.stdin
      const from = position ?? file?.at ?? stdinAt
      const part = bytes.subarray(from, from + length)
      target.set(part, offset)
      if (position === undefined || position === null) {
        if (file) file.at += part.length
        else stdinAt += part.length
      }
      return part.length
    },
    writeSync(fd: number, data: Data, ...more: unknown[]) {
      const text = typeof data === 'string'
      const [offset, length, position] = text ? [0, undefined, more[0]] : (more as [number?, number?, number?])
      const whole = bytesOf(data, text ? (more[1] as string) : undefined)
      const bytes = whole.subarray(offset ?? 0, length === undefined ? undefined : (offset ?? 0) + length)
      if (fd === 1 || fd === 2) {
        streams.print(fd === 1 ? 'out' : 'err', bytes.slice())
        return bytes.length
      }
      const file = fileOf(fd)
      const from = typeof position === 'number' ? position : file.append ? file.node.size : file.at
      tree.room(file.node, file.path, from + bytes.length).set(bytes, from)
      file.node.size = Math.max(file.node.size, from + bytes.length)
      tree.changed(file.node, tree.real(file.path))
      if (typeof position !== 'number') file.at = from + bytes.length
      return bytes.length
    },
    fstatSync: (fd: number) => stats(fileOf(fd).node),
    fsyncSync: () => undefined,
  }
  let stdinAt = 0

  const promises: Record<string, unknown> = {}
  const later: Record<string, unknown> = {}
  for (const [name, work] of Object.entries(sync) as [string, (...args: unknown[]) => unknown][]) {
    const plain = name.replace(/Sync$/, '')
    promises[plain] = async (...args: unknown[]) => work(...args)
    later[plain] = (...args: unknown[]) => {
      const done = args.pop() as (error: unknown, value?: unknown) => void
      setTimeout(() => {
        let value: unknown
        try {
          value = work(...args)
        } catch (error) {
          done(error)
          return
        }
        if (plain === 'exists') (done as (value: unknown) => void)(value)
        else done(null, value)
      })
    }
  }
  promises.constants = { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 }
  return {
    ...later,
    ...sync,
    promises,
    constants: promises.constants,
    createReadStream: (path: PathLike, options?: Options) =>
      createReadStream(() => sync.readFileSync(path), encodingOf(options)),
    createWriteStream: (path: PathLike, options?: Options) => {
      sync.writeFileSync(path, '', flagOf(options)?.startsWith('a') ? { flag: 'a' } : undefined)
      return createWriteStream(data => sync.appendFileSync(path, data))
    },
  }
}

const encodingOf = (options: Options) => (typeof options === 'string' ? options : options?.encoding) || undefined
const flagOf = (options: Options) => (typeof options === 'object' ? options?.flag : undefined)
const isRecursive = (options: Options) => (typeof options === 'object' && options?.recursive) || false

function bytesOf(data: Data, encoding?: string): Uint8Array {
  if (typeof data === 'string') return encode(data, encoding)
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  throw Object.assign(
    new TypeError(`The "data" argument must be a string or bytes, not ${data === null ? 'null' : typeof data}.`),
    { code: 'ERR_INVALID_ARG_TYPE' },
  )
}

const questions = (node: TreeNode) => ({
  isFile: () => node.kind === 'file',
  isDirectory: () => node.kind === 'folder',
  isSymbolicLink: () => node.kind === 'link',
})

function stats(node: TreeNode) {
  const size = node.kind === 'file' ? node.size : node.kind === 'link' ? node.to.length : 4096
  const time = new Date(node.mtime)
  const times = { mtime: time, atime: time, ctime: time, birthtime: time, mtimeMs: node.mtime, ctimeMs: node.mtime }
  return { size, mode: node.mode, uid: 0, gid: 0, nlink: 1, ...times, ...questions(node) }
}
