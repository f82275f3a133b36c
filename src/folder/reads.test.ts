import { describe, expect, it } from 'vitest'
import { createMemoryFolder, type MemoryFolderOptions } from '../../tests/doubles/memory-folder.ts'
import { failed, type Result } from '../domain/failure.ts'
import type { SearchQuery } from '../ports/reads.ts'
import { hashOf } from '../store/hash.ts'
import { createReads } from './reads.ts'

const CONTENT = {
  'readme.md': 'Hello\nTotal: 12\nBye',
  '.env': 'KEY=1',
  '.gitignore': 'build/\n*.tmp\n',
  'build/out.txt': 'Total: 99',
  'old.tmp': 'Total: 98',
  '.git/config': 'Total: 97',
  '.deskhand/trash/t1/gone.txt': 'Total: 96',
  'web/node_modules/x/index.js': 'Total: 95',
  'receipts/a.txt': 'Shop\r\nTOTAL 3.50\r\n',
  'receipts/2026/bill (1).txt': 'total 7\n',
  'receipts/2026/[draft].md': 'total 8\n',
  'receipts/photo.png': new Uint8Array([0x89, 0x50, 0, 0, 1]),
  'receipts/empty.txt': '',
  'receipts/left.crswap': 'x',
}
const setup = (content: Record<string, string | Uint8Array> = CONTENT, options: MemoryFolderOptions = {}) => {
  const folder = createMemoryFolder(content, options)
  return { folder, reads: createReads(() => new Map([['home', folder]]), hashOf) }
}
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}
const paths = (files: { place: { path: string } }[]) => files.map(file => file.place.path)
const query = (more: Partial<SearchQuery>): SearchQuery => ({
  root: 'home',
  path: '',
  pattern: 'total',
  regex: false,
  caseSensitive: false,
  context: 0,
  limit: 100,
  ...more,
})

describe('finding files', () => {
  const found = async (glob: string, limit = 100) => paths(value(await setup().reads.find('home', glob, limit)).files)

  it('finds everything that is not ours, git’s, a dependency or ignored, sorted', async () => {
    expect(await found('**/*')).toEqual([
      '.env',
      '.gitignore',
      'readme.md',
      'receipts/2026/[draft].md',
      'receipts/2026/bill (1).txt',
      'receipts/a.txt',
      'receipts/empty.txt',
      'receipts/photo.png',
    ])
  })

  it.each([
    ['*.md', ['readme.md']],
    ['**/*.md', ['readme.md', 'receipts/2026/[draft].md']],
    ['receipts/*.{txt,png}', ['receipts/a.txt', 'receipts/empty.txt', 'receipts/photo.png']],
    ['receipts/2026/bill (1).txt', ['receipts/2026/bill (1).txt']],
    ['receipts/2026/[draft].md', ['receipts/2026/[draft].md']],
    ['.deskhand/**', ['.deskhand/trash/t1/gone.txt']],
    ['build/*', ['build/out.txt']],
    ['build/out.txt', ['build/out.txt']],
    ['web/node_modules/**', ['web/node_modules/x/index.js']],
    ['none/**', []],
    ['readme.md/**', []],
    ['receipts', []],
  ])('%s', async (glob, expected) => expect(await found(glob)).toEqual(expected))

  it('says when the limit cut files', async () => {
    const { files, more } = value(await setup().reads.find('home', '**/*', 2))
    expect([paths(files), more]).toEqual([['.env', '.gitignore'], true])
    expect(value(await setup().reads.find('home', '**/*', 8)).more).toBe(false)
  })

  it('gives size and time, and leaves out what went meanwhile', async () => {
    const { folder, reads } = setup(
      { 'a.txt': 'abc', 'b.txt': '' },
      {
        before: (method, path) => {
          if (method === 'stat' && path === 'b.txt') folder.edit('b.txt', null)
          return null
        },
      },
    )
    expect(value(await reads.find('home', '*', 9)).files).toEqual([
      { place: { root: 'home', path: 'a.txt' }, kind: 'file', size: 3, mtime: expect.any(Number) },
    ])
  })

  it('fails when the folder is lost or unknown', async () => {
    const lost = setup(CONTENT, { before: () => failed('permission-lost', 'Reconnect.').failure }).reads
    expect(await lost.find('home', '**/*', 9)).toMatchObject({ failure: { kind: 'permission-lost' } })
    expect(await lost.find('away', '**/*', 9)).toMatchObject({ failure: { kind: 'invalid' } })
  })

  it('goes on where one folder inside cannot be looked into', async () => {
    const { reads } = setup(
      { 'a/x.txt': '', 'b/y.txt': '' },
      {
        before: (method, path) => (method === 'list' && path === 'a' ? failed('unreadable', 'No.').failure : null),
      },
    )
    expect(paths(value(await reads.find('home', '**/*', 9)).files)).toEqual(['b/y.txt'])
  })
})

describe('listing', () => {
  it('shows everything in one folder, sorted, with sizes', async () => {
    const list = value(await setup().reads.list({ root: 'home', path: 'receipts' }))
    expect(list.map(({ place, kind, size }) => [place.path, kind, size])).toEqual([
      ['receipts/2026', 'folder', 0],
      ['receipts/a.txt', 'file', 18],
      ['receipts/empty.txt', 'file', 0],
      ['receipts/photo.png', 'file', 5],
    ])
  })

  it('fails for nothing and for a file', async () => {
    const { reads } = setup()
    expect(await reads.list({ root: 'home', path: 'none' })).toMatchObject({ failure: { kind: 'missing' } })
    expect(await reads.list({ root: 'home', path: 'readme.md' })).toMatchObject({ failure: { kind: 'invalid' } })
  })
})

describe('searching', () => {
  const found = async (more: Partial<SearchQuery>) => {
    const answer = value(await setup().reads.search(query(more)))
    return answer.matches.map(match => `${match.place.path}:${match.line}:${match.text}`)
  }

  it('looks in all text files that are walked, in order', async () => {
    expect(await found({})).toEqual([
      'readme.md:2:Total: 12',
      'receipts/2026/[draft].md:1:total 8',
      'receipts/2026/bill (1).txt:1:total 7',
      'receipts/a.txt:2:TOTAL 3.50',
    ])
  })

  it.each([
    ['case', { caseSensitive: true, pattern: 'TOTAL' }, ['receipts/a.txt:2:TOTAL 3.50']],
    [
      'a regular expression',
      { regex: true, pattern: '^total:? \\d$' },
      ['receipts/2026/[draft].md:1:total 8', 'receipts/2026/bill (1).txt:1:total 7'],
    ],
    ['plain text that looks like one', { pattern: '3.50' }, ['receipts/a.txt:2:TOTAL 3.50']],
    ['a name anywhere', { glob: '*.md' }, ['readme.md:2:Total: 12', 'receipts/2026/[draft].md:1:total 8']],
    ['a path', { glob: 'receipts/*.txt' }, ['receipts/a.txt:2:TOTAL 3.50']],
    ['one file', { path: 'readme.md' }, ['readme.md:2:Total: 12']],
    ['an ignored folder that is named', { path: 'build' }, ['build/out.txt:1:Total: 99']],
  ])('minds %s', async (_, more, expected) => expect(await found(more)).toEqual(expected))

  it('shows lines around a match', async () => {
    const { matches } = value(await setup().reads.search(query({ path: 'readme.md', context: 1 })))
    expect(matches[0]).toMatchObject({ before: ['Hello'], after: ['Bye'] })
  })

  it('says which files it left out, and why', async () => {
    const big = new Uint8Array(5 * 1024 * 1024 + 1).fill(97)
    const { reads } = setup({ 'big.txt': big, 'bin.dat': new Uint8Array([1, 0, 2]), 'ok.txt': 'total' })
    expect(value(await reads.search(query({})))).toMatchObject({
      filesLooked: 3,
      left: [
        { place: { path: 'big.txt' }, why: 'too-large' },
        { place: { path: 'bin.dat' }, why: 'binary' },
      ],
      more: false,
    })
  })

  it('stops at the limit and says so', async () => {
    const { reads } = setup({ 'a.txt': 'total\n'.repeat(10) })
    const answer = value(await reads.search(query({ limit: 3 })))
    expect([answer.matches.length, answer.more]).toEqual([3, true])
    expect(value(await reads.search(query({ limit: 10 }))).more).toBe(false)
  })

  it('shows the part of a long line that matches', async () => {
    const { reads } = setup({ 'a.json': `${'x'.repeat(3000)}total${'y'.repeat(3000)}` })
    const text = value(await reads.search(query({}))).matches[0]!.text
    expect(text.length).toBeLessThan(410)
    expect(text).toContain('xtotaly')
  })

  it.each(['(', '(a+)+$', '(?:(\\w*)x)*', ''])('refuses the pattern %s', async pattern => {
    expect(await setup().reads.search(query({ regex: true, pattern }))).toMatchObject({ failure: { kind: 'invalid' } })
  })

  it.each(['(foo|bar)+', '(\\d{3},)*', '[(+)]+(x)', 'a+b*', '\\(a+\\)+', 'a\\-b', '\\p{Lu}+'])(
    'takes the pattern %s',
    async pattern => expect(await setup().reads.search(query({ regex: true, pattern }))).toMatchObject({ ok: true }),
  )

  it('fails where there is nothing to search', async () => {
    expect(await setup().reads.search(query({ path: 'none' }))).toMatchObject({ failure: { kind: 'missing' } })
  })

  it('reads old Western and UTF-16 text', async () => {
    const latin = Uint8Array.from([...'Summe f\xfcr M\xe4rz'].map(char => char.charCodeAt(0)))
    const wide = Uint8Array.from([0xff, 0xfe, ...[...'März'].flatMap(char => [char.charCodeAt(0), 0])])
    const { reads } = setup({ 'a.csv': latin, 'b.csv': wide })
    expect(value(await reads.search(query({ pattern: 'märz' }))).matches.length).toBe(2)
  })
})

describe('reading', () => {
  it('gives the bytes with their version', async () => {
    const { reads } = setup()
    const read = value(await reads.read({ root: 'home', path: '.env' }, 5))
    expect(new TextDecoder().decode(read.bytes)).toBe('KEY=1')
    expect(value(await reads.version({ root: 'home', path: '.env' }))).toEqual(read.version)
  })

  it('fails for what is too large, absent or a folder', async () => {
    const { reads } = setup()
    expect(await reads.read({ root: 'home', path: '.env' }, 4)).toMatchObject({ failure: { kind: 'too-large' } })
    expect(await reads.read({ root: 'home', path: 'none' }, 4)).toMatchObject({ failure: { kind: 'missing' } })
    expect(await reads.read({ root: 'home', path: 'build' }, 4)).toMatchObject({ failure: { kind: 'invalid' } })
  })
})
