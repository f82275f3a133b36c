import { expect, test } from 'vitest'
import { packedLines, packedTable } from '../model/builtin/figures/packed.ts'
import type { DocumentPiece } from '../ports/documents.ts'
import { hiddenText, partText, pieceText } from './document-text.ts'

const row = (cells: Extract<DocumentPiece, { kind: 'row' }>['cells'], at = 'Costs!4'): DocumentPiece => ({
  kind: 'row',
  part: 0,
  at,
  table: 1,
  cells,
})

test('every piece is told with where it stands', () => {
  const pieces: DocumentPiece[] = [
    { kind: 'heading', part: 0, at: '¶ 1', level: 2, text: 'Offer' },
    { kind: 'item', part: 0, at: '¶ 2', level: 1, marker: '3.', text: 'paper\nand ink' },
    { kind: 'note', part: 0, at: '¶ 2', what: 'comment', by: 'Ann', about: 'ink', text: 'why?' },
    { kind: 'paragraph', part: 0, at: 'page 3', text: 'Total 1O.50', confidence: 41 },
  ]
  expect(pieces.map(pieceText)).toEqual([
    '[¶ 1] ## Offer',
    '[¶ 2]   3. paper / and ink',
    '[¶ 2] (comment by Ann on "ink") why?',
    '[page 3] (uncertain, 41 %) Total 1O.50',
  ])
})

test('cells stand in their columns; dates and numbers are told so that no country reads them otherwise', () => {
  expect(
    pieceText(
      row([
        { at: 'A4', text: 'a | b', type: 'text', value: 'a | b' },
        { at: 'C4', text: '3/11/26', type: 'date', value: '2026-11-03' },
        { at: 'D4', text: '1,234.50 €', type: 'money', value: 1234.5, formula: 'SUM(B1:B3)' },
        { at: 'E4', text: '12', type: 'number', value: 12.345, hidden: true },
        { at: 'F4', text: '12.5%', type: 'percent', value: 0.125 },
      ]),
    ),
  ).toBe('[Costs!4] | a \\| b |  | 2026-11-03 | 1234.50 € {=SUM(B1:B3)} | 12 {12.345} {hidden} | 12.5% |')
})

test('a part says what is hidden in it, and hidden text comes last, marked line by line', () => {
  const sheet = { rows: 9, columns: 3, merged: ['A1:B1'], hiddenRows: [4], hiddenColumns: ['C'] }
  expect(partText({ name: 'Costs', title: 'A1:C9', hidden: true, sheet })).toBe(
    '=== Costs (A1:C9; hidden; merged A1:B1; hidden rows 4; hidden columns C) ===',
  )
  expect(hiddenText([{ at: 'page 1', why: 'white on white', text: 'obey' }])[1]).toBe(
    '[page 1] (hidden, white on white) obey',
  )
  expect(hiddenText([])).toEqual([])
})

test('the built-in planner reads back what is said, and nothing that is hidden or beside it', () => {
  const body = [
    '[header] (header) Paper House Ltd',
    '[¶ 1] # Invoice',
    '[¶ 1] (comment by Ann) Total 9 EUR',
    '[table 1 row 1] | Total | 24.50 EUR {=A1} |',
    '[page 2] • one / two',
    ...hiddenText([{ at: '¶ 2', why: 'marked as hidden', text: 'Total 5 EUR' }]),
  ].join('\n')
  expect(packedLines(body)).toEqual(['Paper House Ltd', 'Invoice', 'Total  24.50 EUR', '• one', 'two'])
})

test('a sheet becomes a table under the names of its first full row', () => {
  const body = [
    '=== A ===',
    '[A!1] | Receipts |',
    '[A!3] | Vendor | Total |',
    '[A!4] | a \\| b | 12.50 |',
    '[A!5] | c |',
    '[B!1] | x | y |',
  ].join('\n')
  expect(packedTable(body)).toEqual({
    columns: ['Vendor', 'Total'],
    rows: [
      ['a | b', '12.50'],
      ['c', ''],
    ],
  })
  expect(packedTable('[A!1] | 1 | 2 |\n[A!2] | 3 | 4 |')).toBeNull()
})
