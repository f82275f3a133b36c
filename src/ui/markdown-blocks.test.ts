import { lexer } from 'marked'
import { expect, test } from 'vitest'
import { type Blocks, createBlocks } from './markdown-blocks.ts'

const TEXT = `# Totals

All **24** receipts, see \`table.csv\`:

- March
- April

  with a note
- May

| Month | Total |
|---|--:|
| March | 12 |

\`\`\`js
const a = 1

const b = 2
\`\`\`

> quoted

The end of it.
`
const all = ({ pages, rest }: Blocks) => [...pages.flat(), ...rest]
const written = (tokens: readonly { type: string; raw: string }[]) => tokens.map(({ type, raw }) => ({ type, raw }))

test('a text that came piece by piece is the text that came at once, wherever it was cut', () => {
  for (const step of [1, 3, 7, 50]) {
    const read = createBlocks()
    let blocks = read('')
    for (let end = step; end < TEXT.length + step; end += step) blocks = read(TEXT.slice(0, end))
    expect(written(all(blocks))).toEqual(written(lexer(TEXT)))
  }
})

test('a block that is closed stays the same object while more is written', () => {
  const read = createBlocks()
  const early = read('First.\n\nSecond.\n\nThird')
  const late = read('First.\n\nSecond.\n\nThird.\n\nFourth')
  expect(all(late)[0]).toBe(all(early)[0])
})

test('another text begins anew', () => {
  const read = createBlocks()
  read('One.\n\nTwo.\n\nThree.\n\nFour.')
  expect(written(all(read('Other.')))).toEqual(written(lexer('Other.')))
})
