import { lexer } from 'marked'
import { expect, test } from 'vitest'
import { type Blocks, createBlocks } from './markdown-blocks.ts'

/** The constructs of CommonMark and GFM, each in the forms in which cutting it in mid-word changes what the part before it is. */
const EXAMPLES = [
  '# One\n## Two ##\n### Three\n####### not one\n#none',
  'Setext one\n===\n\nSetext two\n---\n\nnot\none\n= =',
  '***\n---\n___\n * * *\n--\n',
  '\tcode\n\n    more code\n\n  not code',
  '```js\nlet a = 1\n\n\nlet b = 2\n```\nafter',
  '~~~\n```\nin it\n~~~~\n\nrest',
  '````\nunclosed\n\n```\n\nstill code',
  '   ```\n   indented\n   ```\n',
  '<div>\n*not em*\n\n*em*\n</div>',
  '<!-- a\n\ncomment -->\nafter',
  '<script>\nalert(1)\n</script>\n\ntext',
  '[foo]: /url "title"\n\n[foo]',
  '[foo]\n\n[foo]: /url',
  'Paragraph one\nstill one\n\n\n\nParagraph two  \nhard break\\\nanother',
  '> quote\nlazy\n\n> another\n>\n> with two\n\nout',
  '> > nested\n> - list in quote\n>   more\n\nafter',
  '- a\n- b\n\n- c loose\n',
  '- a\n  - b\n    - c\n- d\n',
  '1. one\n2. two\n\n   in two\n3) other list\n',
  '- a\n\n  para\n\n      code in it\n- b\n\nafter',
  '* a\n+ b\n- c\n',
  '- [ ] open\n- [x] done\n- [X] done too\n',
  '10. ten\n11. eleven\n\n\ntext\n\n1. anew',
  '- a\n- ```\n  code\n  ```\n- > quote\n',
  '*em* _em_ **strong** __strong__ ***both*** *a**b**c*',
  '**not closed\n\n*nor this',
  '`code` `` a ` b `` ` `` ` unclosed `',
  '[link](/url "t") [b](<a b> (t)) [c][d] ![img](/i.png "x")',
  '<https://example.com> <mail@example.com> <not a link>',
  'https://example.com and www.example.com/a?b=c. mail@example.com',
  '~~struck~~ ~one~ ~~~not~~~',
  '| a | b |\n|---|:-:|\n| 1 | 2 |\n| x \\| y | `|` |\n\nafter',
  '| a | b |\n| - |\nnot a table',
  'a | b\n-|-\n1|2\n> quote ends it',
  '&amp; &copy; &#35; &unknown; \\* \\a \\\\',
  'a\\\nb  \nc\nd',
  'Ünïcödé 收据 👩‍👩‍👧 \u202eabc\n\n- 收据\n- إيصال\n\n👩‍👩‍👧',
  '- a\n\n\n- b\n\n# Heading\n- c\ntext\n===\n',
  'text\n# heading\ntext\n- list\ntext\n\ntext\n```\ncode\n```\ntext\n> q\n',
  '1. a\n\n   | x | y |\n   |---|---|\n   | 1 | 2 |\n\n2. b\n',
  '\n\n\nleading\n\n\n\n',
  '- \n- a\n-\n\n  b',
  '[a]: <b\n\ntext [a]\n\n[a]: /c\n[a]: /d\n\n[a]',
  '**bold\nover lines** and [link\nover lines](/x)\n\nnext',
  'One.\n\nTwo.\n\nThree [ref].\n\nFour.\n\nFive.\n\n[ref]: https://example.com\n',
]

const all = ({ pages, rest }: Blocks) => [...pages.flat(), ...rest]

/** What would be drawn: the whole tree, without where its pieces lie in the text. */
const drawn = (tokens: unknown) => JSON.stringify(tokens, (key, value) => (key === 'links' ? undefined : value))

test('a text cut at every byte becomes what it is at once', () => {
  for (const example of EXAMPLES) {
    for (const together of [example, `First.\n\n${example}`, `${example}\n\nAnd after.\n\nAnd more.\n\nThe end.`]) {
      const read = createBlocks()
      for (let end = 0; end <= together.length; end++) read(together.slice(0, end))
      expect(drawn(all(read(together))), JSON.stringify(together)).toBe(drawn([...lexer(together)]))
    }
  }
})

test('at every cut what is shown is what the part before it is', () => {
  // A fence that is never closed would swallow what comes after it.
  const whole = EXAMPLES.filter(example => !example.includes('unclosed')).join('\n\n')
  const read = createBlocks()
  for (let end = 0; end <= whole.length; end += 1) {
    const blocks = read(whole.slice(0, end))
    if (end % 37 === 0 || end === whole.length)
      expect(drawn(all(blocks)), `cut at ${end}`).toBe(drawn([...lexer(whole.slice(0, end))]))
  }
})

test('a long text is kept in pages that stay the same objects while more is written', () => {
  const read = createBlocks()
  let text = ''
  let first: unknown
  for (let paragraph = 0; paragraph < 1000; paragraph++) {
    text += `Paragraph ${paragraph} of many.\n\n`
    first ??= read(text).pages[0]
  }
  const { pages, rest } = read(text)
  expect(pages[0]).toBe(first)
  expect(rest.length).toBeLessThan(70)
  expect(all(read(text)).filter(token => token.type === 'paragraph')).toHaveLength(1000)
})
