import { expect, test } from 'vitest'
import { suggestionsFor } from './suggestions.ts'

const many = (count: number, name: (n: number) => string) => Array.from({ length: count }, (_, n) => name(n))

test('what is suggested fits what is there', () => {
  expect(suggestionsFor([])).toEqual([
    'Summarise what is in this folder',
    'Find duplicate files and move the extras to the trash',
  ])
  expect(suggestionsFor(many(5, n => `Receipts/receipt ${n}.pdf`))[0]).toContain('Collect the receipts')
  expect(suggestionsFor(['a.csv', 'in/b.csv'])[0]).toBe('Merge the csv tables into one')
  expect(suggestionsFor(many(20, n => `photo ${n}.jpg`))).toEqual([
    'Rename the pictures by their date',
    'Organise the files by kind',
    'Summarise what is in this folder',
    'Find duplicate files and move the extras to the trash',
  ])
})
