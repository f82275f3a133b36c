import { extensionOf } from '../../../domain/place.ts'
import type { WriteSpec } from '../../../ports/documents.ts'
import type { Steps } from '../steps.ts'

/** A file to be written whole, as text or as a document. */
export type NewFile = { path: string; content: string } | { path: string; document: WriteSpec }

/** A JSON list with one row on each line, so that long ones can be read page by page. */
export const jsonRows = (rows: readonly unknown[]) =>
  rows.length === 0 ? '[]\n' : `[\n${rows.map(row => JSON.stringify(row)).join(',\n')}\n]\n`

/** Writes the files. One that exists is read first, because nothing unseen may be overwritten. Gives a sentence for each failure. */
export function* writeAll(files: readonly NewFile[]): Steps<string[]> {
  const looked = yield { calls: files.map(file => ({ tool: 'find', input: { glob: literal(file.path) } })) }
  const there = files.filter((file, index) => pathsIn(looked[index]?.body ?? '').includes(file.path))
  if (there.length > 0)
    yield {
      calls: there.map(file =>
        'content' in file
          ? { tool: 'read', input: { path: file.path, lines: 1 } }
          : { tool: 'read_document', input: { path: file.path } },
      ),
    }
  const answers = yield {
    calls: files.map(file => {
      const { path } = file
      return 'content' in file
        ? { tool: 'write', input: { path, content: file.content } }
        : { tool: 'write_document', input: { path, document: file.document } }
    }),
  }
  return files.flatMap((file, index) =>
    answers[index]?.ok ? [] : [`${file.path} was not written: ${answers[index]?.error ?? 'no answer came'}`],
  )
}

/** A glob for this path: what would be a wildcard matches any one character. */
const literal = (path: string) => path.replace(/[*?[\]{}()!+@\\]/g, '?')

const pathsIn = (body: string) =>
  body.split('\n').flatMap(line => (line.startsWith('{') ? [String((JSON.parse(line) as { path: unknown }).path)] : []))

/** Endings of reports, beside plain text. */
const TEXT_DOCUMENTS = ['docx', 'pdf', 'html'] as const

/** Markdown as the file that its name asks for: a document, or the Markdown itself. */
export function textFile(path: string, markdown: string, pageNumbers = false): NewFile {
  const format = TEXT_DOCUMENTS.find(ending => ending === extensionOf(path))
  return format
    ? { path, document: { format, markdown, ...(pageNumbers ? { pageNumbers } : {}) } }
    : { path, content: markdown }
}

/** Text that Markdown must not take for its own signs. */
export const literalText = (text: string) => text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ')
