import { lexer, type Token } from 'marked'
import { expect, test } from 'vitest'
import { createReader } from '../../tests/support/read-markdown.ts'
import { createBlocks } from './markdown-blocks.ts'

const written = (tokens: readonly Token[]) => tokens.map(({ type, raw }) => ({ type, raw }))

test('a block that is closed is told once, and the same objects stay the beginning of a growing list', () => {
  const blocks = createBlocks()
  const told: Token[] = []
  let list: Token | undefined
  for (const piece of ['First.\n\n', 'Second.\n\n- a\n- b\n- c\n', '- d\n- e\n', '- f\n', '\n\nThird.\n\nFourth.']) {
    const change = blocks.append(piece)
    if (change.kind !== 'read') continue
    told.push(...change.closed)
    const now = change.tail[0]
    if (list?.type === 'list' && now?.type === 'list') expect(now.items[0]).toBe(list.items[0])
    list = now
  }
  expect(told.filter(({ type }) => type !== 'space').map(({ type }) => type)).toEqual([
    'paragraph',
    'paragraph',
    'list',
    'paragraph',
  ])
})

test('plain words, and lines of code, are taken on without being read', () => {
  const read = createReader()
  read.append('Some **bold** words and')
  expect(read.append(' a few more, of them').kind).toBe('more')
  expect(read.append(' one is `code').kind).toBe('read')
  read.append('`\n\n```js\nconst a = 1')
  expect(read.append('\n\nconst b = "``"\n').kind).toBe('more')
  expect(read.append('```').kind).toBe('read')
})

test('a block of no end is read when an eighth of it has come, and at the latest when nothing more comes', () => {
  const read = createReader()
  read.append('a, b; '.repeat(4000))
  let times = 0
  for (let piece = 0; piece < 1000; piece++) if (read.append('<x>; ').kind === 'read') times++
  expect(times).toBeLessThan(4)
  read.settle()
  expect(written(read.all())).toEqual(written(lexer(`${'a, b; '.repeat(4000)}${'<x>; '.repeat(1000)}`)))
})
