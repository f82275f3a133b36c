import { seeded } from '../random.ts'

const WORDS =
  'the report was written after all receipts had been read and their totals compared with what the folder already held while two of them could not be opened'.split(
    ' ',
  )

/** About so many tokens of the Markdown that models write, always the same: paragraphs, lists, code, tables, headings. */
export function markdownOf(tokens: number, seed: number): string {
  const random = seeded(seed)
  const words = (count: number) =>
    Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]!).join(' ')
  const blocks = [
    () => `## ${words(4)}`,
    () => `${words(40)} **${words(2)}** and \`${words(1)}\` ${words(20)}.`,
    () => `${words(60)}.`,
    () => Array.from({ length: 4 }, () => `- ${words(9)}, see [${words(1)}](https://example.com)`).join('\n'),
    () => `\`\`\`js\n${Array.from({ length: 6 }, () => `const ${words(1)} = "${words(4)}"`).join('\n')}\n\`\`\``,
    () =>
      `| a | b | c |\n|---|---|--:|\n${Array.from({ length: 4 }, () => `| ${words(2)} | ${words(1)} | 12 |`).join('\n')}`,
  ]
  let text = ''
  // Four characters are about a token.
  while (text.length < tokens * 4) text += `${blocks[Math.floor(random() * blocks.length)]!()}\n\n`
  return text.slice(0, tokens * 4)
}
