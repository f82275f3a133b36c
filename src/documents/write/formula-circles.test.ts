import { expect, test } from 'vitest'
import { documentsInThread } from '../../../tests/doubles/documents-in-thread.ts'
import { circleIn, type PlacedFormula } from './formula-circles.ts'

const at = (sheet: string, column: number, row: number, formula: string): PlacedFormula => ({
  sheet,
  column,
  row,
  formula,
})

test.each<[string, PlacedFormula[], string[] | null]>([
  ['a cell and itself', [at('A', 1, 2, 'A2+1')], ['A!A2']],
  ['two cells', [at('A', 1, 2, 'B2+1'), at('A', 2, 2, '$A$2*2')], ['A!A2', 'A!B2']],
  ['a sum over itself', [at('A', 2, 5, 'SUM(B2:B9)')], ['A!B5']],
  ['a whole column', [at('A', 2, 5, 'SUM(B:B)')], ['A!B5']],
  ['over another sheet', [at('A', 1, 1, "'My b'!B1"), at('My b', 2, 1, 'SUM(A!A1:A3)')], ['A!A1', 'My b!B1']],
  ['a total above it', [at('A', 2, 1, 'SUM(B2:B9)'), at('A', 2, 2, 'C2*2')], null],
  ['the same place in another sheet', [at('A', 1, 2, 'B!A2'), at('B', 1, 2, '7')], null],
  ['what stands between quotes', [at('A', 1, 2, '"A2"&B2')], null],
  ['where a cell is', [at('A', 1, 2, 'ROW(A2)-1')], null],
  ['a balance that runs on', [at('A', 1, 3, 'A2+B3'), at('A', 1, 2, 'B2')], null],
])('a circle of formulas is found: %s', (_, formulas, circle) => {
  expect(circleIn(formulas)).toEqual(circle)
})

test('formulas in a circle are neither written nor set, and it is said which', async () => {
  const rows = (formula: string) => [
    ['a', 'b'],
    [{ formula }, { formula: 'A2+1' }],
  ]
  const written = await documentsInThread.write({ format: 'xlsx', sheets: [{ name: 'S', rows: rows('B2+1') }] })
  expect(written.ok ? 'written' : written.failure.message).toMatch(/^The formulas of S!A2, S!B2 need each other/)
  const whole = await documentsInThread.write({ format: 'xlsx', sheets: [{ name: 'S', rows: rows('7') }] })
  if (!whole.ok) throw new Error(whole.failure.message)
  const edited = await documentsInThread.edit(whole.value, 'a.xlsx', [
    { kind: 'set-cells', sheet: 'S', cells: [{ at: 'A2', value: { formula: 'B2*2' } }] },
  ])
  expect(edited.ok ? 'changed' : edited.failure.message).toMatch(/need each other in a circle/)
})

test('days that sheets do not know stay text', async () => {
  const rows = [['born'], [{ date: '1850-05-04' }], [{ date: '1900-03-01' }]]
  const written = await documentsInThread.write({ format: 'xlsx', sheets: [{ name: 'S', rows }] })
  if (!written.ok) throw new Error(written.failure.message)
  const read = await documentsInThread.read(written.value, 'a.xlsx', {})
  const cells = read.ok ? read.value.pieces.flatMap(piece => (piece.kind === 'row' ? piece.cells : [])) : []
  expect(cells.map(({ type, text }) => [type, text])).toEqual([
    ['text', 'born'],
    ['text', '1850-05-04'],
    ['date', '1900-03-01'],
  ])
})
