import { fold } from './words.ts'

/** A passage about a subject, word for word. */
export interface Passage {
  file: string
  /** Where it starts, from 1. */
  line: number
  /** Where it stands in a document: `page 3`, `Costs!4`, `¶ 12`. A text has none: its line says it. */
  at?: string
  text: string
  /** How much of the subject it speaks of. */
  score: number
}

const LEAVE_OUT = new Set(
  'the a an of and or in on at to for with about from by is are was were be our my your their its it this that der die das und oder ein eine von zu im le la les de des du et un une el los las y il lo gli e di'.split(
    ' ',
  ),
)
/** The part of a word that its forms share: `delays`, `delayed` and `delay` are one. */
export function stem(word: string): string {
  const without = (text: string, ending: RegExp) => {
    const cut = text.replace(ending, '')
    return cut.length >= 4 ? cut : text
  }
  const single = fold(word)
    .replace(/(?<=\p{L}{3})ies$/u, 'y')
    .replace(/(?<=\p{L}{3}[^s])s$/u, '')
  return without(without(single, /(?:ations?|ing|ment|ness|ied|ed|en)$/), /[yeni]$/)
}

const WORD = /[\p{L}\d]+/gu

/** The stems of the subject's words that mean something. */
export const stemsOf = (subject: string) => {
  const words = fold(subject).match(WORD) ?? []
  const telling = words.filter(word => !LEAVE_OUT.has(word))
  return [...new Set((telling.length > 0 ? telling : words).map(stem))]
}

const SHORT_PARAGRAPH = 400
const LONGEST = 1500

/**
 * Passages of the text that speak of the subject, best first, at most `most`: the whole paragraph where it is short, else the
 * sentences. Of a subject of several words at least half must be there.
 */
export function passagesIn(file: string, text: string, subject: string, most: number): Passage[] {
  const stems = stemsOf(subject)
  if (stems.length === 0) return []
  const found = paragraphsOf(text).flatMap(paragraph => {
    const whole = scoreOf(paragraph.text, stems, subject)
    if (whole < Math.ceil(stems.length / 2)) return []
    if (paragraph.text.length <= SHORT_PARAGRAPH) return [{ file, ...paragraph, score: whole }]
    return sentencesOf(paragraph).flatMap(sentence => {
      const score = scoreOf(sentence.text, stems, subject)
      return score === 0 || (score < Math.ceil(stems.length / 2) && stems.length > 1)
        ? []
        : [{ file, ...sentence, score }]
    })
  })
  return best(found, most)
}

/** The best passages, those of one file in the order of its lines. */
export const best = (passages: readonly Passage[], most: number) =>
  [...passages]
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .sort((a, b) => b.score - a.score || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))

/** One for each of the subject's words, and a half more when they stand together. */
function scoreOf(text: string, stems: readonly string[], subject: string): number {
  const words = new Set((fold(text).match(WORD) ?? []).map(stem))
  const hits = stems.filter(
    one => words.has(one) || (one.length >= 6 && [...words].some(word => word.startsWith(one))),
  ).length
  return hits === 0 ? 0 : hits + (stems.length > 1 && fold(text).includes(fold(subject).trim()) ? 0.5 : 0)
}

interface Piece {
  line: number
  text: string
}

/** Runs of lines without an empty one between them; list items and table rows are on their own. */
function paragraphsOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let open: { line: number; lines: string[] } | null = null
  const close = () => {
    if (open) pieces.push({ line: open.line, text: open.lines.join('\n').trim() })
    open = null
  }
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') {
      close()
      continue
    }
    if (/^\s*(?:[-*+•]|\d+[.)]|\||#{1,6}\s)/.test(line)) close()
    open ??= { line: index + 1, lines: [] }
    open.lines.push(line)
    if (/^\s*(?:#{1,6}\s|\|)/.test(line)) close()
  }
  close()
  return pieces
}

const SENTENCE =
  /[^.!?。！？]*(?:[.!?](?!\s+\p{Ll}|\S)|[。！？]|[.!?](?:\s+(?=\p{Ll})|(?=\S))[^.!?。！？]*)+["'”»)]*\s*|[^.!?。！？]+$/gu

function sentencesOf(paragraph: Piece): Piece[] {
  let at = 0
  return (paragraph.text.match(SENTENCE) ?? [paragraph.text]).flatMap(sentence => {
    const start = paragraph.text.indexOf(sentence, at)
    at = start + sentence.length
    const lead = sentence.length - sentence.trimStart().length
    const line = paragraph.line + paragraph.text.slice(0, start + lead).split('\n').length - 1
    const text = sentence.trim()
    return text === '' ? [] : [{ line, text: text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text }]
  })
}
