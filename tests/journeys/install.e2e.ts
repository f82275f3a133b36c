import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { read, utils } from '@e965/xlsx'
import type { Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { makeReceipts } from '../fixtures/receipts.ts'
import { isAccessible } from '../support/accessible.ts'
import { builtName } from '../support/built-name.ts'
import { test as base, expect, openContext } from '../support/folder.ts'
import { newerBuild } from '../support/newer-build.ts'
import { type StaticServer, startStaticServer } from '../support/static-server.ts'
import { isComplete, isKept } from '../support/whole-app.ts'
import { ask, isOver, openFolder, putFiles, readLog, status } from './steps.ts'

const BUILD = 'dist'
const RECEIPTS =
  'Collect all receipts in this folder into one csv table with totals per month and per vendor, and a report in Markdown'

/** Each counts the rows of a table in its own language. */
const SCRIPTS = [
  { path: 'rows.sh', bytes: 'tail -n +2 "$1" | grep -c . > sh.txt\n' },
  {
    path: 'rows.js',
    bytes: `const { readFileSync, writeFileSync } = require('node:fs')
const lines = readFileSync(process.argv[2], 'utf8').trim().split('\\n')
writeFileSync('js.txt', lines.length - 1 + '\\n')
`,
  },
  {
    path: 'rows.py',
    bytes: `import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline='')))
open('py.txt', 'w').write(f'{len(rows)}\\n')
`,
  },
]

/** A host that sets no headers, and the app in a folder of it whose name has a space. */
const test = base.extend<{ host: StaticServer }>({
  host: async ({}, use) => {
    const host = await startStaticServer(BUILD, '/my desk/')
    await use(host)
    await host.stop()
  },
})

const notice = (page: Page, kind: string) => page.locator(`[data-testid=service-notice][data-kind=${kind}]`)
const cacheNames = (page: Page) => page.evaluate(() => caches.keys())
const entry = (page: Page) => page.locator('script[type=module]').last()

test('visited once, it works with its server gone: a report for Word, scripts in three languages, a session saved and seen again', async ({
  page,
  context,
  folder,
  host,
}, info) => {
  test.setTimeout(180_000)
  await page.goto(host.app)
  await isKept(page)
  await isComplete(page, BUILD)
  await host.stop()
  await page.close()

  const { files, expected } = makeReceipts()
  const vendors = [...new Set(expected.map(receipt => receipt.vendor))]
  putFiles(folder, files)
  const offline = await context.newPage()
  const by = (name: string) => offline.getByTestId(name)
  const trouble: string[] = []
  offline.on('pageerror', error => trouble.push(error.message))
  await openFolder(offline, host.app, folder)
  await ask(
    offline,
    'Put all receipts into a spreadsheet with totals per month and per vendor, and write a short report',
  )
  await by('question').waitFor()
  await offline.reload()
  await isKept(offline)
  await by('resume').click()
  await by('answer-send').click()
  await by('plan-approve').click()
  await isOver(offline)

  const table = utils.sheet_to_csv(read(readFileSync(join(folder, 'receipts.xlsx'))).Sheets.Receipts!)
  const document = strFromU8(unzipSync(readFileSync(join(folder, 'report.docx')))['word/document.xml']!)
  const report = document
    .replace(/<[^>]+>/g, '')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
  for (const vendor of vendors) {
    expect(table).toContain(vendor)
    expect(report).toContain(vendor)
  }

  putFiles(folder, [{ path: 'visits.csv', bytes: 'day,place\n1,Bern\n2,Ulm\n3,Graz\n' }, ...SCRIPTS])
  await ask(offline, 'Run rows.sh, rows.js and rows.py on visits.csv and write sh.txt, js.txt and py.txt')
  await by('answer-send').last().click({ timeout: 30_000 })
  await by('plan-approve').last().click({ timeout: 30_000 })
  // Node could also run in an engine from elsewhere: the answer that is suggested keeps it here.
  await by('question').filter({ hasText: 'WebContainer' }).getByTestId('answer-send').click({ timeout: 30_000 })
  await expect(by('report')).toHaveCount(2, { timeout: 60_000 })
  await isOver(offline)
  for (const name of ['sh.txt', 'js.txt', 'py.txt']) expect(readFileSync(join(folder, name), 'utf8').trim()).toBe('3')

  // Seen again from its start, here and in the page it is saved as.
  await offline.keyboard.press('Control+Shift+3')
  await by('replay').click()
  const again = by('replay-dialog').getByRole('article', { name: 'Report' })
  await by('place').press('Home')
  await expect(again).toHaveCount(0)
  await by('replay-dialog').getByLabel('Speed').selectOption('64')
  await by('play').click()
  await expect(again).toHaveCount(2, { timeout: 30_000 })
  await offline.keyboard.press('Escape')
  await by('save-session').click()
  const saving = offline.waitForEvent('download')
  await by('save-page').click()
  const saved = await saving
  expect(saved.suggestedFilename()).toMatch(/\.html$/)
  await offline.keyboard.press('Escape')
  await by('settings').click()
  await expect(offline.getByRole('dialog')).toBeVisible()
  await offline.goto(`${host.app}no/such/place`)
  await expect(offline).toHaveURL(host.app)
  const file = info.outputPath('saved.html')
  await saved.saveAs(file)
  await offline.goto(pathToFileURL(file).href)
  await expect(by('verdict')).toHaveAttribute('data-sound', 'true')
  await expect(by('report')).toHaveCount(2)
  await isAccessible(offline, 'a saved session')
  await by('place').press('Home')
  await expect(by('report')).toHaveCount(0)
  expect(trouble).toEqual([])
})

test('a newer version is offered only when nothing runs in any tab, and two versions work side by side', async ({
  page,
  context,
  folder,
  host,
}) => {
  const newer = await newerBuild(BUILD, '2')
  try {
    putFiles(folder, makeReceipts().files)
    await page.goto(host.app)
    await isKept(page)
    await openFolder(page, host.app, folder)
    await ask(page, RECEIPTS)
    await page.getByTestId('question').waitFor()

    // What the sandbox is made of comes when it is needed, and by then the host may have a newer one.
    const engine = () =>
      page.evaluate(
        async name => (await fetch(new URL(`sandbox/${name}`, document.baseURI))).text(),
        builtName('shell.js'),
      )
    const itsEngine = await engine()
    const other = await context.newPage()
    await other.goto(host.app)
    host.serve(newer)
    await other.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      await registration.update()
    })
    const isWaiting = () => other.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)
    await expect.poll(isWaiting, { timeout: 30_000 }).toBe(true)
    await other.waitForTimeout(2500)
    await expect(notice(other, 'update')).toBeHidden()
    await expect(notice(page, 'update')).toBeHidden()
    await other.reload()
    await expect(entry(other)).not.toHaveAttribute('src', /2\.js$/)

    await page.getByTestId('stop').click()
    await isOver(page, 'stopped')
    await expect(notice(page, 'update')).toBeVisible()
    await notice(other, 'update').getByTestId('update').click()
    await expect(entry(other)).toHaveAttribute('src', /2\.js$/)
    await isKept(other)

    expect(await engine()).toBe(itsEngine)
    const trouble: string[] = []
    page.on('pageerror', error => trouble.push(error.message))
    await expect(notice(page, 'update')).toBeHidden()
    await page.getByTestId('settings').click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await ask(page, RECEIPTS)
    await page.getByTestId('question').last().waitFor()
    expect(trouble).toEqual([])
    expect(await cacheNames(page)).toHaveLength(2)

    await page.reload()
    await expect(entry(page)).toHaveAttribute('src', /2\.js$/)
    await expect.poll(() => cacheNames(page)).toHaveLength(1)
    expect(await readLog(page)).not.toEqual([])
    await expect(status(page)).toHaveAttribute('data-status', 'paused')
  } finally {
    rmSync(newer, { recursive: true, force: true })
  }
})

test('a build that was changed on its way is not kept, and the page works on from the network', async ({
  page,
  host,
}) => {
  const changed = await newerBuild(BUILD, '3')
  try {
    const asset = 'favicon.svg'
    appendFileSync(join(changed, asset), '<!-- injected -->')
    host.serve(changed)
    await page.goto(host.app)
    await expect(notice(page, 'missing')).toBeVisible()
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active)).toBeFalsy()
    await page.getByTestId('practice').click()
    await expect(page.locator('[data-testid^="folder-"]').first()).toBeVisible()
  } finally {
    rmSync(changed, { recursive: true, force: true })
  }
})

test('it installs as an app, whose icon says when the person is needed', async ({ folder: home, host, profile }) => {
  const context = await openContext(profile, home)
  const page = context.pages()[0]!
  try {
    await page.goto(host.app)
    await isKept(page)
    await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', './favicon.svg')
    const devtools = await context.newCDPSession(page)
    const { errors, data } = await devtools.send('Page.getAppManifest')
    expect(errors).toEqual([])
    const { icons, shortcuts } = JSON.parse(data ?? '{}') as {
      icons: { src: string; purpose: string }[]
      shortcuts: { name: string }[]
    }
    expect(icons.map(icon => icon.purpose)).toEqual(['any', 'any', 'maskable', 'maskable'])
    expect(shortcuts.map(shortcut => shortcut.name)).toEqual(['New session'])
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
    expect(installabilityErrors).toEqual([])
    for (const { src } of icons) expect(existsSync(join(BUILD, src))).toBe(true)

    const { appId: manifestId = '' } = await devtools.send('Page.getAppId')
    await devtools.send('PWA.install', { manifestId, installUrlOrBundleUrl: host.app })
    const badge = async () => (await devtools.send('PWA.getOsAppState', { manifestId })).badgeCount
    expect(await badge()).toBe(0)
    await page.getByTestId('practice').click()
    await ask(page, RECEIPTS)
    await page.getByTestId('question').waitFor()
    await expect.poll(badge).toBe(1)
    await page.getByTestId('stop').click()
    await isOver(page, 'stopped')
    await expect.poll(badge).toBe(0)
    await devtools.send('PWA.uninstall', { manifestId })
  } finally {
    await context.close()
  }
})

test('what another program shares lies in a folder of its own', async ({ page, host }) => {
  await page.goto(host.app)
  await isKept(page)
  await page.goto('about:blank')
  await page.setContent(
    `<form method="post" enctype="multipart/form-data" action="${host.app}share">
      <input name="text" value="Please look at this"><input type="file" name="files" multiple><button></button>
    </form>`,
  )
  const file = (name: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') })
  await page.locator('input[type=file]').setInputFiles([file('table.csv'), file('table.csv')])
  await page.locator('button').click()
  await expect(page.locator('[data-testid="folder-shared-files"]')).toBeVisible()
  const names = await page.evaluate(async () => {
    const all = await (await navigator.storage.getDirectory()).getDirectoryHandle('shared')
    const found: string[] = []
    for await (const folder of all.values())
      for await (const name of (folder as FileSystemDirectoryHandle).keys()) found.push(name)
    return found.sort()
  })
  expect(names).toEqual(['Shared text.txt', 'table (2).csv', 'table.csv'])
})
