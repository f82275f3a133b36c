import { expect, test } from 'vitest'
import { sheetRows, xlsx } from '../../../../tests/fixtures/documents.ts'
import type { DocumentCell } from '../../../ports/documents.ts'
import { readDocument } from '../read.ts'
import { moved } from './xlsx-sheet.ts'

const FORMATS = ['General', 'yyyy-mm-dd', '#,##0.00\\ "€"', '0.0%', '[h]:mm', 'd/m/yy h:mm', ';;;', '[Red]#,##0']
const styles = `<numFmts>${FORMATS.map((format, i) => `<numFmt numFmtId="${200 + i}" formatCode="${format.replace(/"/g, '&quot;')}"/>`).join('')}</numFmts><fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill><patternFill patternType="none"/></fill></fills><cellXfs>${FORMATS.map((_, i) => `<xf numFmtId="${200 + i}" fontId="0" fillId="0"/>`).join('')}<xf numFmtId="0" fontId="1" fillId="0"/></cellXfs>`
const WHITE = FORMATS.length

const read = async (bytes: Uint8Array, name = 'a.xlsx') => {
  const result = await readDocument(bytes, name, {})
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}
const cellsOf = (document: Awaited<ReturnType<typeof read>>) =>
  document.pieces.flatMap((piece): DocumentCell[] => (piece.kind === 'row' ? piece.cells : []))

test('numbers are what their format says, as a person sees them and as they are', async () => {
  const rows = sheetRows([
    [
      { v: 46329, s: 1 },
      { v: 1234.5, s: 2 },
      { v: 0.125, s: 3 },
      { v: 1.5, s: 4 },
      { v: 46329.75, s: 5 },
      { v: 1234567, s: 7 },
    ],
  ])
  const document = await read(xlsx([{ name: 'Costs', rows }], { styles }))
  expect(cellsOf(document)).toEqual([
    { at: 'A1', text: '2026-11-03', type: 'date', value: '2026-11-03' },
    { at: 'B1', text: '1,234.50 €', type: 'money', value: 1234.5 },
    { at: 'C1', text: '12.5%', type: 'percent', value: 0.125 },
    { at: 'D1', text: '36:00', type: 'time', value: '36:00:00' },
    { at: 'E1', text: '3/11/26 18:00', type: 'date', value: '2026-11-03T18:00:00' },
    { at: 'F1', text: '1,234,567', type: 'number', value: 1234567 },
  ])
})

test.each([
  [1, false, '1900-01-01'],
  [59, false, '1900-02-28'],
  [60, false, '1900-02-29'],
  [61, false, '1900-03-01'],
  [0, true, '1904-01-01'],
  [44867, true, '2026-11-03'],
  [-5, false, -5],
])('the day %d (1904: %s) is %s', async (v, date1904, expected) => {
  const document = await read(xlsx([{ name: 'A', rows: sheetRows([[{ v, s: 1 }]]) }], { styles, date1904 }))
  expect(cellsOf(document)[0]!.value).toBe(expected)
})

test('formulas come with their values, shared ones as they read in each cell', async () => {
  const rows =
    '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">A1*$A$1+SUM(A1:A2)</f><v>6</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><f t="shared" si="0"/><v>9</v></c></row>'
  expect(cellsOf(await read(xlsx([{ name: 'A', rows }])))).toMatchObject([
    { value: 2 },
    { value: 6, formula: 'A1*$A$1+SUM(A1:A2)' },
    { value: 3 },
    { value: 9, formula: 'A2*$A$1+SUM(A2:A3)' },
  ])
})

test('moving a formula leaves names, strings and functions alone', () => {
  expect(moved('LOG10(B2)&"A1"&\'Q1 A1\'!C3+ABC1', 'A1', 'B2')).toBe('LOG10(C3)&"A1"&\'Q1 A1\'!D4+ABD2')
})

test('hidden sheets, rows and columns and unseen cells are marked, and their words told apart', async () => {
  const seen = {
    name: 'Seen',
    before: '<cols><col min="2" max="2" hidden="1"/></cols>',
    rows:
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="3" hidden="1"><c r="A3" t="s"><v>2</v></c></row>' +
      `<row r="4"><c r="A4" t="s" s="${WHITE}"><v>3</v></c></row>`,
    after: '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
  }
  const secret = { name: 'Secret', state: 'veryHidden', rows: '<row r="1"><c r="A1" t="s"><v>4</v></c></row>' }
  const strings = ['plain', 'in column', 'in row', 'in white', 'on sheet']
  const document = await read(xlsx([seen, secret], { strings, styles }))
  expect(document.parts).toMatchObject([
    {
      name: 'Seen',
      title: 'A1:B4',
      sheet: { rows: 4, columns: 2, merged: ['A1:A2'], hiddenRows: [3], hiddenColumns: ['B'] },
    },
    { name: 'Secret', hidden: true },
  ])
  expect(document.hidden).toEqual([
    { at: 'Seen!B1', why: 'in a hidden column', text: 'in column' },
    { at: 'Seen!A3', why: 'in a hidden row', text: 'in row' },
    { at: 'Seen!A4', why: 'in the colour of the cell', text: 'in white' },
    { at: 'Secret!A1', why: 'on a hidden sheet', text: 'on sheet' },
  ])
  expect(cellsOf(document).filter(cell => !cell.hidden)).toMatchObject([{ at: 'A1', text: 'plain' }])
})

test('200,000 rows are read within their time, and only the window is kept', async () => {
  const row = (r: number) =>
    `<row r="${r}"><c r="A${r}"><v>${r}</v></c><c r="B${r}" t="inlineStr"><is><t>Row ${r}</t></is></c></row>`
  const rows = Array.from({ length: 200_000 }, (_, i) => row(i + 1)).join('')
  const result = await readDocument(xlsx([{ name: 'Long', rows }]), 'long.xlsx', { from: 199_999, count: 10 })
  expect(result.ok && result.value).toMatchObject({
    total: 200_000,
    more: false,
    pieces: [{ at: 'Long!199999' }, { at: 'Long!200000' }],
  })
}, 60_000)

test('text that looks like a date or a number stays text; words from right to left keep their order', async () => {
  const texts = ['1-2', '3/4', '007', '1e5', 'מחיר 12', 'السعر']
  const document = await read(xlsx([{ name: 'A', rows: sheetRows([texts]) }]))
  expect(cellsOf(document).map(cell => [cell.type, cell.text])).toEqual(texts.map(text => ['text', text]))
})

test('formulas that go in a circle are read with what stands in the file', async () => {
  const rows = '<row r="1"><c r="A1"><f>B1+1</f><v>0</v></c><c r="B1"><f>A1+1</f><v>0</v></c></row>'
  const document = await read(xlsx([{ name: 'A', rows }]))
  expect(cellsOf(document).map(cell => [cell.formula, cell.value])).toEqual([
    ['B1+1', 0],
    ['A1+1', 0],
  ])
})
