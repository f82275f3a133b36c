import { expect, test } from 'vitest'
import { amend } from './amend.ts'

const COLLECT = [
  { name: 'Files', value: 'receipts/**' },
  { name: 'Columns', value: 'date, vendor, total' },
  { name: 'Write to', value: 'receipts.csv' },
  { name: 'Totals', value: 'by month' },
  { name: 'Report', value: 'report.md' },
]
const ORGANISE = [{ name: 'How', value: 'by kind' }]

test.each([
  ['add a tax column', 'Columns', 'date, vendor, total, tax'],
  ['Please add the columns net and tax.', 'Columns', 'date, vendor, total, net, tax'],
  ['remove the vendor column', 'Columns', 'date, total'],
  ['also by vendor', 'Totals', 'by month, by vendor'],
  ['call it spending.csv', 'Write to', 'spending.csv'],
  ['call it spending.xlsx', 'Write to', 'spending.xlsx'],
  ['write the report as story.docx', 'Report', 'story.docx'],
  ['save it as summary.md', 'Report', 'summary.md'],
  ['Totals: none', 'Totals', 'none'],
  ['only invoices/*', 'Files', 'invoices/*'],
])('%s', (request, name, value) => {
  expect(amend(request, COLLECT)).toEqual({ name, value })
})

test('organise the same, by month instead', () => {
  expect(amend('by month instead', ORGANISE)).toEqual({ name: 'How', value: 'by month' })
})

test.each([
  'thanks',
  'add a chapter',
  'add a total column',
  'only you',
  'what about tax',
  'add a tax column'.repeat(10),
])('is no change of the last job: %s', request => {
  expect(amend(request, COLLECT)).toBeNull()
})
