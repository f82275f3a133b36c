import { extensionOf, folderOf, joinPath, nameOf } from '../../../domain/place.ts'
import type { FileInfo } from '../job.ts'
import { freeName, grouped, sameName, touchable } from './moves.ts'

/** How files are put into folders. Small enough to stand in a brief, and enough to find the same moves again. */
export interface OrganiseRule {
  how: 'kind' | 'month' | 'year' | 'words'
  /** The folder that the new folders are made in; `''` is the folder itself. */
  into: string
  /** Also files in subfolders. */
  deep: boolean
  /** For `words`: a file goes to the first of these that its name has. */
  words: string[]
}

const KINDS: Record<string, string> = {
  Images: 'jpg jpeg png gif webp svg heic heif tif tiff bmp raw avif psd ico',
  Documents: 'pdf doc docx odt rtf pages txt md epub tex log',
  Tables: 'csv tsv xls xlsx ods numbers',
  Presentations: 'ppt pptx odp key',
  Mail: 'eml msg mbox',
  'Web pages': 'html htm mht webloc',
  Data: 'json xml yaml yml sqlite db ics vcf gpx geojson',
  Audio: 'mp3 wav flac ogg m4a aac wma',
  Videos: 'mp4 mov avi mkv webm m4v wmv',
  Archives: 'zip tar gz tgz 7z rar bz2 xz',
  Code: 'js ts tsx jsx py rb go rs java c h cpp cs php sh css sql ipynb r',
  Programs: 'exe msi dmg pkg deb appimage apk iso',
}
const KIND_OF = new Map(
  Object.entries(KINDS).flatMap(([kind, endings]) => endings.split(' ').map(ending => [ending, kind])),
)

export const kindOf = (path: string) => KIND_OF.get(extensionOf(path)) ?? 'Other'

export const dayOf = (modified: number) => {
  const date = new Date(modified)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const PLAIN_WORDS = new Set(
  'the and for from with copy final draft version img dsc scan file document new old von und der die das mit für les des une pour jpg pdf txt untitled unnamed page seite image photo screenshot'.split(
    ' ',
  ),
)

/** Words of a file's name that could name a folder. */
export const wordsOf = (path: string) =>
  [
    ...new Set(
      nameOf(path)
        .replace(/\.[^.]+$/, '')
        .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    ),
  ].filter(word => word.length >= 3 && !/^\d+$/.test(word) && !/^\d+x\d+$/.test(word) && !PLAIN_WORDS.has(word))

const MOST_WORDS = 40

/** Words that at least two files share, the most shared first; a word that is left with one file is dropped. */
export function sharedWords(paths: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const path of paths) for (const word of wordsOf(path)) counts.set(word, (counts.get(word) ?? 0) + 1)
  let words = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([word]) => word)
  for (;;) {
    const used = grouped(paths, path => firstWord(path, words))
    const kept = words.filter(word => (used.get(word)?.length ?? 0) > 1)
    if (kept.length === words.length) return words
    words = kept
  }
}

const firstWord = (path: string, words: readonly string[]) => {
  const own = wordsOf(path)
  return words.find(word => own.includes(word))
}

/** The folder that a file belongs to by the rule; null when it stays. */
function groupOf(file: FileInfo, rule: OrganiseRule): string | null {
  switch (rule.how) {
    case 'kind':
      return kindOf(file.path)
    case 'month':
      return dayOf(file.modified).slice(0, 7)
    case 'year':
      return dayOf(file.modified).slice(0, 4)
    case 'words': {
      const word = firstWord(file.path, rule.words)
      return word ? word.charAt(0).toUpperCase() + word.slice(1) : null
    }
  }
}

export const considered = (files: readonly FileInfo[], deep: boolean) =>
  touchable(files).filter(file => deep || !file.path.includes('/'))

/** Every file that is not in its place, and where it goes. Nothing is ever put over something else. */
export function organiseMoves(rule: OrganiseRule, files: readonly FileInfo[]): { path: string; to: string }[] {
  const taken = new Set(files.map(file => sameName(file.path)))
  const folders = new Map(
    files
      .flatMap(file =>
        file.path
          .split('/')
          .slice(0, -1)
          .map((_, index, parts) => parts.slice(0, index + 1).join('/')),
      )
      .map(folder => [sameName(folder), folder]),
  )
  // A second round must not take files out of the month that a first one put them into.
  const inPlace = (path: string) => rule.how === 'month' && /(^|\/)\d{4}-\d{2}$/.test(folderOf(path))
  return considered(files, rule.deep).flatMap(file => {
    const group = groupOf(file, rule)
    if (group === null || inPlace(file.path)) return []
    const wanted = joinPath(rule.into, group)
    const folder = folders.get(sameName(wanted)) ?? (taken.has(sameName(wanted)) ? `${wanted} files` : wanted)
    if (folderOf(file.path) === folder) return []
    return [{ path: file.path, to: freeName(joinPath(folder, nameOf(file.path)), taken) }]
  })
}
