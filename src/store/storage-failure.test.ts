import { expect, it } from 'vitest'
import { storageFailure } from './storage-failure.ts'

it.each([
  ['QuotaExceededError', 'storage', 'is full'],
  ['VersionError', 'storage', 'Reload'],
  ['InvalidStateError', 'storage', 'Reload'],
  ['AbortError', 'storage', 'while writing the log'],
  ['DataCloneError', 'bug', 'while writing the log'],
])('a %s is told as %s', (name, kind, says) => {
  const failure = storageFailure(new DOMException('the browser’s words', name), 'writing the log')
  expect(failure.kind).toBe(kind)
  expect(failure.message).toContain(says)
  expect(failure.detail).toContain('the browser’s words')
})

it('something else that was thrown is a bug of ours', () => {
  expect(storageFailure(new RangeError('oops'), 'reading').kind).toBe('bug')
  expect(storageFailure('a string', 'reading')).toMatchObject({ kind: 'bug', detail: 'a string' })
})
