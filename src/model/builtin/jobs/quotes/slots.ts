import { nameProblem } from '../../../../domain/place.ts'
import { PACKED } from '../../figures/packed.ts'
import { filesSlot, outputIn } from '../../figures/selection.ts'
import type { FileInfo, Slot } from '../../job.ts'

export const TEXT_FORMATS = [
  'txt',
  'text',
  'md',
  'markdown',
  'csv',
  'tsv',
  'html',
  'htm',
  ...PACKED,
  'rst',
  'org',
  'log',
  'tex',
]

const SUBJECTS: RegExp[] = [
  /["“«„]([^"”»“]+)["”»“]/,
  /(?<!\p{L})the (?:word|term|name)s?\s+(.+)/iu,
  /(?<!\p{L})(?:about|regarding|concerning|mention(?:s|ing|ed)?(?: of)?|on the (?:subject|topic)(?: of)?|related to|dealing with|über|zum thema|sur|sobre|parlent de|parle de|re:)\s+(.+)/iu,
  /(?<!\p{L})(?:quotes?|quotations?|passages?|excerpts?|sentences?|statements?|citations?|snippets?|references?|zitate)(?!\p{L}).*?\s(?:on|of|for|with|to)\s+(.+)/iu,
  /(?<!\p{L})on\s+(.+)/iu,
  /:\s*(.+)/u,
]
const ARTICLE = /^(?:(?:the|our|my|a|an|das|die|der|la|le|les|l’|l'|topic|subject)\s+)+/i
const ENDS =
  /\s*(?:[.,;:!?](?:\s|$)|(?<!\p{L})(?:and (?:put|write|save|collect|gather|list|make|give|copy|say|note|tell|where|who|bring)|into|in (?:the|this|my|all|these|one|a|an|here|einem|einer)|from (?:the|this|my|all|these|every|here)|(?:with|including) (?:(?:the|its|their|all) )?(?:sources?|files?|lines?|references?)|for (?:my|our|the|a|an|me)|to an?|to one|as an?|out of|across|together|please|pls|plz|word for word|within|so that|aus|dans|sammeln|suchen|finden|zusammen|heraus|bitte|svp)(?!\p{L})).*$/isu

/** What the request asks about; `''` when it does not say. */
export function subjectIn(request: string): string {
  for (const [index, pattern] of SUBJECTS.entries()) {
    const found = pattern.exec(request)?.[1]
    if (found === undefined) continue
    const subject = index === 0 ? found.trim() : found.replace(ENDS, '').trim().replace(ARTICLE, '')
    if (/[\p{L}\d]/u.test(subject)) return subject.slice(0, 80)
  }
  return ''
}

/** `quotes about delivery times.md`, without what a file name cannot have. */
export function fileNameFor(subject: string): string {
  const plain = subject
    .replace(/[\p{Cc}:?*<>|"/\\]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const name = `quotes about ${plain}.md`
  return nameProblem(name) === null ? name : 'quotes.md'
}

/** The restated job. */
export const slots = (request: string, files: FileInfo[]): Slot[] => {
  const subject = subjectIn(request)
  return [
    { name: 'Subject', value: subject },
    { name: 'Files', value: filesSlot(request, files, TEXT_FORMATS, null) },
    { name: 'Write to', value: outputIn(request, 'md', fileNameFor(subject)) },
  ]
}

/** The document that the job writes. A subject that was edited gives another name to the usual document. */
export function targetOf(filled: Record<string, string>): string {
  const name = filled['Write to']?.trim() ?? ''
  const usual = name === '' || /^quotes(?: about .*)?\.md$/.test(name)
  return usual ? fileNameFor(filled.Subject ?? '') : /\.(?:md|txt)$/i.test(name) ? name : `${name}.md`
}
