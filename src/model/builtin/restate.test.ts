import { expect, test } from 'vitest'
import { readBack, restate } from './restate.ts'

const SLOTS = [
  { name: 'Columns', value: 'date, vendor' },
  { name: 'Write to', value: 'receipts.csv' },
]
const valuesOf = (answer: string) => readBack(answer, SLOTS).slots.map(slot => slot.value)

test('a job is restated as lines and read back unchanged', () => {
  expect(restate(SLOTS)).toBe('Columns: date, vendor\nWrite to: receipts.csv')
  expect(readBack(restate(SLOTS), SLOTS)).toEqual({ slots: SLOTS, unknown: [] })
})

test('edits are read whatever their form', () => {
  expect(valuesOf('columns: date\n- WRITE TO = x.csv')).toEqual(['date', 'x.csv'])
  expect(valuesOf('Write to: a: b.csv')).toEqual(['date, vendor', 'a: b.csv'])
  expect(valuesOf('Write to:')).toEqual(['date, vendor', ''])
})

test('lines that are missing keep their value, lines that name nothing are told', () => {
  expect(readBack('ok', SLOTS)).toEqual({ slots: SLOTS, unknown: [] })
  expect(readBack('Colour: blue\nand be quick', SLOTS).unknown).toEqual(['Colour: blue', 'and be quick'])
})

test('a long value is cut for the screen and not for the job', () => {
  const long = [{ name: 'Files', value: 'x'.repeat(1000) }, ...SLOTS]
  expect(restate(long).length).toBeLessThan(500)
  expect(readBack(restate(long), long).slots).toEqual(long)
})
