import { nameProblem } from '../../../../domain/place.ts'
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
  'eml',
  'rst',
  'org',
  'log',
  'tex',
]

const SUBJECTS: RegExp[] = [
  /["“«„]([^"”»“]+)["”»“]/,
  /\b(?:about|regarding|concerning|mention(?:s|ing|ed)?(?: of)?|on the (?:subject|topic) of|on the (?:subject|topic)|related to|dealing with|talk(?:s|ing)? about|uber|über|zum thema|sur|sobre)\s+(?:the |our |my |a |an )?(.+)/i,
  /\b(?:quotes?|quotations?|passages?|excerpts?|sentences?|statements?|citations?|snippets?|references?|zitate)\b.*?\b(?:on|of|for|with|to)\s+(?:the (?:word |topic |subject )?)?(.+)/i,
  /\b(?:say|says|said|write|writes|wrote)\s+(?:about|on)\s+(.+)/i,
]
const ENDS =
  /\s*(?:[.,;:!?](?:\s|$)|\b(?:and (?:put|write|save|collect|gather|list|make|give|copy)|into|in (?:the|this|my|all|these|one|a|an)\b|from (?:the|this|my|all|these|every)\b|(?:with|including) (?:the )?(?:source|file|line)|to a|to an|to one|as a|out of|across|together|please|word for word|within|for me|so that|aus|dans|zusammen|heraus)\b).*$/is

/** What the request asks about; `''` when it does not say. */
export function subjectIn(request: string): string {
  for (const [index, pattern] of SUBJECTS.entries()) {
    const found = pattern.exec(request)?.[1]
    if (found === undefined) continue
    const subject =
      index === 0
        ? found.trim()
        : found
            .replace(ENDS, '')
            .replace(/^(?:the |our |my )/i, '')
            .trim()
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
