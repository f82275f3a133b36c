import { unzipSync, type Zippable, zipSync } from 'fflate'
import { absolute, childOf, lastName, parentOf } from '../tree/node.ts'
import type { Tree } from '../tree/tree.ts'
import { type Answer, problem, said } from './answer.ts'
import { byteString } from './bytes.ts'

/** Dates before 1980 cannot be written into a zip. */
const FIRST_ZIP_DATE = Date.UTC(1980, 0, 2)

/** `zip [-r] [-q] [-j] archive.zip files…` */
export function zip(args: string[], cwd: string, tree: Tree): Answer {
  const flags = args.filter(arg => arg.startsWith('-') && arg !== '-').join('')
  const [archive, ...names] = args.filter(arg => !arg.startsWith('-') || arg === '-')
  if (!archive || names.length === 0) return problem('zip: usage: zip [-r] [-j] archive.zip files…', 16)
  const target = absolute(/\.\w+$/.test(archive) ? archive : `${archive}.zip`, cwd)
  const entries: Zippable = {}
  if (tree.find(target)) for (const [name, bytes] of Object.entries(unzipSync(tree.read(target)))) entries[name] = bytes
  const lines: string[] = []
  for (const name of names) {
    const from = absolute(name, cwd)
    const node = tree.find(from)
    if (!node) return problem(`zip: ${name}: no such file or folder`, 12)
    const files = node.kind === 'folder' && !flags.includes('r') ? [] : [...tree.below(tree.real(from))]
    for (const [path, each] of files) {
      if (each.kind !== 'file' || path === target) continue
      const inside = path === tree.real(from) ? '' : path.slice(tree.real(from).length)
      const entry = flags.includes('j') ? lastName(path) : relative(from + inside, cwd)
      entries[entry] = [tree.bytes(each, path), { mtime: Math.max(each.mtime, FIRST_ZIP_DATE) }]
      lines.push(`  adding: ${entry}`)
    }
  }
  tree.write(target, new Uint8Array(zipSync(entries)))
  return said(flags.includes('q') ? '' : `${lines.join('\n')}\n`)
}

const relative = (path: string, cwd: string) =>
  path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path.slice(1)

/** `unzip [-l] [-p] [-o] [-q] [-d folder] archive.zip [names…]` */
export function unzip(args: string[], cwd: string, tree: Tree): Answer {
  const at = args.indexOf('-d')
  const into = at < 0 ? cwd : absolute(args[at + 1] ?? '.', cwd)
  const rest = at < 0 ? args : args.toSpliced(at, 2)
  const flags = rest.filter(arg => arg.startsWith('-')).join('')
  const [archive, ...wanted] = rest.filter(arg => !arg.startsWith('-'))
  if (!archive) return problem('unzip: usage: unzip [-l] [-p] [-o] [-d folder] archive.zip [names…]', 10)
  const path = [archive, `${archive}.zip`]
    .map(name => absolute(name, cwd))
    .find(each => tree.find(each)?.kind === 'file')
  if (!path) return problem(`unzip: cannot find ${archive}`, 9)
  let files: [string, Uint8Array][]
  try {
    files = Object.entries(unzipSync(tree.read(path)))
  } catch (error) {
    return problem(`unzip: ${archive} is not a zip file that can be read: ${message(error)}`, 9)
  }
  if (wanted.length > 0) files = files.filter(([name]) => wanted.includes(name))
  if (flags.includes('l'))
    return said(`${files.map(([name, bytes]) => `${String(bytes.length).padStart(9)}  ${name}`).join('\n')}\n`)
  if (flags.includes('p'))
    return {
      stdout: files.map(([, bytes]) => byteString(bytes)).join(''),
      stdoutKind: 'bytes',
      stderr: '',
      exitCode: 0,
    }
  const lines: string[] = []
  for (const [name, bytes] of files) {
    // An entry's name may try to climb out: `absolute` keeps it below.
    const target = childOf(into === '/' ? '' : into, absolute(name, '/').slice(1))
    if (name.endsWith('/')) tree.mkdirs(target)
    else if (tree.find(target) && !flags.includes('o') && !flags.includes('n'))
      return problem(`unzip: ${name} is there already. Use -o to replace or -n to keep what is there.`, 1)
    else if (!tree.find(target) || flags.includes('o')) {
      tree.mkdirs(parentOf(target))
      tree.write(target, new Uint8Array(bytes))
      lines.push(`  inflating: ${relative(target, cwd)}`)
    }
  }
  return said(flags.includes('q') ? '' : `Archive:  ${archive}\n${lines.join('\n')}\n`)
}

const message = (error: unknown) => (error instanceof Error ? error.message : String(error))
