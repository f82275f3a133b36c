import picomatch from 'picomatch'
import { extensionOf, folderOf, joinPath, nameOf } from '../../../domain/place.ts'
import type { Need } from '../../../domain/plan.ts'
import type { FileInfo } from '../job.ts'
import { fold } from './words.ts'

/** The files that the slot names: paths or globs, separated by a comma and a space. Hidden ones and `without` are left out. */
export function chosenFiles(files: readonly FileInfo[], slot: string, without: readonly string[]): FileInfo[] {
  const wanted = slot
    .split(/,\s+|;\s*|\n/)
    .map(one => one.trim().replace(/^\.\//, ''))
    .filter(one => one !== '')
  const tests = wanted.map(one =>
    /[*?[{]/.test(one)
      ? globTest(one)
      : (path: string) => path === one || path.startsWith(`${one.replace(/\/$/, '')}/`),
  )
  const left = new Set(without.map(path => path.toLowerCase()))
  return files.filter(({ path }) => {
    const hidden = path.split('/').some(part => part.startsWith('.'))
    return !hidden && !left.has(path.toLowerCase()) && (tests.some(matches => matches(path)) || wanted.includes(path))
  })
}

const globTest = (glob: string) =>
  picomatch(glob.includes('/') ? glob : `**/${glob}`, { dot: true, nocase: true, windows: false })

/** The `Files` slot: the glob the request names, else the formats in a folder it names or the whole of that, else everywhere. */
export function filesSlot(
  request: string,
  files: readonly FileInfo[],
  formats: readonly string[],
  usual: RegExp | null,
): string {
  const glob = /(?:^|\s)["'`]?([^\s"'`]*\*[^\s"'`]*?)["'`]?[.,;]?(?=\s|$)/.exec(request)?.[1]
  if (glob) return glob
  const named = files.map(({ path }) => path).filter(path => path.length > 4 && says(request, nameOf(path)))
  if (named.length > 1) return named.join(', ')
  const readable = files.filter(({ path }) => formats.includes(extensionOf(path)))
  const folder = folderNamed(request, readable, usual)
  // In a folder of receipts every file counts: what cannot be read is named in the report.
  if (folder !== '' && usual) return folder
  const inside = readable.filter(({ path }) => folder === '' || path.startsWith(`${folder}/`))
  const present = formats.filter(format => inside.some(({ path }) => extensionOf(path) === format))
  const kinds = present.length === 0 ? formats : present
  const ending = kinds.length === 1 ? `*.${kinds[0]}` : `*.{${kinds.join(',')}}`
  return folder === '' ? `**/${ending}` : `${folder}/**/${ending}`
}

const says = (request: string, name: string) => {
  const at = fold(request).indexOf(fold(name))
  const [before, after] = [request[at - 1] ?? ' ', request[at + name.length] ?? ' ']
  return at >= 0 && !/[\p{L}\d_.-]/u.test(before) && !/[\p{L}\d_-]/u.test(after)
}

/** A folder whose name is in the request; else the one folder that holds all files whose folder is called as `usual`. */
function folderNamed(request: string, files: readonly FileInfo[], usual: RegExp | null): string {
  const folders = [...new Set(files.flatMap(({ path }) => ancestors(path)))].sort((a, b) => a.length - b.length)
  const said = folders.find(
    folder => nameOf(folder).length > 2 && (says(request, nameOf(folder)) || request.includes(`${folder}/`)),
  )
  if (said) return said
  const called = usual ? folders.filter(folder => usual.test(fold(nameOf(folder)))) : []
  return called.length === 1 ? called[0]! : ''
}

const ancestors = (path: string) => {
  const parts = folderOf(path).split('/').filter(Boolean)
  return parts.map((_, index) => joinPath(...parts.slice(0, index + 1)))
}

/** Splits into 3 to 6 groups of like size (fewer when there are fewer), in order. */
export function groupsOf<Item>(items: readonly Item[], each = 5): Item[][] {
  const count = Math.min(items.length, Math.max(3, Math.min(6, Math.ceil(items.length / each))))
  return Array.from({ length: count }, (_, index) =>
    items.slice(Math.floor((index * items.length) / count), Math.floor(((index + 1) * items.length) / count)),
  )
}

/** What writing these outputs takes: `overwrite` for those that exist already. The scratch folder needs nothing. */
export function needsFor(outputs: readonly string[], files: readonly FileInfo[]): Need[] {
  const exists = (path: string) => files.some(file => file.path.toLowerCase() === path.toLowerCase())
  const own = outputs.filter(path => !path.startsWith('scratch:'))
  return (['create', 'overwrite'] as const).flatMap(verb => {
    const paths = own.filter(path => exists(path) === (verb === 'overwrite'))
    return paths.length > 0 ? [{ verb, paths, most: paths.length }] : []
  })
}

/** The file name with this ending that the request asks for, or the usual one. */
export function outputIn(request: string, ending: string, usual: string): string {
  const quoted = new RegExp(`["'“«]([^"'”»]+\\.${ending})["'”»]`, 'i').exec(request)?.[1]
  const bare = new RegExp(
    `\\b(?:in|into|to|as|called|named|nach|als|dans|en)\\s+([\\p{L}\\d_./-]+\\.${ending})(?![\\p{L}\\d])`,
    'iu',
  ).exec(request)?.[1]
  return quoted ?? bare ?? usual
}
