import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { type ExpectedReceipt, makeReceipts } from '../fixtures/receipts.ts'
import { expect, test } from '../support/folder.ts'
import { compareTrees, readTree } from '../support/tree.ts'
import { ask, isOver, mostAtOnce, openFolder, putFiles, readLog, taskTimes } from './steps.ts'

type Row = Record<string, string>
const csv = (text: string) => Papa.parse<Row>(text.replace(/^\ufeff/, ''), { header: true, skipEmptyLines: true }).data

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

test('24 receipts become a table with totals and a report, with the network off, and undo gives every byte back', async ({
  page,
  app,
  folder,
  context,
}) => {
  const { files, expected, unreadable } = makeReceipts()
  putFiles(folder, files)
  const before = readTree(folder)

  await openFolder(page, app, folder)
  await ask(
    page,
    'Collect all receipts in this folder into one table with totals per month and per vendor, and write a short report',
  )
  await page.getByTestId('question').waitFor()
  await context.setOffline(true)
  await page.getByTestId('answer-send').click()
  await page.getByTestId('plan-approve').click()
  await isOver(page)

  const table = csv(readFileSync(join(folder, 'receipts.csv'), 'utf8'))
  const columns = (row: Row) => ({
    file: row.file!,
    date: row.date!,
    vendor: row.vendor!,
    currency: row.currency!,
    total: row.total!,
    tax: row.tax!,
  })
  const byFile = (a: ExpectedReceipt, b: ExpectedReceipt) => (`${a.file} ${a.total}` < `${b.file} ${b.total}` ? -1 : 1)
  expect(
    table
      .map(columns)
      .filter(row => row.total !== '')
      .sort(byFile),
  ).toEqual([...expected].sort(byFile))
  expect(told(csv(readFileSync(join(folder, 'totals by month.csv'), 'utf8')), 'month')).toEqual(
    totals(expected, receipt => receipt.date.slice(0, 7)),
  )
  expect(told(csv(readFileSync(join(folder, 'totals by vendor.csv'), 'utf8')), 'vendor')).toEqual(
    totals(expected, receipt => receipt.vendor),
  )
  const report = readFileSync(join(folder, 'report.md'), 'utf8')
  expect(unreadable).toHaveLength(2)
  for (const name of unreadable) expect(report).toContain(name)

  const events = await readLog(page)
  expect(mostAtOnce(taskTimes(events))).toBeGreaterThanOrEqual(3)
  expect(events.filter(event => event.type === 'request.sent')).toEqual([])

  await context.setOffline(false)
  const after = readTree(folder)
  await page.getByTestId('tab-changes').click()
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
