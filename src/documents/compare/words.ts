import { diffWordsWithSpace } from 'diff'
import type { Words } from '../../ports/preview.ts'

/** Longer texts are told as a whole: comparing them word by word takes too long and helps nobody. */
const MOST = 6000

export function wordsOf(before: string, after: string): Words[] {
  if (before === after) return before === '' ? [] : [{ text: before, in: 'both' }]
  const whole: Words[] = [
    { text: before, in: 'before' },
    { text: after, in: 'after' },
  ]
  const filled = whole.filter(each => each.text !== '')
  if (filled.length < 2 || before.length + after.length > MOST) return filled
  const parts = diffWordsWithSpace(before, after, { maxEditLength: 400 })
  if (!parts) return whole
  const words = parts.map(
    ({ value, added, removed }): Words => ({ text: value, in: added ? 'after' : removed ? 'before' : 'both' }),
  )
  // Of two texts that share only spaces and a word here and there, the pieces are harder to read than the whole.
  return sharedOf(words) < 0.3 ? whole : words
}

function sharedOf(words: readonly Words[]): number {
  let both = 0
  let all = 0
  for (const { text, in: where } of words) {
    const letters = text.replace(/\s/g, '').length
    all += letters
    if (where === 'both') both += letters
  }
  return all === 0 ? 1 : both / all
}

export const only = (text: string, where: 'both' | 'before' | 'after'): Words[] =>
  text === '' ? [] : [{ text, in: where }]
