import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkEnd, checkNow, sha256, type Wanted } from '../soak/kills/check-disk.ts'

const files = { 'journal.txt': 'Journal\n<end>\n', 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' }
const wanted: Wanted = {
  originals: Object.entries(files).map(([path, bytes]) => ({ path, hash: sha256(bytes) })),
  journals: [{ path: 'journal.txt', lines: ['one', 'two'] }],
  written: [{ path: 'c.txt', hash: sha256('clean') }],
  moved: [{ path: 'a.txt', to: 'sub/a.txt' }],
  trashed: ['b.txt'],
}
let folder: string
const put = (path: string, bytes: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), bytes)
}
const move = (path: string, to: string) => {
  mkdirSync(dirname(join(folder, to)), { recursive: true })
  renameSync(join(folder, path), join(folder, to))
}
const kept = new Set([sha256('c'), sha256(files['journal.txt'])])
const counts = ({ lost, doubled }: { lost: string[]; doubled: string[] }) => [lost.length, doubled.length]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-checker-'))
  for (const [path, bytes] of Object.entries(files)) put(path, bytes)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('finds nothing wrong with work that is not begun, half done or done', () => {
  expect(counts(checkNow(folder, new Set(), wanted))).toEqual([0, 0])
  move('a.txt', 'sub/a.txt')
  put('journal.txt', 'Journal\none\n<end>\n')
  expect(counts(checkNow(folder, kept, wanted))).toEqual([0, 0])
  move('b.txt', '.deskhand/trash/x/b.txt')
  put('journal.txt', 'Journal\none\ntwo\n<end>\n')
  put('c.txt', 'clean')
  expect(counts(checkEnd(folder, kept, wanted))).toEqual([0, 0])
})

it.each<[string, () => void, number[]]>([
  ['bytes that were written over and kept nowhere', () => put('a.txt', 'clean'), [1, 0]],
  ['a file that is gone', () => rmSync(join(folder, 'b.txt')), [1, 0]],
  ['a torn file', () => put('c.txt', 'cle'), [1, 0]],
  ['a journal that lost what was in it', () => put('journal.txt', 'one\n<end>\n'), [1, 0]],
  ['a line written twice', () => put('journal.txt', 'Journal\none\none\n<end>\n'), [0, 1]],
  ['a file that was moved and is still there', () => put('sub/a.txt', 'a'), [0, 1]],
])('finds %s', (_, harm, found) => {
  harm()
  expect(counts(checkNow(folder, kept, wanted))).toEqual(found)
})

it('finds at the end what was said to be done and was not', () => {
  expect(checkEnd(folder, new Set(), wanted).lost).toEqual([
    '"c.txt" is not what was written there.',
    '"a.txt" was not moved to "sub/a.txt".',
    '"b.txt" is not in the trash.',
    '"one" is not in "journal.txt".',
    '"two" is not in "journal.txt".',
  ])
})
