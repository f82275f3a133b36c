import type { Steps } from '../steps.ts'

/** A file to be written whole. */
export interface NewFile {
  path: string
  content: string
}

/** A JSON list with one row on each line, so that long ones can be read page by page. */
export const jsonRows = (rows: readonly unknown[]) =>
  rows.length === 0 ? '[]\n' : `[\n${rows.map(row => JSON.stringify(row)).join(',\n')}\n]\n`

/** Writes the files. One that exists is read first, because nothing unseen may be overwritten. Gives a sentence for each failure. */
export function* writeAll(files: readonly NewFile[]): Steps<string[]> {
  const looked = yield { calls: files.map(file => ({ tool: 'find', input: { glob: literal(file.path) } })) }
  const there = files.filter((file, index) => pathsIn(looked[index]?.body ?? '').includes(file.path))
  if (there.length > 0) yield { calls: there.map(file => ({ tool: 'read', input: { path: file.path, lines: 1 } })) }
  const answers = yield { calls: files.map(({ path, content }) => ({ tool: 'write', input: { path, content } })) }
  return files.flatMap((file, index) =>
    answers[index]?.ok ? [] : [`${file.path} was not written: ${answers[index]?.error ?? 'no answer came'}`],
  )
}

/** A glob for this path: what would be a wildcard matches any one character. */
const literal = (path: string) => path.replace(/[*?[\]{}()!+@\\]/g, '?')

const pathsIn = (body: string) =>
  body.split('\n').flatMap(line => (line.startsWith('{') ? [String((JSON.parse(line) as { path: unknown }).path)] : []))
