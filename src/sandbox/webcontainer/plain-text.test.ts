import { expect, test } from 'vitest'
import { createPlainText } from './plain-text.ts'

const PRINTED = '\u001b[1;32mok\u001b[0m 3 tests\r\n\u001b]0;title\u0007\u001b[?25lnext\u001b[2K\r\nDone\r\r\n'

test('what a terminal prints becomes plain lines', () => {
  expect(createPlainText()(PRINTED)).toBe('ok 3 tests\nnext\nDone\n')
})

test('it does so wherever the chunks are cut', () => {
  for (let size = 1; size < 8; size++) {
    const plain = createPlainText()
    let text = ''
    for (let at = 0; at < PRINTED.length; at += size) text += plain(PRINTED.slice(at, at + size))
    expect(text).toBe('ok 3 tests\nnext\nDone\n')
  }
})
