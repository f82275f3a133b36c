import fc from 'fast-check'
import { lexer } from 'marked'
import { expect, test } from 'vitest'
import { EXAMPLES, LONGER } from '../../tests/fixtures/markdown.ts'
import { createReader } from '../../tests/support/read-markdown.ts'

/** What would be drawn: the whole tree, without where its pieces lie in the text, and without white space at its end. */
const drawn = (tokens: unknown) =>
  JSON.stringify(tokens, (key, value) => (key === 'links' || key === 'raw' ? undefined : value)).replace(
    /(?:\\n| )+"/g,
    '"',
  )

test('a text cut at every byte becomes what it is at once', () => {
  for (const example of EXAMPLES) {
    for (const together of [example, `First.\n\n${example}`, `${example}\n\nAnd after.\n\nAnd more.\n\nThe end.`]) {
      const read = createReader()
      for (let at = 0; at < together.length; at++) read.append(together[at]!)
      expect(drawn(read.all()), JSON.stringify(together)).toBe(drawn([...lexer(together)]))
    }
  }
})

test('at every cut what is shown is what the part before it is', () => {
  // A fence that is never closed would swallow what comes after it.
  const whole = EXAMPLES.filter(example => !example.includes('unclosed')).join('\n\n')
  const read = createReader()
  for (let end = 0; end < whole.length; end++) {
    read.append(whole[end]!)
    if (end % 37 === 0 || end === whole.length - 1)
      expect(drawn(read.all()), `cut behind ${end}`).toBe(drawn([...lexer(whole.slice(0, end + 1))]))
  }
})

test('whatever pieces a text of these constructs comes in, it becomes what it is at once', () => {
  const block = fc.constantFrom(...EXAMPLES, ...LONGER)
  const text = fc
    .array(fc.tuple(block, fc.constantFrom('\n', '\n\n', '\n\n\n', ' ', '\n  ')), { maxLength: 8 })
    .map(parts => parts.flat().join(''))
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }), (whole, sizes) => {
      const read = createReader()
      for (let from = 0, n = 0; from < whole.length; n++) {
        const size = sizes[n % sizes.length]!
        read.append(whole.slice(from, from + size))
        from += size
      }
      expect(drawn(read.all())).toBe(drawn([...lexer(whole)]))
    }),
    { numRuns: 400 },
  )
})
