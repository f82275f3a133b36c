import type { Answer, Call, Steps } from '../steps.ts'
import { isPacked } from './packed.ts'
import { unshow } from './words.ts'

/** A file's whole text, or why it has none, as it stands after "it could not be read: ". */
export type FileText = { path: string; text: string } | { path: string; unreadable: string }

const AT_ONCE = 25
const MOST_PAGES = 200

/** Reads whole files, many at once, page after page where one is long. In the order of `paths`. */
export function* readAll(paths: readonly string[]): Steps<FileText[]> {
  const texts: FileText[] = []
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const batch = paths.slice(start, start + AT_ONCE)
    const pages = new Map<string, string[]>()
    const ended = new Map<string, FileText>()
    let open: { path: string; from: number }[] = batch.map(path => ({ path, from: 1 }))
    while (open.length > 0) {
      const answers = yield { calls: open.map(readCall) }
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
        if (answer!.header.more === true) next.push({ path, from: Number(answer!.header.to) + 1 })
        else ended.set(path, { path, text: unshow(got.join('\n')) })
      }
      open = next
    }
    for (const path of batch) texts.push(ended.get(path)!)
  }
  return texts
}

const readCall = ({ path, from }: { path: string; from: number }): Call => ({
  tool: isPacked(path) ? 'read_document' : 'read',
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
