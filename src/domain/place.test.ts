import { expect, test } from 'vitest'
import { MAX_NAME_BYTES, nameProblem, parsePlace } from './place.ts'

const at = (text: string) => parsePlace(text, ['papers', 'scratch'], 'papers')

test('a name that is too long to write can still be read', () => {
  const long = 'ä'.repeat(127)
  expect(new TextEncoder().encode(long).length).toBeGreaterThan(MAX_NAME_BYTES)
  expect(at(long)).toEqual({ ok: true, value: { root: 'papers', path: long } })
  expect(nameProblem(long)).toContain('longer than')
})

test.each(['../a', 'a/../b', '/etc/passwd', 'C:\\a', 'C:/a', 'a\\b', 'a\u200db', 'a//b', 'a/~b', 'con.txt'])(
  '%s is no place in the folder',
  text => expect(at(text)).toMatchObject({ ok: false, failure: { kind: 'invalid' } }),
)
