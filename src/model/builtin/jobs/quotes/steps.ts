import { best, type Passage } from '../../figures/quotes.ts'
import { readAll, readParts } from '../../figures/reading.ts'
import { counted } from '../../figures/words.ts'
import { jsonRows, writeAll } from '../../figures/writing.ts'
import type { Steps } from '../../steps.ts'
import { passagesOf } from './look.ts'

export interface SearchInput {
  files: string[]
  subject: string
  out: string
}
export interface GatherInput {
  parts: string[]
  subject: string
  out: string
  /** How many files were searched, with those that say nothing. */
  searched: number
  unreadable: { path: string; why: string }[]
}
interface Done {
  summary: string
  open: string[]
}

const MOST = 60

/** Finds the passages of its files and writes them with their places. */
export function* search(input: SearchInput): Steps<Done> {
  const texts = yield* readAll(input.files, false)
  const passages = texts.flatMap(file => passagesOf(file, input.subject))
  const failed = yield* writeAll([{ path: input.out, content: jsonRows(passages) }])
  const unread = texts.flatMap(file =>
    'unreadable' in file ? [`${file.path} could not be read: ${file.unreadable}.`] : [],
  )
  return {
    summary: `Found ${counted(passages.length, 'passage')} in ${counted(input.files.length, 'file')}.`,
    open: [...unread, ...failed],
  }
}

/** Writes the document: the best passages, then where there is more. */
export function* gather(input: GatherInput): Steps<Done> {
  const parts = yield* readParts<Passage>(input.parts)
  const failed = yield* writeAll([{ path: input.out, content: documentText(input, parts.rows) }])
  const left = parts.rows.length - Math.min(parts.rows.length, MOST)
  return {
    summary:
      failed.length > 0
        ? `${input.out} could not be written.`
        : `Wrote ${input.out}: ${counted(parts.rows.length - left, 'quote')} about ${input.subject}.`,
    open: [...(left > 0 ? [`${counted(left, 'weaker passage')} left out.`] : []), ...parts.failed, ...failed],
  }
}

function documentText({ subject, searched, unreadable }: GatherInput, passages: readonly Passage[]): string {
  const shown = best(passages, MOST)
  const sources = [...new Set(passages.map(one => one.file))].sort()
  const count = (file: string) => passages.filter(one => one.file === file).length
  return `${[
    `# Quotes about ${subject}`,
    `${counted(shown.length, 'passage')} from ${counted(sources.length, 'file')}, word for word, the closest first. ${counted(searched, 'file')} ${searched === 1 ? 'was' : 'were'} searched.`,
    ...shown.map(
      one =>
        `${one.text
          .split('\n')
          .map(line => `> ${line.trimEnd()}`)
          .join('\n')}\n\n${one.file}, ${one.at ?? `line ${one.line}`}`,
    ),
    `## Sources\n\n${sources.map(file => `- ${file}: ${counted(count(file), 'passage')}`).join('\n')}`,
    ...(unreadable.length > 0
      ? [`## Could not be searched\n\n${unreadable.map(one => `- ${one.path}: ${one.why}`).join('\n')}`]
      : []),
  ].join('\n\n')}\n`
}
