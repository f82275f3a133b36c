import { structuredPatch } from 'diff'
import type { LineChange } from '../../ports/preview.ts'
import { only, wordsOf } from './words.ts'

const MOST_LINES = 1500
const MOST_LENGTH = 2000
/** Steps of the exact comparison; texts that differ more are told as one taken out and one put in. */
const MOST_EDITS = 4000

/** Compares two texts line by line, with two lines of what is the same around each change. */
export function compareLines(
  before: string,
  after: string,
): { lines: LineChange[]; more: number; counts: [number, number] } {
  const old = before.replace(/\r\n?/g, '\n')
  const now = after.replace(/\r\n?/g, '\n')
  const patch = structuredPatch('', '', old, now, '', '', { context: 2, maxEditLength: MOST_EDITS })
  const hunks = patch ? patch.hunks : wholly(old, now)
  const lines: LineChange[] = []
  let [added, removed] = [0, 0]
  for (const hunk of hunks) {
    let [b, a] = [hunk.oldStart, hunk.newStart]
    for (const line of hunk.lines) {
      const text = line.slice(1, MOST_LENGTH)
      if (line[0] === '+') {
        lines.push({ fate: 'added', line: a++, words: only(text, 'after') })
        added++
      } else if (line[0] === '-') {
        lines.push({ fate: 'removed', line: b++, words: only(text, 'before') })
        removed++
      } else if (line[0] === ' ') {
        lines.push({ fate: 'same', line: a++, words: only(text, 'both') })
        b++
      }
    }
  }
  return {
    lines: withWords(lines.slice(0, MOST_LINES)),
    more: Math.max(0, lines.length - MOST_LINES),
    counts: [added, removed],
  }
}

const wholly = (before: string, after: string) => [
  {
    oldStart: 1,
    newStart: 1,
    lines: [...before.split('\n').map(line => `-${line}`), ...after.split('\n').map(line => `+${line}`)],
  },
]

/** Where as many lines were put in as taken out at one place, each pair shows the words that differ. */
function withWords(lines: LineChange[]): LineChange[] {
  for (let i = 0; i < lines.length; ) {
    let removed = i
    while (lines[removed]?.fate === 'removed') removed++
    let added = removed
    while (lines[added]?.fate === 'added') added++
    if (removed - i > 0 && removed - i === added - removed)
      for (let k = 0; k < removed - i; k++) {
        const [old, now] = [lines[i + k]!, lines[removed + k]!]
        const words = wordsOf(old.words[0]?.text ?? '', now.words[0]?.text ?? '')
        old.words = words.filter(each => each.in !== 'after')
        now.words = words.filter(each => each.in !== 'before')
      }
    i = Math.max(added, i + 1)
  }
  return lines
}
