import { extensionOf } from '../../../domain/place.ts'
import { PACKED } from '../figures/packed.ts'
import type { FileInfo } from '../job.ts'
import { countOf } from '../say.ts'
import { equalGroups } from './duplicates.ts'
import { grouped, touchable } from './moves.ts'
import { dayOf, kindOf } from './organise-groups.ts'
import { type TextWords, topicsOf } from './summarise-topics.ts'

const TEXT_ENDINGS = new Set('txt md csv tsv html htm json log tex xml ics vcf yaml yml'.split(' '))
const MOST_TEXTS = 2000
const MOST_BYTES = 32 * 1024 * 1024

/** The files that a summary is about: not the summary itself, nothing hidden. */
export const summarised = (files: readonly FileInfo[], output: string) =>
  touchable(files).filter(file => file.path !== output)

/** Files whose words are counted. */
export const textsAmong = (files: readonly FileInfo[]) =>
  files
    .filter(
      file =>
        (TEXT_ENDINGS.has(extensionOf(file.path)) || PACKED.includes(extensionOf(file.path))) &&
        file.size > 0 &&
        file.size <= MOST_BYTES,
    )
    .slice(0, MOST_TEXTS)

export const sayBytes = (bytes: number): string => {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

interface Row {
  name: string
  files: number
  bytes: number
}

const rows = (files: readonly FileInfo[], of: (file: FileInfo) => string): Row[] =>
  [...grouped(files, of)]
    .map(([name, group]) => ({ name, files: group.length, bytes: total(group) }))
    .sort((a, b) => b.files - a.files || (a.name < b.name ? -1 : 1))

const total = (files: readonly FileInfo[]) => files.reduce((sum, file) => sum + file.size, 0)

export const kindsOf = (files: readonly FileInfo[]) => rows(files, file => kindOf(file.path))

/** Lines that the finished summary must hold, whoever writes it. */
export function mustSay(files: readonly FileInfo[]): string[] {
  return [
    `${countOf(files.length, 'file')}, ${sayBytes(total(files))}`,
    ...kindsOf(files)
      .slice(0, 8)
      .map(row => `| ${row.name} | ${row.files} |`),
    saysEqual(files),
  ]
}

function saysEqual(files: readonly FileInfo[]): string {
  const groups = equalGroups(files)
  if (groups.length === 0) return 'No two files have the same content.'
  const extras = groups.flatMap(group => group.extras)
  return `${countOf(groups.length, 'file is', 'files are')} here more than once: ${countOf(extras.length, 'extra copy', 'extra copies')}`
}

/** The summary as Markdown: what is here, how big, how old, what about, what twice. */
export function summaryText(files: readonly FileInfo[], texts: readonly TextWords[]): string {
  const folders = rows(files, file => file.path.split('/').slice(0, -1).join('/') || '(directly in the folder)')
  const table = (title: string, list: Row[], most: number) =>
    `| ${title} | Files | Size |\n| --- | ---: | ---: |\n${list
      .slice(0, most)
      .map(row => `| ${cell(row.name)} | ${row.files} | ${sayBytes(row.bytes)} |`)
      .join('\n')}${list.length > most ? `\n\nAnd ${list.length - most} more.` : ''}`
  return `${[
    '# What is in this folder',
    `${countOf(files.length, 'file')}, ${sayBytes(total(files))}, in ${countOf(folders.length, 'place')}. Hidden files are not counted.`,
    '## Kinds',
    table('Kind', kindsOf(files), 20),
    '## Folders',
    table('Folder', folders, 20),
    '## How old',
    ages(files),
    '## How big',
    list(
      [...files]
        .sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1))
        .slice(0, 5)
        .map(file => `${code(file.path)}: ${sayBytes(file.size)}`),
    ),
    '## Main topics',
    topics(texts),
    '## Duplicates',
    equals(files),
    '## What was not read',
    unread(files, texts),
  ].join('\n\n')}\n`
}

const list = (lines: readonly string[]) => lines.map(line => `- ${line}`).join('\n')
const code = (text: string) => `\`${text.replaceAll('`', '’')}\``
const cell = (text: string) => text.replaceAll('|', '\\|')

function ages(files: readonly FileInfo[]): string {
  const byAge = [...files].sort((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1))
  const [oldest, newest] = [byAge[0], byAge.at(-1)]
  if (!oldest || !newest) return 'There are no files.'
  const years = rows(files, file => dayOf(file.modified).slice(0, 4)).sort((a, b) => (a.name < b.name ? -1 : 1))
  return list([
    `Oldest: ${code(oldest.path)}, last changed ${dayOf(oldest.modified)}`,
    `Newest: ${code(newest.path)}, last changed ${dayOf(newest.modified)}`,
    `By year: ${years.map(year => `${year.name}: ${year.files}`).join(', ')}`,
  ])
}

function topics(texts: readonly TextWords[]): string {
  const found = topicsOf(texts, 15)
  if (found.length === 0) return 'No text was found whose words could be counted.'
  const lines = found.map(
    ({ word, files, times }) => `**${word}**: ${countOf(files, 'file')}, ${countOf(times, 'time')}`,
  )
  return `By counting words in ${countOf(texts.filter(text => text.words.length > 0).length, 'text file')}; this is no understanding of what they say.\n\n${list(lines)}`
}

function equals(files: readonly FileInfo[]): string {
  const groups = equalGroups(files)
  if (groups.length === 0) return saysEqual(files)
  const wasted = total(groups.flatMap(group => group.extras.map(copy => ({ ...copy }))))
  const lines = groups.slice(0, 30).map(group => [group.keep, ...group.extras].map(copy => code(copy.path)).join(' = '))
  const more = groups.length > 30 ? `\n\nAnd ${groups.length - 30} more.` : ''
  return `${saysEqual(files)}, ${sayBytes(wasted)}.\n\n${list(lines)}${more}`
}

function unread(files: readonly FileInfo[], texts: readonly TextWords[]): string {
  const read = new Set(texts.map(text => text.path))
  const others = files.filter(file => !read.has(file.path) && file.size > 0).length
  const empty = files.filter(file => file.size === 0)
  const lines = [
    ...texts.flatMap(text => (text.note ? [`${code(text.path)}: ${text.note}`] : [])),
    ...(empty.length > 0
      ? [
          `Empty: ${empty
            .slice(0, 20)
            .map(file => code(file.path))
            .join(', ')}`,
        ]
      : []),
    ...(others > 0
      ? [
          `${countOf(others, 'file is', 'files are')} neither text nor a document (pictures, archives and so on); only name, size and date were looked at.`,
        ]
      : []),
  ]
  return lines.length === 0 ? 'Every file was read.' : list(lines)
}
