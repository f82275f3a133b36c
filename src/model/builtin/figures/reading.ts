import { extensionOf } from '../../../domain/place.ts'
import type { Answer, Call, Steps } from '../steps.ts'
import { isPacked, isPicture } from './packed.ts'
import { unshow } from './words.ts'

/** A file's whole text, or why it has none, as it stands after "it could not be read: ". */
export type FileText =
  | { path: string; text: string; recognised?: boolean; picture?: boolean }
  /** `picture` where some of its words are in a picture that was not looked at. */
  | { path: string; unreadable: string; picture?: boolean }

const AT_ONCE = 25
const MOST_PAGES = 200

/**
 * Reads whole files, many at once, page after page where one is long. In the order of `paths`. Words in pictures and on scanned
 * pages are recognised, unless `pictures` is false. What `asDocument` names comes as `read_document` tells it.
 */
export function* readAll(
  paths: readonly string[],
  pictures = true,
  asDocument: (path: string) => boolean = isPacked,
): Steps<FileText[]> {
  const texts = yield* readWritten(paths, asDocument)
  const shown = texts.filter(file => file.picture).map(file => file.path)
  if (!pictures || shown.length === 0) return texts
  const answers = new Map<string, FileText>()
  for (let start = 0; start < shown.length; start += AT_ONCE) {
    const batch = shown.slice(start, start + AT_ONCE)
    const calls = batch.map(path => ({ tool: 'read_document', input: { path, recognise: true } }))
    for (const [index, answer] of (yield { calls }).entries()) {
      const path = batch[index]!
      const why = whyNot(answer, 0)
      const before = texts.find(file => file.path === path)!
      if (why !== null) answers.set(path, 'text' in before ? before : { path, unreadable: why })
      else if (Number(answer.header.pieces) === 0)
        answers.set(path, { path, unreadable: 'no words were found in its picture' })
      else answers.set(path, { path, text: unshow(answer.body ?? ''), recognised: true })
    }
  }
  return texts.map(file => answers.get(file.path) ?? file)
}

const ATTACHED_PICTURE = /^\[attachment "[^"]*"\] \(attachment\) .* \(image\//m

/** A mail that came with a photographed or scanned paper. */
const hasScan = (path: string, text: string, { header }: Answer) =>
  extensionOf(path) === 'eml' &&
  (ATTACHED_PICTURE.test(text) || JSON.stringify(header.notices ?? '').includes('have its words recognised'))

const IN_PICTURE = 'its words are in a picture'

function* readWritten(paths: readonly string[], asDocument: (path: string) => boolean): Steps<FileText[]> {
  const texts: FileText[] = []
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const batch = paths.slice(start, start + AT_ONCE)
    const pages = new Map<string, string[]>()
    const ended = new Map<string, FileText>()
    for (const path of batch.filter(isPicture)) ended.set(path, { path, unreadable: IN_PICTURE, picture: true })
    let open: { path: string; from: number }[] = batch.flatMap(path => (isPicture(path) ? [] : [{ path, from: 1 }]))
    while (open.length > 0) {
      const answers = yield { calls: open.map(one => readCall(one, asDocument)) }
      const next: typeof open = []
      for (const [index, { path }] of open.entries()) {
        const answer = answers[index]
        const why = whyNot(answer, pages.get(path)?.length ?? 0)
        if (why !== null) {
          ended.set(path, { path, unreadable: why })
          continue
        }
        const got = [...(pages.get(path) ?? []), answer!.body ?? '']
        pages.set(path, got)
        if (got.length === 1 && isScanned(answer!)) ended.set(path, { path, unreadable: IN_PICTURE, picture: true })
        else if (answer!.header.more === true) next.push({ path, from: Number(answer!.header.to) + 1 })
        else {
          const text = unshow(got.join('\n'))
          ended.set(path, hasScan(path, text, answer!) ? { path, text, picture: true } : { path, text })
        }
      }
      open = next
    }
    for (const path of batch) texts.push(ended.get(path)!)
  }
  return texts
}

/** A pdf of scanned paper: pages, and not one piece of text. */
const isScanned = ({ header }: Answer) => header.format === 'pdf' && header.pieces === 0

const readCall = ({ path, from }: { path: string; from: number }, asDocument: (path: string) => boolean): Call => ({
  tool: asDocument(path) ? 'read_document' : 'read',
  input: from === 1 ? { path } : { path, from },
})

function whyNot(answer: Answer | undefined, pages: number): string | null {
  if (!answer?.ok) return answer?.header.kind === 'binary' ? 'it is not text' : (answer?.error ?? 'no answer came')
  if (typeof answer.header.image === 'string') return 'it is a picture'
  if (answer.header.lineCutAt !== undefined) return 'it has a line that is too long to read'
  if (answer.header.more === true && (pages >= MOST_PAGES || !(Number(answer.header.to) >= 1))) return 'it is too long'
  return null
}

/** A part that another helper wrote, as rows; a sentence when it cannot be read. */
export function* readParts<Row>(paths: readonly string[]): Steps<{ rows: Row[]; failed: string[] }> {
  const rows: Row[] = []
  const failed: string[] = []
  for (const part of yield* readAll(paths)) {
    if ('unreadable' in part) {
      failed.push(`The intermediate file ${part.path} could not be read: ${part.unreadable}`)
      continue
    }
    const list = listIn<Row>(part.text)
    if (list) rows.push(...list)
    else failed.push(`The intermediate file ${part.path} is broken and was left out`)
  }
  return { rows, failed }
}

function listIn<Row>(text: string): Row[] | null {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? (value as Row[]) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
