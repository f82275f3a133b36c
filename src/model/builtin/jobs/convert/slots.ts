import { extensionOf } from '../../../../domain/place.ts'
import { filesSlot } from '../../figures/selection.ts'
import type { FileInfo, Slot } from '../../job.ts'

export const TARGETS = ['docx', 'pdf', 'xlsx', 'csv', 'md', 'html', 'txt'] as const
export type Target = (typeof TARGETS)[number]

const SHEETS = ['csv', 'tsv', 'xlsx', 'xls', 'ods']
const TEXTS = ['md', 'markdown', 'txt', 'text', 'html', 'htm', 'docx', 'pptx', 'pdf', 'eml']
export const SOURCES = [...SHEETS, ...TEXTS]
export const isSheet = (path: string) => SHEETS.includes(extensionOf(path))

const CALLED: [Target, string][] = [
  ['docx', 'docx|word(?:[ -]?(?:documents?|files?|dateien|dokumente?))?|word'],
  ['pdf', 'pdfs?'],
  ['xlsx', 'xlsx|xls|ods|excel(?:[ -]?(?:files?|sheets?|tabellen?|dateien|workbooks?))?|spreadsheets?|workbooks?'],
  ['csv', 'csvs?|tsvs?|comma[- ]separated'],
  ['md', 'md|markdown(?:[ -]?(?:files?|dateien))?'],
  ['html', 'html?|web ?pages?|webseiten?'],
  ['txt', 'txt|plain text|text files?'],
]
const FORMAT = new RegExp(
  CALLED.map(([target, words]) => `(?<${target}>(?<![\\p{L}\\d])(?:${words})(?![\\p{L}\\d]))`).join('|'),
  'giu',
)

interface Mention {
  format: Target
  /** What stands right before and after it. */
  before: string
  after: string
  /** Part of a file's name: `notes.md`. */
  inName: boolean
}

/** The formats that the request names, in order. What it does not want is left out. */
export function mentionsIn(request: string): Mention[] {
  const text = request.replace(/\b(?:not|no|instead of|rather than|nicht|statt)\s+(?:as |in |to )?\.?\w+/gi, ' ')
  return [...text.matchAll(FORMAT)].map(match => ({
    format: TARGETS.find(target => match.groups?.[target] !== undefined)!,
    before: text.slice(0, match.index),
    after: text.slice(match.index + match[0].length),
    inName: /[\p{L}\d)_-]\.$/u.test(text.slice(0, match.index)),
  }))
}

const TO =
  /(?:^|[\s(])(?:to|into|as|in|nach|zu|als|en|->|=>|→|become|of type|format)\s+(?:an? |the |proper |real |one |eine? |\*?\.)*\*?\.?$/i
const FIRST = /^(?:\s+\p{L}+)?\s*(?:versions?|copies|copy|out of|from|of|fassung(?:en)?)(?!\p{L})/iu

/** The format to convert to; null when the request names none. */
export function targetIn(request: string): Target | null {
  const mentions = mentionsIn(request)
  const told =
    mentions.filter(one => TO.test(one.before)).at(-1) ?? mentions.find(one => !one.inName && FIRST.test(one.after))
  const open = mentions.filter(one => !one.inName)
  return (told ?? (mentions.length > 1 ? mentions.at(-1) : open[0]))?.format ?? null
}

/** The restated job. */
export const slots = (request: string, files: FileInfo[]): Slot[] => {
  const target = targetIn(request)
  const others = mentionsIn(request).flatMap(one => (one.format === target || one.inName ? [] : [one.format]))
  const wanted =
    others.length > 0
      ? others.flatMap(endingsOf)
      : SOURCES.filter(ending => !endingsOf(target ?? 'txt').includes(ending))
  const usable = wanted.filter(ending => target === null || makesSense(ending, target))
  return [
    { name: 'Files', value: filesSlot(request, files, usable, null) },
    { name: 'To', value: target ?? '' },
    { name: 'Into', value: 'beside each file' },
  ]
}

const endingsOf = (format: Target): string[] =>
  ({
    docx: ['docx'],
    pdf: ['pdf'],
    xlsx: ['xlsx', 'xls', 'ods'],
    csv: ['csv', 'tsv'],
    md: ['md', 'markdown'],
    html: ['html', 'htm'],
    txt: ['txt', 'text'],
  })[format]

/** A workbook is made of tables; a picture, a mail or a talk is not made of anything else. */
export const makesSense = (ending: string, target: Target) =>
  !endingsOf(target).includes(ending) && (target !== 'csv' || !['txt', 'text', 'eml', 'pptx'].includes(ending))
