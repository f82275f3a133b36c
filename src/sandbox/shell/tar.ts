import { gunzipSync, gzipSync } from 'fflate'
import { absolute, childOf, parentOf } from '../tree/node.ts'
import type { Tree } from '../tree/tree.ts'
import { type Answer, problem, said } from './answer.ts'
import { byteString, bytesOf, textOf, utf8 } from './bytes.ts'

const BLOCK = 512
const FIELDS = { name: 0, mode: 100, size: 124, mtime: 136, checksum: 148, type: 156, magic: 257, prefix: 345 }

interface Entry {
  name: string
  isFolder: boolean
  bytes: Uint8Array
  mtime: number
}

/** `tar -c|-x|-t [-z] [-v] -f archive [-C folder] names…`, also with the letters together: `tar czf`. */
export function tar(args: string[], cwd: string, tree: Tree, stdin: string): Answer {
  const { flags, archive, folder, names } = parseArgs(args)
  const at = folder === undefined ? cwd : absolute(folder, cwd)
  if (flags.has('c')) return create(names, at, archive, cwd, tree, flags)
  if (!flags.has('x') && !flags.has('t')) return problem('tar: one of -c, -x and -t is needed', 2)
  const raw = archive === undefined || archive === '-' ? bytesOf(stdin) : tree.read(absolute(archive, cwd))
  const entries = unpack(raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw)
  const wanted = entries.filter(
    ({ name }) =>
      names.length === 0 || names.some(each => name === each || name.startsWith(`${each.replace(/\/$/, '')}/`)),
  )
  if (wanted.length === 0 && names.length > 0) return problem(`tar: ${names[0]}: not found in archive`, 2)
  const list = wanted.map(({ name }) => `${name}\n`).join('')
  if (flags.has('t')) return said(list)
  for (const { name, isFolder, bytes } of wanted) {
    // A name may try to climb out: `absolute` keeps it below.
    const target = childOf(at, absolute(name, '/').slice(1))
    if (isFolder) tree.mkdirs(target)
    else {
      tree.mkdirs(parentOf(target))
      tree.write(target, new Uint8Array(bytes))
    }
  }
  return said(flags.has('v') ? list : '')
}

function parseArgs(args: string[]) {
  const flags = new Set<string>()
  const names: string[] = []
  let archive: string | undefined
  let folder: string | undefined
  const rest = [...args]
  if (rest[0] && !rest[0].startsWith('-')) rest[0] = `-${rest[0]}`
  while (rest.length > 0) {
    const arg = rest.shift()!
    if (arg === '--gzip' || arg === '--gunzip') flags.add('z')
    else if (arg === '--file') archive = rest.shift()
    else if (arg === '-C' || arg === '--directory') folder = rest.shift()
    else if (/^-[a-zA-Z]+$/.test(arg)) {
      for (const flag of arg.slice(1)) {
        flags.add(flag)
        if (flag === 'f') archive = rest.shift()
        if (flag === 'C') folder = rest.shift()
      }
    } else names.push(arg)
  }
  return { flags, archive, folder, names }
}

function create(
  names: string[],
  at: string,
  archive: string | undefined,
  cwd: string,
  tree: Tree,
  flags: Set<string>,
): Answer {
  const target = archive === undefined || archive === '-' ? null : absolute(archive, cwd)
  const entries: Entry[] = []
  for (const name of names) {
    const from = absolute(name, at)
    if (!tree.find(from)) return problem(`tar: ${name}: no such file or folder`, 2)
    for (const [path, node] of tree.below(from, true)) {
      if (node.kind === 'link' || path === target) continue
      const own = name.replace(/\/$/, '') + path.slice(from.length)
      const isFolder = node.kind === 'folder'
      entries.push({
        name: isFolder ? `${own}/` : own,
        isFolder,
        bytes: isFolder ? new Uint8Array(0) : tree.bytes(node, path),
        mtime: node.mtime,
      })
    }
  }
  const packed = pack(entries)
  const bytes = new Uint8Array(flags.has('z') || /\.t?gz$/.test(archive ?? '') ? gzipSync(packed) : packed)
  const list = flags.has('v') ? entries.map(({ name }) => `${name}\n`).join('') : ''
  if (target === null) return { stdout: byteString(bytes), stdoutKind: 'bytes', stderr: list, exitCode: 0 }
  tree.write(target, bytes)
  return said(list)
}

function pack(entries: readonly Entry[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const { name, isFolder, bytes, mtime } of entries) {
    const [prefix, short] = split(name)
    const header = new Uint8Array(BLOCK)
    const put = (text: string, offset: number) => header.set(utf8(text), offset)
    const octal = (value: number, width: number) =>
      Math.floor(value)
        .toString(8)
        .padStart(width - 1, '0')
    put(short, FIELDS.name)
    put(isFolder ? '0000755\u00000000000\u00000000000' : '0000644\u00000000000\u00000000000', FIELDS.mode)
    put(octal(bytes.length, 12), FIELDS.size)
    put(octal(mtime / 1000, 12), FIELDS.mtime)
    put('        ', FIELDS.checksum)
    put(isFolder ? '5' : '0', FIELDS.type)
    put('ustar\u000000', FIELDS.magic)
    put(prefix, FIELDS.prefix)
    put(
      `${octal(
        header.reduce((sum, byte) => sum + byte, 0),
        7,
      )}\u0000 `,
      FIELDS.checksum,
    )
    parts.push(header, bytes, new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK))
  }
  parts.push(new Uint8Array(2 * BLOCK))
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** A name of more than 100 bytes is kept in two parts, cut at a slash. */
function split(name: string): [string, string] {
  if (utf8(name).length <= 100) return ['', name]
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1))
    if (utf8(name.slice(at + 1)).length <= 100 && utf8(name.slice(0, at)).length <= 155)
      return [name.slice(0, at), name.slice(at + 1)]
  throw new Error(`the name is too long for a tar file: ${name}`)
}

function unpack(bytes: Uint8Array): Entry[] {
  const entries: Entry[] = []
  let longName = ''
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const text = (offset: number, length: number) =>
      textOf(bytes.subarray(at + offset, at + offset + length)).replace(/\0.*$/s, '')
    const size = Number.parseInt(text(FIELDS.size, 12).trim() || '0', 8)
    const type = text(FIELDS.type, 1)
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size)
    const prefix = text(FIELDS.magic, 5) === 'ustar' ? text(FIELDS.prefix, 155) : ''
    const name = longName || [prefix, text(FIELDS.name, 100)].filter(Boolean).join('/')
    longName = ''
    if (type === 'L') longName = textOf(content).replace(/\0+$/, '')
    else if (type === 'x') longName = /\d+ path=(.*)\n/.exec(textOf(content))?.[1] ?? ''
    else if (type === '' || type === '0' || type === '5')
      entries.push({
        name,
        isFolder: type === '5',
        bytes: content,
        mtime: Number.parseInt(text(FIELDS.mtime, 12).trim() || '0', 8) * 1000,
      })
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return entries
}
