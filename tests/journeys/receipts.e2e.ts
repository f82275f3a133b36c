import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { read, utils, type WorkSheet } from '@e965/xlsx'
import { strFromU8, unzipSync } from 'fflate'
import { makeOfficeReceipts } from '../fixtures/office-receipts.ts'
import { type ExpectedReceipt, makeReceipts } from '../fixtures/receipts.ts'
import { expect, test } from '../support/folder.ts'
import { compareTrees, readTree } from '../support/tree.ts'
import { ask, isOver, mostAtOnce, openFolder, putFiles, readLog, taskTimes } from './steps.ts'

type Row = Record<string, string | number | undefined>

/** Totals as the test works them out on its own, in hundredths. */
function totals(receipts: readonly ExpectedReceipt[], key: (receipt: ExpectedReceipt) => string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const receipt of receipts) {
    const name = `${key(receipt)} ${receipt.currency}`
    sums.set(name, (sums.get(name) ?? 0) + Math.round(Number(receipt.total) * 100))
  }
  return sums
}

const told = (rows: readonly Row[], column: string) =>
  new Map(rows.map(row => [`${row[column]} ${row.currency}`, Math.round(Number(row.total) * 100)]))

const formulasIn = (sheet: WorkSheet) =>
  Object.entries(sheet).flatMap(([at, cell]: [string, { f?: string }]) =>
    at.startsWith('D') && cell.f ? [cell.f] : [],
  )

test('40 receipts in six formats become a workbook with live totals and a Word report, with the network off; undo gives every byte back', async ({
  page,
  app,
  folder,
  context,
}) => {
  test.setTimeout(120_000)
  const [plain, office] = [makeReceipts(), makeOfficeReceipts()]
  const expected = [...plain.expected, ...office.expected]
  const unreadable = [...plain.unreadable, ...office.unreadable]
  expect(expected).toHaveLength(40)
  putFiles(folder, [...plain.files, ...office.files])
  const before = readTree(folder)

  await openFolder(page, app, folder)
  await ask(
    page,
    'Put all receipts of this folder into a spreadsheet with totals per month and per vendor, and write a short report',
  )
  await page.getByTestId('question').waitFor({ timeout: 60_000 })
  await context.setOffline(true)
  await page.getByTestId('answer-send').click()
  await page.getByTestId('plan-approve').click({ timeout: 60_000 })
  await isOver(page, 'done', 90_000)

  // Read by a library that had no part in writing it.
  const book = read(readFileSync(join(folder, 'receipts.xlsx')))
  const rowsOf = (sheet: string) => utils.sheet_to_json<Row>(book.Sheets[sheet]!, { raw: true })
  const byFile = (a: ExpectedReceipt, b: ExpectedReceipt) => (`${a.file} ${a.total}` < `${b.file} ${b.total}` ? -1 : 1)
  const written = utils.sheet_to_json<Row>(book.Sheets.Receipts!, { raw: false, dateNF: 'yyyy-mm-dd' }).map(row => ({
    file: String(row.file),
    date: String(row.date),
    vendor: String(row.vendor),
    currency: String(row.currency),
    total: String(row.total).replaceAll(',', ''),
    tax: String(row.tax ?? '').replaceAll(',', ''),
  }))
  expect(written.sort(byFile)).toEqual([...expected].sort(byFile))
  expect(told(rowsOf('By month'), 'month')).toEqual(totals(expected, receipt => receipt.date.slice(0, 7)))
  expect(told(rowsOf('By vendor'), 'vendor')).toEqual(totals(expected, receipt => receipt.vendor))
  for (const sheet of ['By month', 'By vendor'])
    expect(formulasIn(book.Sheets[sheet]!)).toHaveLength(rowsOf(sheet).length)

  const parts = unzipSync(readFileSync(join(folder, 'report.docx')))
  const report = strFromU8(parts['word/document.xml']!)
  expect(report.match(/<w:tbl>/g)).toHaveLength(2)
  const words = report.replace(/<[^>]+>/g, '').replaceAll('&apos;', "'")
  expect(unreadable).toHaveLength(3)
  for (const name of [...unreadable, ...expected.map(receipt => receipt.vendor)]) expect(words).toContain(name)

  const events = await readLog(page)
  const said = events.flatMap(event => (event.type === 'tool.finished' ? [event.summary] : []))
  expect(said.filter(summary => summary.startsWith('It has hidden text'))).not.toEqual([])
  expect(mostAtOnce(taskTimes(events))).toBeGreaterThanOrEqual(3)
  expect(events.filter(event => event.type === 'request.sent')).toEqual([])

  await expect(page.locator('.row.notice', { hasText: 'has text that nobody sees who opens it' })).not.toHaveCount(0)
  await page.getByTestId('tab-changes').click()
  const change = (path: string) => page.locator('.change').filter({ has: page.locator('.path', { hasText: path }) })
  for (const path of ['receipts.xlsx', 'report.docx']) await change(path).locator('summary').first().click()
  await expect(change('receipts.xlsx').getByTestId('grid')).toContainText('hotel-berlin.html')
  await expect(change('report.docx').getByTestId('flow')).toContainText('Hotel am Spreeufer')

  await context.setOffline(false)
  const after = readTree(folder)
  await page.getByTestId('undo-all').click()
  await page.getByTestId('undo-confirm').click()
  await expect(page.getByTestId('undo-proof')).toBeVisible()
  const same = { added: [], removed: [], changed: [] }
  expect(compareTrees(before, readTree(folder))).toEqual(same)

  await page.getByTestId('redo-all').click()
  await expect(page.getByTestId('undo-proof')).toContainText('done again. Each file was read back')
  expect(compareTrees(after, readTree(folder))).toEqual(same)
  await page.getByTestId('undo-all').click()
  await page.getByTestId('undo-confirm').click()
  await expect(page.getByTestId('undo-proof')).toContainText('undone. Each file was read back')
  expect(compareTrees(before, readTree(folder))).toEqual(same)
})
