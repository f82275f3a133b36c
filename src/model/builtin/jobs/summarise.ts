import { nameProblem } from '../../../domain/place.ts'
import type { Plan, Task } from '../../../domain/plan.ts'
import { isPacked, packedLines } from '../figures/packed.ts'
import type { FileInfo, JobKind } from '../job.ts'
import { jobBlock } from '../job.ts'
import { clip, countOf } from '../say.ts'
import type { Answer } from '../steps.ts'
import { scoreOf } from '../understand.ts'
import { findFiles, fingerprint, inBatches, namedInputs, readList, SHARES, writeList } from './moves.ts'
import { mustSay, summarised, summaryText, textsAmong } from './summarise-facts.ts'
import { countWords, type TextWords } from './summarise-topics.ts'

const EVERYWHERE = 'the whole folder'

interface Where {
  within: string
  output: string
}

/** Says what is in a folder: kinds, ages, sizes, words, duplicates. Changes nothing but the one file it writes. */
export const summarise: JobKind = {
  id: 'summarise',
  title: 'Summarise a folder: what is here, how old, how big, main topics, duplicates',
  example: 'what is in this folder?',
  needsHashes: true,
  recognise: request => scoreOf('summarise', request),

  slots: request => [
    { name: 'Look in', value: EVERYWHERE },
    { name: 'Write', value: /\b([\p{L}\p{N}_-][^\s"“/\\]*\.(?:md|txt))\b/iu.exec(request)?.[1] ?? 'folder summary.md' },
  ],

  plan(slots, _answers, files) {
    const where = whereOf(slots)
    if (typeof where === 'string') return where
    const about = aboutOf(where, files)
    if (about.length === 0)
      return `There are no files in ${where.within === '' ? 'the folder' : `“${clip(where.within, 80)}”`} to summarise. Nothing was changed.`
    return planFor(where, about)
  },

  steps: {
    *words(input: Where & { share: number; of: number; part: string }) {
      const files = yield* findFiles()
      if (typeof files === 'string') return { summary: files, open: [] }
      const mine = shareOf(textsAmong(aboutOf(input, files)), input.share, input.of)
      const answers = yield* inBatches(
        mine.map(file => ({ tool: isPacked(file.path) ? 'read_document' : 'read', input: { path: file.path } })),
        done => `${done} of ${mine.length} read.`,
      )
      const texts = mine.map((file, index) => wordsOf(file.path, answers[index]!))
      const [answer] = yield { calls: [writeList(input.part, texts)] }
      const unread = texts.filter(text => text.words.length === 0 && text.note)
      return {
        summary: answer?.ok
          ? `The words of ${countOf(texts.length - unread.length, 'file')} counted.`
          : `The words could not be kept: ${answer?.error ?? ''}`,
        open: unread.map(text => `${text.path}: ${text.note}`),
      }
    },

    *write(input: Where & { parts: string[] }) {
      const files = yield* findFiles(true)
      if (typeof files === 'string') return { summary: files, open: [] }
      const texts: TextWords[] = []
      const open: string[] = []
      for (const part of input.parts) {
        const list = yield* readList<TextWords>(part)
        if (typeof list === 'string') open.push(list)
        else texts.push(...list)
      }
      texts.sort((a, b) => (a.path < b.path ? -1 : 1))
      const about = aboutOf(input, files)
      if (files.some(file => file.path === input.output))
        yield { calls: [{ tool: 'read', input: { path: input.output, lines: 1 } }] }
      const [answer] = yield {
        calls: [{ tool: 'write', input: { path: input.output, content: summaryText(about, texts) } }],
      }
      if (!answer?.ok)
        return { summary: `The summary could not be written: ${answer?.error ?? 'no answer came.'}`, open }
      return { summary: `${mustSay(about)[0]} summarised in ${input.output}.`, open }
    },
  },
}

function whereOf(slots: Record<string, string>): Where | string {
  const said = (slots['Look in'] ?? '').trim().replace(/^\.?\/|\/+$/g, '')
  const within = /^(the whole folder|everywhere|here|this folder|all|\.|)$/i.test(said) ? '' : said
  const name = (slots.Write ?? '').trim() || 'folder summary.md'
  const output = /\.(md|txt)$/i.test(name) ? name : `${name}.md`
  const problem = output.split('/').map(nameProblem).find(Boolean)
  return problem
    ? `The file “${clip(output, 80)}” cannot be written: ${problem}. Nothing was changed.`
    : { within, output }
}

const aboutOf = ({ within, output }: Where, files: readonly FileInfo[]) =>
  summarised(files, output).filter(file => within === '' || file.path.startsWith(`${within}/`))

const shareOf = <T>(items: readonly T[], share: number, of: number) =>
  items.filter((_, index) => index % of === share - 1)

function wordsOf(path: string, answer: Answer): TextWords {
  if (!answer.ok) return { path, words: [], lines: 0, note: answer.error }
  const packed = isPacked(path)
  const words = countWords(packed ? packedLines(answer.body ?? '').join('\n') : (answer.body ?? ''))
  const lines = Number((packed ? answer.header.pieces : answer.header.lines) ?? 0)
  if (answer.body === null) return { path, words, lines, note: 'it is not text' }
  return answer.header.more === true
    ? {
        path,
        words,
        lines,
        note: `only its first ${String(answer.header.to)} ${packed ? 'pieces' : 'lines'} of ${lines} were counted`,
      }
    : { path, words, lines }
}

function planFor(where: Where, about: readonly FileInfo[]): Plan {
  const texts = textsAmong(about)
  const of = Math.min(SHARES, Math.ceil(texts.length / 4))
  const id = fingerprint([where, about])
  const parts = Array.from({ length: of }, (_, index) => `scratch:words-${id}-${index + 1}.json`)
  const readers = parts.map((part, index): Task => {
    const mine = shareOf(texts, index + 1, of)
    return {
      id: `words-${index + 1}`,
      title: `Count the words of ${countOf(mine.length, 'text file')}`,
      brief: `Read each text file of share ${index + 1} of ${of} and count the words that say something.\n\n${jobBlock('summarise', 'words', { ...where, share: index + 1, of, part })}`,
      inputs: namedInputs(mine.map(file => file.path)),
      outputs: [part],
      needs: [],
      criteria: [{ kind: 'json', path: part, minItems: mine.length }],
      dependsOn: [],
      weight: Math.min(100, Math.max(0.5, mine.length / 10)),
    }
  })
  const writer: Task = {
    id: 'write',
    title: `Write ${clip(where.output, 80)}`,
    brief: `Write the summary of ${countOf(about.length, 'file')}: kinds, ages, sizes, topics from the counted words, duplicates.\n\n${jobBlock('summarise', 'write', { ...where, parts })}`,
    inputs: parts,
    outputs: [where.output],
    needs: [],
    criteria: [
      ...mustSay(about).map(contains => ({ kind: 'text' as const, path: where.output, contains })),
      { kind: 'text', path: where.output, contains: '## Main topics' },
      { kind: 'text', path: where.output, contains: '## How old' },
    ],
    dependsOn: readers.map(reader => reader.id),
  }
  return {
    goal: `Summarise ${countOf(about.length, 'file')} in ${where.output}.`,
    assumptions: [
      `The words of ${countOf(texts.length, 'text file')} are counted; of all others only name, size and date are looked at.`,
      'Topics are found by counting words, not by understanding them.',
      'Nothing is moved, renamed or deleted.',
    ],
    tasks: [...readers, writer],
  }
}
