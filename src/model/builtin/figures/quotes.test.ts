import { expect, test } from 'vitest'
import { passagesIn, stem } from './quotes.ts'

const LONG = `${'The weather was fine and we walked a lot. '.repeat(12)}Then the delivery was
delayed by two weeks! Nobody told us why. ${'After that it rained on and on. '.repeat(5)}`

test('a short paragraph is quoted whole, with its line', () => {
  const text = 'Intro.\n\nThe budget was cut.\nWe had to wait.\n\nOther things.'
  expect(passagesIn('a.txt', text, 'budget', 5)).toEqual([
    { file: 'a.txt', line: 3, text: 'The budget was cut.\nWe had to wait.', score: 1 },
  ])
})

test('of a long paragraph only the sentence is quoted, word for word', () => {
  expect(passagesIn('a.txt', LONG, 'late deliveries', 5)).toEqual([
    { file: 'a.txt', line: 1, text: 'Then the delivery was\ndelayed by two weeks!', score: 1 },
  ])
})

test('other forms of the word count, other words that contain it do not', () => {
  expect(stem('delays')).toBe(stem('delayed'))
  expect(stem('Lieferungen')).toBe(stem('Lieferung'))
  expect(
    passagesIn('a.md', '- Two delays this week\n- A delay\n- Relay race', 'delay', 5).map(one => one.line),
  ).toEqual([1, 2])
  expect(passagesIn('a.md', 'We start the party at nine.', 'art', 5)).toEqual([])
})

test('passages that speak of all of the subject come first, and their number is bounded', () => {
  const text = 'Training is nice.\n\nCustomer training helps.\n\nA customer came.\n\nThe customer liked training.'
  expect(passagesIn('a.txt', text, 'customer training', 2).map(one => one.line)).toEqual([3, 7])
})

test('a subject nobody speaks of gives nothing', () => {
  expect(passagesIn('a.txt', 'Hello there.', 'budget', 5)).toEqual([])
  expect(passagesIn('a.txt', '', 'budget', 5)).toEqual([])
})
