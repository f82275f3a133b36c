import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { documentsInThread } from '../../../tests/doubles/documents-in-thread.ts'
import type { EditOperation } from '../../ports/documents.ts'

interface Case {
  file: string
  operations: EditOperation[]
  /** Parts that may change; a pdf keeps all its bytes instead. */
  parts: string[]
  /** Read back by the app's readers. */
  shows: string[]
}

const SHEET = 'xl/worksheets/sheet1.xml'
const DOCUMENT = 'word/document.xml'
const TRACKED = { by: 'Ann', date: '2026-11-22' }
const set = (
  at: string,
  value: string | number | { formula: string } | { date: string },
  sheet = 'Data',
): EditOperation => ({
  kind: 'set-cells',
  sheet,
  cells: [{ at, value }],
})
const replace = (find: string, to: string, more: object = {}): EditOperation => ({
  kind: 'replace-text',
  find,
  replace: to,
  ...more,
})

const cases: Case[] = [
  { file: 'book-plain.xlsx', operations: [set('B2', 100)], parts: [SHEET], shows: ['100', '120'] },
  { file: 'book-prefixed.xlsx', operations: [set('A2', '=not a formula')], parts: [SHEET], shows: ['=not a formula'] },
  { file: 'book-unnamed-places.xlsx', operations: [set('C2', 'third')], parts: [SHEET], shows: ['third', 'Ada', '20'] },
  { file: 'book-empty.xlsx', operations: [set('C3', 'first')], parts: [SHEET], shows: ['first'] },
  {
    file: 'book-1904.xlsx',
    operations: [set('C2', { date: '2026-11-22' })],
    parts: [SHEET, 'xl/styles.xml'],
    shows: ['2026-11-22'],
  },
  { file: 'book-chain.xlsx', operations: [set('C2', 50)], parts: [SHEET, 'xl/calcChain.xml'], shows: ['50', '4'] },
  { file: 'book-shared.xlsx', operations: [set('A2', 7)], parts: [SHEET], shows: ['70'] },
  {
    file: 'book-table.xlsx',
    operations: [{ kind: 'add-rows', sheet: 'Data', rows: [['Cem', 5]] }],
    parts: [SHEET, 'xl/tables/table1.xml'],
    shows: ['Cem'],
  },
  {
    file: 'book-merged.xlsx',
    operations: [{ kind: 'add-rows', sheet: 'Data', rows: [['Cem', 5]] }],
    parts: [SHEET],
    shows: ['Cem'],
  },
  { file: 'book-outside.xlsx', operations: [set('B3', 21)], parts: [SHEET], shows: ['21'] },
  { file: 'book-strange-function.xlsx', operations: [set('A1', 6)], parts: [SHEET, 'xl/workbook.xml'], shows: ['6'] },
  {
    file: 'office-book.xlsx',
    operations: [set('B2', 11)],
    parts: [SHEET, 'xl/worksheets/sheet2.xml'],
    shows: ['31', '22'],
  },
  { file: 'office-wide.xlsx', operations: [set('D4', { formula: 'SUM(B2:B3)' })], parts: [SHEET], shows: ['name 199'] },
  {
    file: 'word-split.docx',
    operations: [replace('100 euros', '120 francs')],
    parts: [DOCUMENT],
    shows: ['The price is 120 francs net.'],
  },
  {
    file: 'word-heading.docx',
    operations: [{ kind: 'insert-paragraphs', after: 'Prices', paragraphs: ['New one'] }],
    parts: [DOCUMENT],
    shows: ['New one'],
  },
  {
    file: 'word-table.docx',
    operations: [{ kind: 'fill', values: { name: 'Ada & Co' } }],
    parts: [DOCUMENT],
    shows: ['Name: Ada & Co', 'Dear Ada & Co, hello'],
  },
  {
    file: 'word-header.docx',
    operations: [{ kind: 'fill', values: { name: 'Ada' } }],
    parts: [DOCUMENT, 'word/header1.xml'],
    shows: ['Body Ada', 'Top Ada'],
  },
  {
    file: 'word-tracked.docx',
    operations: [replace('100', '120', { tracked: TRACKED })],
    parts: [DOCUMENT],
    shows: ['120'],
  },
  { file: 'word-tabs.docx', operations: [replace('<tag>', 'a < b')], parts: [DOCUMENT], shows: ['a < b & "price"'] },
  {
    file: 'office-offer.docx',
    operations: [replace('100 euros', '90 euros', { tracked: TRACKED })],
    parts: [DOCUMENT],
    shows: ['90 euros'],
  },
  {
    file: 'office-long.docx',
    operations: [replace('number 77 of', 'number seventy-seven of')],
    parts: [DOCUMENT],
    shows: ['Paragraph number seventy-seven of many.'],
  },
  { file: 'office-cyrillic.docx', operations: [replace('евро', 'евро и 20')], parts: [DOCUMENT], shows: ['евро и 20'] },
  {
    file: 'office-odd.docx',
    operations: [{ kind: 'insert-paragraphs', after: '', paragraphs: ['At the end'], tracked: TRACKED }],
    parts: [DOCUMENT],
    shows: ['At the end'],
  },
  {
    file: 'office-slides.pptx',
    operations: [{ kind: 'fill', values: { name: 'Ada', price: '5 €' } }],
    parts: ['ppt/slides/slide1.xml', 'ppt/slides/slide2.xml'],
    shows: ['Hello Ada', 'Price: 5 €'],
  },
  {
    file: 'office-deck.pptx',
    operations: [{ kind: 'fill', values: { name: 'A\nB' } }],
    parts: [1, 2, 3, 4, 5, 6, 7].map(number => `ppt/slides/slide${number}.xml`),
    shows: ['Slide 7 for A'],
  },
  {
    file: 'office-one.pptx',
    operations: [replace('<one>', 'one < two')],
    parts: ['ppt/slides/slide1.xml'],
    shows: ['one < two'],
  },
  {
    file: 'office-offer.pdf',
    operations: [{ kind: 'rotate-pages', pages: [1], by: 90 }],
    parts: [],
    shows: ['The price is 100 euros net.'],
  },
  {
    file: 'office-long.pdf',
    operations: [{ kind: 'merge', with: [file('office-slides.pdf')] }],
    parts: [],
    shows: ['Price: {{price}}', 'number 119'],
  },
  {
    file: 'office-slides.pdf',
    operations: [{ kind: 'rotate-pages', pages: [2], by: 180 }],
    parts: [],
    shows: ['Hello {{name}}'],
  },
  {
    file: 'form.pdf',
    operations: [{ kind: 'fill-form', fields: { name: 'Ada Lovelace', agreed: true } }],
    parts: [],
    shows: ['Please sign'],
  },
]

function file(name: string) {
  return new Uint8Array(readFileSync(`tests/fixtures/foreign/${name}`))
}

describe('documents that other programs made, changed in place', () => {
  test('there are thirty of them', () => expect(cases.length).toBe(30))

  test.each(cases)(
    '$file: what was asked changed, and nothing else',
    async ({ file: name, operations, parts, shows }) => {
      const before = file(name)
      const edited = await documentsInThread.edit(before.slice(), name, operations)
      if (!edited.ok) throw new Error(`${edited.failure.message} ${edited.failure.detail ?? ''}`)
      if (name.endsWith('.pdf')) expect(edited.value.subarray(0, before.length)).toEqual(before)
      else {
        const [old, now] = [unzipSync(before), unzipSync(edited.value)]
        expect(Object.keys(now)).toEqual(Object.keys(old))
        const changed = Object.keys(old).filter(part => Buffer.compare(old[part]!, now[part]!) !== 0)
        expect(changed.sort()).toEqual([...parts].sort())
      }
      const read = await documentsInThread.read(edited.value, name, { from: 1, count: 100_000 })
      if (!read.ok) throw new Error(read.failure.message)
      const text = read.value.pieces
        .map(piece => (piece.kind === 'row' ? piece.cells.map(cell => cell.text).join('\t') : piece.text))
        .join('\n')
      for (const wanted of shows) expect(text).toContain(wanted)
    },
  )
})

const refused: { why: string; file: string; operations: EditOperation[]; says: RegExp }[] = [
  { why: 'a cell inside a merged area', file: 'book-merged.xlsx', operations: [set('A4', 1)], says: /Set A3 instead/ },
  {
    why: 'a heading of a table',
    file: 'book-table.xlsx',
    operations: [set('A1', 'x')],
    says: /heading of the table "People"/,
  },
  {
    why: 'the cell where a shared formula is written',
    file: 'book-shared.xlsx',
    operations: [set('B1', 1)],
    says: /B1:B3/,
  },
  { why: 'a sheet that is not there', file: 'book-plain.xlsx', operations: [set('A1', 1, 'Nope')], says: /has "Data"/ },
  {
    why: 'a formula that fetches',
    file: 'book-plain.xlsx',
    operations: [set('A1', { formula: 'WEBSERVICE("x")' })],
    says: /reaches outside/,
  },
  {
    why: 'a text that is not there',
    file: 'word-split.docx',
    operations: [replace('nowhere', '')],
    says: /not in the document/,
  },
  {
    why: 'a text that stands there twice',
    file: 'word-header.docx',
    operations: [replace('{{name}}', 'x')],
    says: /2 times/,
  },
  {
    why: 'a value without a place',
    file: 'word-table.docx',
    operations: [{ kind: 'fill', values: { nobody: '' } }],
    says: /no place/,
  },
  {
    why: 'a page that is not there',
    file: 'form.pdf',
    operations: [{ kind: 'rotate-pages', pages: [2], by: 90 }],
    says: /no page 2/,
  },
  {
    why: 'a field that is not there',
    file: 'form.pdf',
    operations: [{ kind: 'fill-form', fields: { x: '' } }],
    says: /name, agreed/,
  },
  {
    why: 'paragraphs for a workbook',
    file: 'book-plain.xlsx',
    operations: [replace('a', 'b')],
    says: /cannot be done to a workbook/,
  },
]

describe('a change that would spoil something else is refused', () => {
  test.each(refused)('$why', async ({ file: name, operations, says }) => {
    const edited = await documentsInThread.edit(file(name), name, operations)
    expect(edited.ok ? 'changed' : edited.failure.message).toMatch(says)
  })

  test('a file that is damaged, empty or something else', async () => {
    const whole = file('book-plain.xlsx')
    const hurt = whole.slice()
    hurt[200] = hurt[200]! ^ 0xff
    for (const bytes of [whole.subarray(0, 1500), new Uint8Array(), new TextEncoder().encode('PK no zip'), hurt]) {
      const edited = await documentsInThread.edit(new Uint8Array(bytes), 'a.xlsx', [set('A1', 1)])
      expect(edited.ok).toBe(false)
    }
  })
})

test('a tracked change keeps the old words for who reads it, and names who made it', async () => {
  const edited = await documentsInThread.edit(file('word-split.docx'), 'a.docx', [
    replace('100 euros', '90 francs', { tracked: TRACKED }),
  ])
  if (!edited.ok) throw new Error(edited.failure.message)
  const xml = new TextDecoder().decode(unzipSync(edited.value)[DOCUMENT])
  expect([...xml.matchAll(/<w:delText[^>]*>([^<]*)/g)].map(match => match[1]).join('')).toBe('100 euros')
  expect(xml).toMatch(
    /<w:ins w:id="\d+" w:author="Ann" w:date="2026-11-22T00:00:00Z"><w:r><w:rPr><w:i\/><\/w:rPr><w:t xml:space="preserve">90 francs/,
  )
})

test('pages that are left out leave nothing of them in the file', async () => {
  const edited = await documentsInThread.edit(file('office-slides.pdf'), 'a.pdf', [{ kind: 'keep-pages', pages: [2] }])
  if (!edited.ok) throw new Error(edited.failure.message)
  const read = await documentsInThread.read(edited.value, 'a.pdf', {})
  const text = read.ok ? read.value.pieces.map(piece => ('text' in piece ? piece.text : '')).join(' ') : ''
  expect(text).toContain('Price')
  expect(text).not.toContain('Hello')
})
