import { expect, test } from 'vitest'
import { collect } from '../../src/model/builtin/jobs/collect.ts'
import { documentsInThread } from '../doubles/documents-in-thread.ts'
import { makeOfficeReceipts } from '../fixtures/office-receipts.ts'
import { makeReceipts } from '../fixtures/receipts.ts'
import { DeskInMemory, runJob } from '../unit/builtin-harness.ts'
import { convert } from './libreoffice.ts'

test('the report on 40 receipts is two pages in LibreOffice, and its workbook opens', {
  timeout: 240_000,
}, async () => {
  const files = [...makeReceipts().files, ...makeOfficeReceipts().files]
  const desk = new DeskInMemory(Object.fromEntries(files.map(file => [file.path, file.bytes])))
  const run = await runJob(collect, 'put my receipts into a spreadsheet and write a short report', desk)
  expect(Object.values(run.tasks).flatMap(task => task.failed)).toEqual([])
  const report = await documentsInThread.read(
    convert(desk.files.get('report.docx')!, 'report.docx', 'pdf'),
    'a.pdf',
    {},
  )
  if (!report.ok) throw new Error(report.failure.message)
  expect(report.value.parts).toHaveLength(2)
  const book = await documentsInThread.read(
    convert(desk.files.get('receipts.xlsx')!, 'receipts.xlsx', 'pdf'),
    'b.pdf',
    {},
  )
  if (!book.ok) throw new Error(book.failure.message)
  const words = JSON.stringify(book.value.pieces)
  for (const text of ['Hotel Post', '5,912.50', 'City Taxi']) expect(words).toContain(text)
})
