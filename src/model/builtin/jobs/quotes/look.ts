import { extensionOf, nameOf } from '../../../../domain/place.ts'
import { documentOf } from '../../figures/document.ts'
import { isPacked, linesIn, piecesOf } from '../../figures/packed.ts'
import { best, type Passage, passagesIn } from '../../figures/quotes.ts'
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

/** The passages of one file. A web page is searched as its reader sees it; lines are counted in that text. Those of a document have its places. */
export function passagesOf(file: FileText, subject: string): Passage[] {
  if ('unreadable' in file) return []
  if (isPacked(file.path)) return passagesInDocument(file.path, file.text, subject)
  const shown = /^html?$/.test(extensionOf(file.path)) ? documentOf(file.path, file.text).lines.join('\n\n') : file.text
  return passagesIn(file.path, shown, subject, MOST_IN_A_FILE)
}

/** What stands at one place (the lines of a page, a paragraph, a row) is one text. */
function passagesInDocument(path: string, body: string, subject: string): Passage[] {
  const places: { at: string; texts: string[] }[] = []
  for (const { at, text } of piecesOf(body)) {
    const last = places.at(-1)
    if (last?.at === at) last.texts.push(text)
    else places.push({ at, texts: [text] })
  }
  const found = places.flatMap(({ at, texts }, index) => {
    const shown = linesIn(texts.map(text => ({ at, text }))).join('\n')
    return passagesIn(path, shown, subject, MOST_IN_A_FILE).map(one => ({ ...one, at, line: index + 1 }))
  })
  return best(found, MOST_IN_A_FILE)
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
  for (const file of yield* readAll(
    textFiles(slots, files).map(one => one.path),
    false,
  )) {
    if ('unreadable' in file) looked.unreadable.push({ path: file.path, why: file.unreadable })
    const count = passagesOf(file, slots.Subject!).length
    if (count > 0) looked.hits[file.path] = count
  }
  return looked
}
