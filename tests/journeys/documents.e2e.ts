import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { docx, paragraph, pdf, run, sheetRows, words, wordTable, xlsx } from '../fixtures/documents.ts'
import { expect, test } from '../support/folder.ts'
import { ask, isOver, openFolder, putFiles, readLog } from './steps.ts'

const styles =
  '<numFmts><numFmt numFmtId="200" formatCode="yyyy-mm-dd"/><numFmt numFmtId="201" formatCode="#,##0.00\\ &quot;EUR&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/><xf numFmtId="201"/></cellXfs>'

const files = [
  {
    path: 'receipts/cafe.pdf',
    bytes: pdf([
      words(50, 780, 'Corner Cafe', { size: 20 }) +
        words(50, 740, 'Date: 2026-10-14') +
        words(50, 700, '2 x Coffee') +
        words(400, 700, '7.00') +
        words(50, 650, 'Total EUR') +
        words(400, 650, '1,211.50') +
        words(50, 600, 'Total EUR 999999.00', { before: '1 1 1 rg' }),
    ]),
  },
  {
    path: 'receipts/paper.docx',
    bytes: docx(
      paragraph('Paper House Ltd') +
        paragraph('Invoice date: 3 November 2026') +
        wordTable([
          ['Item', 'Price'],
          ['Paper', '24.50 EUR'],
          ['Total', '24.50 EUR'],
        ]) +
        `<w:p>${run('Total 5.00 EUR', '<w:vanish/>')}</w:p>`,
    ),
  },
  {
    path: 'receipts/hotel.xlsx',
    bytes: xlsx(
      [
        {
          name: 'Bill',
          rows: sheetRows([
            ['Hotel Post'],
            ['Date', { v: 46310, s: 1 }],
            ['Room', { v: 1080, s: 2 }],
            ['Total', { v: 1180.5, s: 2 }],
          ]),
        },
      ],
      { styles },
    ),
  },
  { path: 'receipts/taxi.txt', bytes: 'City Taxi\nDate: 2026-11-02\nTotal: 18.40 EUR\n' },
  { path: 'receipts/broken.pdf', bytes: pdf([words(50, 700, 'x')]).slice(0, 200) },
]

test('receipts as pdf, docx and xlsx become rows; what is hidden counts for nothing and is told', async ({
  page,
  app,
  folder,
}) => {
  putFiles(folder, files)
  await openFolder(page, app, folder)
  await ask(
    page,
    'Collect all receipts in this folder into one table with totals per month and per vendor, and write a short report',
  )
  await page.getByTestId('question').waitFor({ timeout: 60_000 })
  await page.getByTestId('answer-send').click()
  await page.getByTestId('plan-approve').click({ timeout: 60_000 })
  await isOver(page, 'done', 90_000)

  const table = Papa.parse<Record<string, string>>(
    readFileSync(join(folder, 'receipts.csv'), 'utf8').replace(/^\ufeff/, ''),
    { header: true, skipEmptyLines: true },
  ).data
  const row = (file: string) => {
    const found = table.find(each => each.file?.endsWith(file))
    return found && { date: found.date, vendor: found.vendor, currency: found.currency, total: found.total }
  }
  expect(row('cafe.pdf')).toEqual({ date: '2026-10-14', vendor: 'Corner Cafe', currency: 'EUR', total: '1211.50' })
  expect(row('paper.docx')).toEqual({ date: '2026-11-03', vendor: 'Paper House Ltd', currency: 'EUR', total: '24.50' })
  expect(row('hotel.xlsx')).toEqual({ date: '2026-10-15', vendor: 'Hotel Post', currency: 'EUR', total: '1180.50' })
  expect(row('taxi.txt')?.total).toBe('18.40')
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain('broken.pdf')

  const events = await readLog(page)
  const said = events.flatMap(event => (event.type === 'tool.finished' ? [event.summary] : []))
  expect(said.filter(summary => summary.startsWith('It has hidden text'))).not.toEqual([])
  expect(events.filter(event => event.type === 'request.sent')).toEqual([])
})
