import { expect, test } from 'vitest'
import { docx, paragraph, wordTable } from '../../../tests/fixtures/documents.ts'
import { written } from '../../../tests/fixtures/looks.ts'
import type { CellSpec } from '../../ports/documents.ts'
import type { Comparison } from '../../ports/preview.ts'
import { readDocument } from '../read/read.ts'
import { compareFiles } from './compare.ts'

const bytesOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

async function compared(name: string, before: string | Uint8Array | null, after: string | Uint8Array) {
  const file = (content: string | Uint8Array) => ({ name, bytes: bytesOf(content) })
  const result = await compareFiles(before === null ? null : file(before), file(after), each =>
    readDocument(each.bytes, each.name, {}),
  )
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}

const sheet = (rows: CellSpec[][]) => written({ format: 'xlsx', sheets: [{ name: 'Costs', rows }] })

function sheetsOf(comparison: Comparison) {
  if (comparison.kind !== 'sheets') throw new Error(`It is ${comparison.kind}.`)
  return comparison.sheets
}

test('a cell that changed is told with what it was; a formula that moved along with its row is the same one', async () => {
  const before = await sheet([
    ['vendor', 'net', 'tax'],
    ['Alder', 10, { formula: 'B2*2' }],
    ['Birch', 20, { formula: 'B3*2' }],
  ])
  const after = await sheet([
    ['vendor', 'net', 'tax'],
    ['Alder', 11, { formula: 'B2*2' }],
    ['Cedar', 5, { formula: 'B3*3' }],
    ['Birch', 20, { formula: 'B4*2' }],
  ])
  const comparison = await compared('a.xlsx', before, after)
  expect(comparison.summary).toBe('1 cell changed, 1 cell recalculated, 1 row added.')
  const [costs] = sheetsOf(comparison)
  expect(costs!.rows.map(row => [row.fate, row.before, row.after])).toEqual([
    ['same', 1, 1],
    ['changed', 2, 2],
    ['added', undefined, 3],
    ['same', 3, 4],
  ])
  expect(costs!.rows[1]!.cells.slice(1)).toMatchObject([
    { fate: 'changed', what: 'content', before: { text: '10' }, after: { text: '11' } },
    { fate: 'changed', what: 'value', before: { text: '20', formula: 'B2*2' }, after: { text: '22' } },
  ])
})

test('a column that was put in makes no row another one', async () => {
  const comparison = await compared('a.csv', 'a,b\n1,2\n3,4\n', 'a,new,b\n1,x,2\n3,y,5\n')
  const [table] = sheetsOf(comparison)
  expect(table!.columns.map(column => [column.before, column.after])).toEqual([
    [0, 0],
    [null, 1],
    [1, 2],
  ])
  expect(table!.counts).toMatchObject({ columnsAdded: 1, cellsChanged: 1, rowsAdded: 0, rowsRemoved: 0 })
})

test('sheets are told apart by their names: a new one, a removed one', async () => {
  const book = (names: string[]) =>
    written({ format: 'xlsx', sheets: names.map(name => ({ name, rows: [[`in ${name}`, 'x']] })) })
  const comparison = await compared('a.xlsx', await book(['One', 'Two']), await book(['Two', 'Three']))
  expect(sheetsOf(comparison).map(each => [each.name, each.fate])).toEqual([
    ['Three', 'added'],
    ['One', 'removed'],
  ])
})

test('paragraphs are compared word by word, and rows of tables cell by cell', async () => {
  const before = docx(
    paragraph('The office cost much this year.') +
      wordTable([
        ['Rent', '10'],
        ['Ink', '5'],
      ]),
  )
  const after = docx(
    paragraph('The office cost little this year.') +
      wordTable([
        ['Rent', '12'],
        ['Ink', '5'],
      ]),
  )
  const comparison = await compared('a.docx', before, after)
  if (comparison.kind !== 'groups') throw new Error(comparison.kind)
  const [text] = comparison.groups
  expect(text!.blocks[0]).toMatchObject({
    fate: 'changed',
    at: '¶ 1',
    words: [
      { text: 'The office cost ', in: 'both' },
      { text: 'much', in: 'before' },
      { text: 'little', in: 'after' },
      { text: ' this year.', in: 'both' },
    ],
  })
  expect(text!.blocks[1]!.cells![1]).toEqual([
    { text: '10', in: 'before' },
    { text: '12', in: 'after' },
  ])
})

test('a slide that moved is the same slide', async () => {
  const deck = (titles: string[]) =>
    written({ format: 'pptx', slides: titles.map(title => ({ title, bullets: [{ text: `about ${title}` }] })) })
  const comparison = await compared('a.pptx', await deck(['Costs', 'Plan']), await deck(['Costs', 'Risks', 'Plan']))
  if (comparison.kind !== 'groups') throw new Error(comparison.kind)
  expect(comparison.groups.map(group => [group.name, group.fate])).toEqual([['slide 2: Risks', 'added']])
})

test('lines of a text show the words that differ, and an empty file is one without lines', async () => {
  const comparison = await compared('a.md', 'one\ntwo here\nthree\n', 'one\ntwo there\nthree\n')
  if (comparison.kind !== 'lines') throw new Error(comparison.kind)
  expect(comparison.summary).toBe('1 line added, 1 line removed.')
  expect(comparison.lines.map(line => [line.fate, line.line])).toEqual([
    ['same', 1],
    ['removed', 2],
    ['added', 2],
    ['same', 3],
  ])
  expect((await compared('a.txt', '', 'one\n')).kind).toBe('lines')
  expect(await compared('a.txt', 'one\r\n', 'one\n')).toMatchObject({ kind: 'same' })
})

test('a table of 50,000 rows with a few changes is compared in moments', async () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => `${i},vendor ${i % 91},${(i * 37) % 1000}.50`)
  const changed = rows.map((row, i) => (i % 5000 === 7 ? `${row}1` : row)).toSpliced(20_000, 1)
  const comparison = await compared(
    'a.csv',
    `id,vendor,total\n${rows.join('\n')}`,
    `id,vendor,total\n${changed.join('\n')}`,
  )
  expect(sheetsOf(comparison)[0]!.counts).toMatchObject({ cellsChanged: 10, rowsRemoved: 1, rowsAdded: 0 })
}, 20_000)

test('without a version before, everything is new', async () => {
  const [table] = sheetsOf(await compared('a.csv', null, 'a,b\n1,2\n'))
  expect(table).toMatchObject({ fate: 'added', counts: { rowsAdded: 2 } })
})
