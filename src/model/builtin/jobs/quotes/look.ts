import { extensionOf, nameOf } from '../../../../domain/place.ts'
import { documentOf } from '../../figures/document.ts'
import { type Passage, passagesIn } from '../../figures/quotes.ts'
import { type FileText, readAll } from '../../figures/reading.ts'
import { chosenFiles } from '../../figures/selection.ts'
import type { FileInfo } from '../../job.ts'
import type { Steps } from '../../steps.ts'
import { TEXT_FORMATS, targetOf } from './slots.ts'

/** How much each file says about the subject. */
export interface Looked {
  hits: Record<string, number>
  unreadable: { path: string; why: string }[]
}

const MOST_IN_A_FILE = 8

/** The passages of one file. A page or mail is searched as its reader sees it; lines are counted in that text. */
export function passagesOf(file: FileText, subject: string): Passage[] {
  if ('unreadable' in file) return []
  const shown = /^(?:html|htm|eml)$/.test(extensionOf(file.path))
    ? documentOf(file.path, file.text).lines.join('\n\n')
    : file.text
  return passagesIn(file.path, shown, subject, MOST_IN_A_FILE)
}

/** The texts that the slots name, without documents of quotes that the planner wrote. */
export const textFiles = (slots: Record<string, string>, files: FileInfo[]) =>
  chosenFiles(files, slots.Files ?? '', [targetOf(slots)]).filter(
    ({ path }) => TEXT_FORMATS.includes(extensionOf(path)) && !/^quotes about .*\.md$/.test(nameOf(path)),
  )

/** Looks which files speak of the subject, so that only those are gone through and none can be forgotten. */
export function* look(slots: Record<string, string>, files: FileInfo[]): Steps<Looked> {
  const looked: Looked = { hits: {}, unreadable: [] }
  if ((slots.Subject ?? '').trim() === '') return looked
  for (const file of yield* readAll(textFiles(slots, files).map(one => one.path))) {
    if ('unreadable' in file) looked.unreadable.push({ path: file.path, why: file.unreadable })
    const count = passagesOf(file, slots.Subject!).length
    if (count > 0) looked.hits[file.path] = count
  }
  return looked
}
