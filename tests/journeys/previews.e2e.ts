import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { sealedChanges } from '../doubles/changed-files.ts'
import { makeLooks } from '../fixtures/looks.ts'
import { expect, test } from '../support/folder.ts'
import { ask, isOver, openFolder, putFiles } from './steps.ts'

/** A server that nobody may ever ask. */
async function startTrap() {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { address, hits, close: () => server.close() }
}

/** A page that tries every way out it knows. */
const hostile = (trap: string) => `<!doctype html><html><head><title>t</title><base href="${trap}/">
<meta http-equiv="refresh" content="0;url=${trap}/refresh"><link rel="stylesheet" href="${trap}/a.css">
<link rel="preload" as="image" href="${trap}/preload"><link rel="prefetch" href="${trap}/prefetch">
<style>@import "${trap}/import.css"; h1{color:rgb(1,2,3);background:url(${trap}/bg)} @font-face{font-family:x;src:url(${trap}/font)} p{font-family:x}</style></head>
<body background="${trap}/body"><h1>Offer &amp; more</h1><p onclick="x()">words</p><script>fetch("${trap}/script")</script>
<img src="${trap}/img" srcset="${trap}/srcset 2x" onerror="fetch('${trap}/onerror')"><picture><source srcset="${trap}/source"><img src="x"></picture>
<iframe src="${trap}/iframe" srcdoc="<script>fetch('${trap}/srcdoc')</script>"></iframe><embed src="${trap}/embed"><object data="${trap}/object"></object>
<video src="${trap}/video" poster="${trap}/poster" autoplay></video><audio src="${trap}/audio" autoplay></audio>
<form action="${trap}/form"><input type="image" src="${trap}/input"></form><a href="${trap}/link" ping="${trap}/ping">link</a>
<svg><image href="${trap}/svg"/><use href="${trap}/use#x"/><style>*{background:url(${trap}/svgstyle)}</style></svg>
<math><mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=fetch('${trap}/mxss')&gt;"></math></body></html>`

const row = (page: Page, name: string) =>
  page.locator('.change').filter({ has: page.locator('.path', { hasText: name }) })

async function openLarge(page: Page, name: string) {
  const change = row(page, name)
  await change.locator('summary').first().click()
  await change.getByTestId('open-preview').click()
  const dialog = page.getByTestId('preview-dialog')
  await expect(dialog.getByTestId('preview')).toHaveAttribute('data-state', 'open')
  return dialog
}

async function closeLarge(page: Page, name: string) {
  await page.getByTestId('preview-dialog').getByRole('button', { name: 'Close' }).click()
  await expect(page.getByTestId('preview-dialog')).toHaveCount(0)
  await row(page, name).locator('summary').first().click()
}

test('files are looked at as what they are, what changed in them is told, and nothing in them runs or loads', async ({
  page,
  context,
  app,
}, info) => {
  const trap = await startTrap()
  const outside: string[] = []
  context.on('request', request => {
    if (!request.url().startsWith(app) && !/^(blob|data):/.test(request.url())) outside.push(request.url())
  })
  const rows = Array.from({ length: 50_000 }, (_, i) => `${i},Vendor ${i % 97},${(i * 7) % 1000}.50`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><script>fetch("${trap.address}/s")</script><image href="${trap.address}/i"/><rect width="40" height="40"/></svg>`
  const file = info.outputPath('looks.json')
  const files = [
    ...(await makeLooks()).filter(each => each.path !== 'drawing.svg'),
    { path: 'big.csv', after: `id,vendor,total\n${rows.join('\n')}` },
    { path: 'page.html', after: hostile(trap.address) },
    { path: 'drawing.svg', after: svg },
    {
      path: 'odd "name" <img src=x onerror=alert(1)>.txt'.replace(/[<>"]/g, "'"),
      after: '<script>alert(1)</script>\n',
    },
    { path: 'broken.docx', after: 'PK\u0003\u0004 cut off' },
  ]
  writeFileSync(file, await sealedChanges(files))
  await page.goto(app)
  await page.getByTestId('open-saved').setInputFiles(file)
  await page.getByTestId('tab-changes').click()

  const cells = row(page, 'costs.xlsx')
  await cells.locator('summary').first().click()
  await expect(cells.getByTestId('diff-summary')).toContainText('1 row added')
  await expect(cells.locator('[data-change=changed]').first()).toHaveText('1,840.00 1,890.00')
  await expect(cells.locator('[data-change=changed] del').first()).toHaveText('1,840.00')
  await expect(cells.locator('tr.added')).toContainText('Corner House Ltd')
  await cells.locator('summary').first().click()

  let dialog = await openLarge(page, 'costs.xlsx')
  await expect(dialog.getByTestId('grid')).toContainText('2026-10-20')
  await dialog.getByTestId('grid').focus()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
  await expect(dialog.locator('.cell-bar')).toContainText('=ROUND(C2*1.19,2)')
  await dialog.getByTestId('side-before').click()
  await expect(dialog.getByTestId('grid')).not.toContainText('2026-10-20')
  await closeLarge(page, 'costs.xlsx')

  dialog = await openLarge(page, 'report.docx')
  await expect(dialog.getByTestId('flow')).toContainText('The landlord was asked twice.')
  await expect(dialog.getByTestId('flow').locator('img')).toHaveCount(1)
  await dialog.getByTestId('side-changes').click()
  await expect(dialog.locator('ins').first()).toHaveText(/The landlord was asked twice\./)
  await closeLarge(page, 'report.docx')

  dialog = await openLarge(page, 'slides.pptx')
  await expect(dialog.getByTestId('slides').locator('.slide')).toHaveCount(3)
  await expect(dialog.getByTestId('slides')).toContainText('Say why October is high.')
  await closeLarge(page, 'slides.pptx')

  dialog = await openLarge(page, 'report.pdf')
  await expect(dialog.locator('canvas[data-drawn=true]').first()).toBeVisible()
  await dialog.getByTestId('side-changes').click()
  await expect(dialog.getByTestId('diff')).toContainText('The landlord was asked twice.')
  await closeLarge(page, 'report.pdf')

  dialog = await openLarge(page, 'hidden.docx')
  await expect(dialog.getByTestId('hidden-text')).toContainText('Hidden text in 1 place')
  await closeLarge(page, 'hidden.docx')

  dialog = await openLarge(page, 'big.csv')
  await dialog.getByTestId('grid').focus()
  await page.keyboard.press('Control+End')
  await expect(dialog.getByTestId('grid')).toContainText('49999')
  await closeLarge(page, 'big.csv')

  dialog = await openLarge(page, 'page.html')
  const shown = dialog.getByTestId('page-frame').contentFrame().locator('iframe').contentFrame()
  await expect(shown.getByRole('heading')).toHaveText('Offer & more')
  await expect(shown.getByRole('heading')).toHaveCSS('color', 'rgb(1, 2, 3)')
  await shown.getByText('link', { exact: true }).click()
  await closeLarge(page, 'page.html')

  dialog = await openLarge(page, 'drawing.svg')
  await expect(dialog.getByTestId('picture').locator('img')).toBeVisible()
  await closeLarge(page, 'drawing.svg')

  dialog = await openLarge(page, "odd 'name'")
  await expect(dialog.getByTestId('code')).toContainText('<script>alert(1)</script>')
  await closeLarge(page, "odd 'name'")

  await row(page, 'broken.docx').locator('summary').first().click()
  await expect(row(page, 'broken.docx').getByTestId('preview-failure')).toContainText('damaged or cut off')

  await page.getByTestId('produced').getByRole('button', { name: 'notes.md' }).click()
  await expect(page.getByTestId('preview-dialog').getByTestId('markdown')).toContainText('not loaded: example.com')
  const saving = page.waitForEvent('download')
  await page.getByTestId('save-copy').click()
  expect((await saving).suggestedFilename()).toBe('notes.md')

  expect(outside).toEqual([])
  expect(trap.hits).toEqual([])
  trap.close()
})

const receipt = (vendor: string, date: string, total: string) => `${vendor}\nDate: ${date}\nTotal: ${total} EUR\n`

test('a workbook that was written again with one receipt more shows the cells that changed', async ({
  page,
  app,
  folder,
}) => {
  putFiles(folder, [
    { path: 'taxi.txt', bytes: receipt('City Taxi', '2026-11-02', '18.40') },
    { path: 'paper.txt', bytes: receipt('Paper & Ink', '2026-10-14', '124.50') },
    { path: 'cafe.txt', bytes: receipt('Corner Cafe', '2026-10-20', '7.00') },
  ])
  const collect = async () => {
    await ask(page, 'Put all receipts of this folder into a spreadsheet with totals per month and per vendor')
    await page.getByTestId('answer-send').click({ timeout: 60_000 })
    await page.getByTestId('plan-approve').last().click({ timeout: 60_000 })
    await isOver(page, 'done', 60_000)
  }
  await openFolder(page, app, folder)
  await collect()
  await page.getByTestId('tab-changes').click()
  const made = page.locator('.change').filter({ has: page.locator('.path', { hasText: 'receipts.xlsx' }) })
  await made.locator('summary').first().click()
  await expect(made.getByTestId('grid')).toContainText('Paper & Ink')

  putFiles(folder, [{ path: 'late.txt', bytes: receipt('City Taxi', '2026-11-09', '21.00') }])
  await collect()
  const again = made.first()
  await again.locator('summary').first().click()
  await expect(again.getByTestId('diff-summary')).toHaveText('3 sheets changed.')
  await expect(again.locator('.diff-group').first().locator('tr.added')).toContainText('21.00')
  await expect(again.locator('[data-change=changed]').filter({ hasText: '18.40' })).toHaveCount(2)
})
