import { expect, it } from 'vitest'
import { attempt, domFailure } from './dom-failure.ts'

it.each([
  ['NotAllowedError', 'permission-lost'],
  ['NotFoundError', 'missing'],
  ['TypeMismatchError', 'invalid'],
  ['NoModificationAllowedError', 'read-only'],
  ['InvalidModificationError', 'exists'],
  ['QuotaExceededError', 'disk-full'],
  ['InvalidStateError', 'read-only'],
  ['NotReadableError', 'changed-while-reading'],
  ['SecurityError', 'unreadable'],
  ['AbortError', 'not-allowed'],
  ['DataError', 'unreadable'],
])('a %s on a file is told as %s, in a sentence with the file', (name, kind) => {
  const failure = domFailure(new DOMException('the browser’s words', name), 'a/b.txt')
  expect(failure.kind).toBe(kind)
  expect(failure.detail).toBe(`${name}: the browser’s words`)
  expect(failure.message).toMatch(name === 'NotAllowedError' ? /Reconnect the folder/ : /"a\/b\.txt"/)
})

it('a pipe that breaks while it is written is told as a full disk', () => {
  const failure = domFailure(new DOMException('Failed to write data to data pipe', 'AbortError'), 'a.txt')
  expect(failure).toMatchObject({ kind: 'disk-full', message: expect.stringContaining('Free some space') })
})

it('a name the browser refuses is told as such', () => {
  expect(domFailure(new TypeError('Name is not allowed.'), 'x:').kind).toBe('invalid')
})

it('something thrown that is no error is told as well', async () => {
  const result = await attempt('', async () => {
    throw 'a string'
  })
  expect(result).toMatchObject({ failure: { kind: 'unreadable', detail: 'a string' } })
})
