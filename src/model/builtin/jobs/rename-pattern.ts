import { extensionOf, folderOf, joinPath, nameOf, nameProblem } from '../../../domain/place.ts'
import type { FileInfo } from '../job.ts'
import { freeName, sameName, touchable } from './moves.ts'
import { dayOf, kindOf } from './organise-groups.ts'

/** How names are made anew. Small enough to stand in a brief, and enough to find the same names again. */
export interface RenameRule {
  files: string
  pattern: string
  /** Replaced in the old name, everywhere; `''` replaces nothing. */
  replace: string
  by: string
  letters: 'keep' | 'lower' | 'upper'
  /** What stands for a space; null keeps it. */
  spaces: string | null
  start: number
}

export const PARTS = ['name', 'date', 'year', 'month', 'day', 'number', 'folder']

/** Which files a rule is about: "all", "directly in the folder", a kind ("photos") or a glob like `*.jpg`. */
export function wantedFiles(value: string, files: readonly FileInfo[]): FileInfo[] {
  const said = value.trim().toLowerCase()
  const here = touchable(files)
  if (/direct/.test(said)) return here.filter(file => !file.path.includes('/'))
  if (/^(all|every|)/.exec(said)![0] !== '' || said === '') return here
  if (/^(photos?|pictures?|images?)$/.test(said)) return here.filter(file => kindOf(file.path) === 'Images')
  if (/^(documents?|docs)$/.test(said)) return here.filter(file => kindOf(file.path) === 'Documents')
  if (/^[a-z0-9]{2,5}s?$/.test(said)) {
    const ending = here.filter(file => [said, said.replace(/s$/, '')].includes(extensionOf(file.path)))
    if (ending.length > 0) return ending
  }
  const glob = globExpression(said)
  return here.filter(file => glob.test((said.includes('/') ? file.path : nameOf(file.path)).toLowerCase()))
}

const globExpression = (glob: string) =>
  new RegExp(
    `^${glob.replace(/\*\*\/?|\*|\?|\{[^}]*\}|[.+^$()|[\]\\]/g, sign => {
      if (sign.startsWith('**')) return '.*'
      if (sign === '*') return '[^/]*'
      if (sign === '?') return '[^/]'
      if (sign.startsWith('{'))
        return `(?:${sign
          .slice(1, -1)
          .split(',')
          .map(part => part.replace(/[^\p{L}\p{N}]/gu, '\\$&'))
          .join('|')})`
      return `\\${sign}`
    })}$`,
  )

/** Every file that gets another name. Names that are taken get a number; names that no browser can write are left out. */
export function renameMoves(rule: RenameRule, files: readonly FileInfo[]): { path: string; to: string }[] {
  const wanted = wantedFiles(rule.files, files)
  const width = Math.max(widthIn(rule.pattern), String(rule.start + wanted.length - 1).length)
  const taken = new Set(files.map(file => sameName(file.path)))
  return wanted.flatMap((file, index) => {
    const name = newName(rule, file, String(rule.start + index).padStart(width, '0'))
    const to = joinPath(folderOf(file.path), name)
    if (to === file.path || nameProblem(name)) return []
    // Only the letters' case changes: the name is "taken" by the file itself.
    if (sameName(to) === sameName(file.path)) return [{ path: file.path, to }]
    return [{ path: file.path, to: freeName(to, taken) }]
  })
}

const widthIn = (pattern: string) => Number(/\{number:(\d)\}/.exec(pattern)?.[1] ?? 1)

function newName(rule: RenameRule, file: FileInfo, number: string): string {
  const old = nameOf(file.path)
  const dot = old.lastIndexOf('.')
  const ending = dot > 0 ? old.slice(dot) : ''
  const stem = dot > 0 ? old.slice(0, dot) : old
  const name = tidy(rule.replace === '' ? stem : stem.split(rule.replace).join(rule.by)) || stem
  const day = dayOf(file.modified)
  const parts: Record<string, string> = {
    name,
    date: day,
    year: day.slice(0, 4),
    month: day.slice(5, 7),
    day: day.slice(8, 10),
    number,
    folder: nameOf(folderOf(file.path)) || 'files',
  }
  const filled = (pattern: string) =>
    pattern.replace(/\{(\w+)(?::\d)?\}/g, (whole, part: string) => parts[part] ?? whole)
  // Run again, a prefix is not put on twice.
  const before = /^(.+?)\{name\}$/.exec(rule.pattern)
  const again = before !== null && name.startsWith(filled(before[1]!))
  const made = again ? name : filled(rule.pattern)
  const spaced = rule.spaces === null ? made : made.trim().replace(/\s+/g, rule.spaces)
  const cased =
    rule.letters === 'lower' ? spaced.toLowerCase() : rule.letters === 'upper' ? spaced.toUpperCase() : spaced
  return cased + (rule.letters === 'lower' ? ending.toLowerCase() : ending)
}

const tidy = (name: string) => name.replace(/\s{2,}/g, ' ').trim()

/** Files that stay because the pattern would give them a name that cannot be written. */
export const unwritable = (rule: RenameRule, files: readonly FileInfo[]) =>
  wantedFiles(rule.files, files).filter(file => nameProblem(newName(rule, file, String(rule.start))) !== null)
