import { ADDRESS, CITED, QUERY, scriptWeb, toolNames } from '../doubles/web-script.ts'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { test as base, expect } from '../support/folder.ts'
import { scriptSouth } from './south.ts'
import { ask, connect, isOver, openFolder, putFiles } from './steps.ts'

const KEY = 'sk-canary-0123456789abcdef'

const test = base.extend<{ api: MessagesApi }>({
  api: async ({}, use) => {
    const api = await startMessagesApi({ key: KEY })
    await use(api)
    await api.close()
  },
})

/** A picture of one dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const FILES = [
  { path: 'sales.csv', bytes: 'region,amount\nmark-of-sales,1\nsüden,2\n' },
  { path: 'notes/long.txt', bytes: `${'filling\n'.repeat(50)}mark-of-notes is here\n` },
  { path: 'dot.png', bytes: PNG },
  { path: 'never-read.txt', bytes: 'mark-of-never' },
]
const MARKS = { 'sales.csv': 'mark-of-sales', 'notes/long.txt': 'mark-of-notes', 'dot.png': PNG.toString('base64') }

test('the list is, request for request and byte for byte, what the server saw, and names the files that were in each', async ({
  page,
  app,
  folder,
  api,
}) => {
  putFiles(folder, FILES)
  scriptSouth(api)
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-test', KEY)
  await ask(page, 'Write a page for the south')
  await page.getByTestId('plan-approve').click()
  await isOver(page)

  await page.getByTestId('tab-where').click()
  const rows = page.getByTestId('where-request')
  await expect(rows).toHaveCount(api.requests.length)
  const listed = await rows.evaluateAll(items =>
    items.map(item => ({
      sent: Number((item as HTMLElement).dataset.sent),
      received: Number((item as HTMLElement).dataset.received),
      files: JSON.parse((item as HTMLElement).dataset.files!) as [string, number][],
    })),
  )
  const seen = api.requests.map(({ raw, answer }) => ({
    sent: raw.length,
    received: answer.length,
    files: Object.entries(MARKS).flatMap(([path, mark]) => (raw.includes(mark) ? [path] : [])),
  }))
  const key = (row: { sent: number; received: number }) => row.sent * 1e7 + row.received
  const sorted = <T extends { sent: number; received: number }>(all: T[]) => all.sort((a, b) => key(a) - key(b))
  expect(sorted(listed.map(row => ({ ...row, files: row.files.map(([path]) => path).sort() })))).toEqual(
    sorted(seen.map(row => ({ ...row, files: row.files.sort() }))),
  )
  expect(api.requests.length).toBeGreaterThanOrEqual(8)
  expect(seen.some(row => row.files.length > 1)).toBe(true)
  expect(api.requests.every(({ raw }) => !raw.includes('mark-of-never'))).toBe(true)

  // The total of each file: its content's bytes, as often as it left.
  const size = { 'sales.csv': Buffer.byteLength(FILES[0]!.bytes), 'notes/long.txt': 21, 'dot.png': PNG.length }
  for (const [path, bytes] of Object.entries(size)) {
    const times = seen.filter(row => row.files.includes(path)).length
    const total = page.locator(`[data-testid=where-files] tr[data-path="${path}"]`)
    await expect(total).toHaveAttribute('data-requests', String(times))
    await expect(total).toHaveAttribute('data-bytes', String(times * bytes))
  }
})

test('with the built-in planner nothing left this machine, and the list says so', async ({
  page,
  app,
  folder,
  api,
}) => {
  putFiles(folder, FILES)
  await openFolder(page, app, folder)
  await ask(page, 'Find duplicate files')
  await expect(page.getByTestId('status')).toBeVisible()
  await page.getByTestId('tab-where').click()
  await expect(page.getByTestId('nothing-left')).toContainText('Nothing left this machine')
  expect(api.requests).toEqual([])
})

test('the web is searched only for the approved task, and every query and address is in the list', async ({
  page,
  app,
  folder,
  api,
}) => {
  putFiles(folder, FILES)
  scriptWeb(api)
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-test', KEY)
  await ask(page, 'Prices and a summary')
  await expect(page.getByTestId('plan-web')).toContainText(`through ${api.origin}: "Write prices".`)
  await page.getByTestId('plan-approve').click()
  await isOver(page)

  const withWeb = api.requests.filter(({ body }) => toolNames(body).includes('web_search'))
  expect(withWeb).toHaveLength(3)
  for (const { body } of withWeb) expect(JSON.stringify(body.messages[0])).toContain('prices.md')
  expect(api.requests.flatMap(({ refused }) => refused ?? [])).toEqual([])

  await page.getByTestId('tab-where').click()
  const asked = page.getByTestId('where-asked').locator('li')
  await expect(asked).toHaveCount(2)
  await expect(asked.nth(0)).toContainText(`Read the page ${ADDRESS}`)
  await expect(asked.nth(1)).toContainText(`Searched for ${QUERY}`)

  await page.locator('details.helper', { hasText: 'Write prices' }).locator('summary').first().click()
  const sources = page.getByTestId('sources').getByRole('link')
  await expect(sources).toHaveText([ADDRESS, CITED.url])
  await expect(sources.last()).toHaveAttribute('href', CITED.url)
  await expect(sources.last()).toHaveAttribute('rel', 'noopener noreferrer')
})

test('a plan with the web that is refused sends no request with it', async ({ page, app, folder, api }) => {
  putFiles(folder, FILES)
  scriptWeb(api)
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-test', KEY)
  await ask(page, 'Prices and a summary')
  await page.getByTestId('plan-refuse').click()
  await page.getByTestId('plan-refuse-send').click()
  await isOver(page)
  expect(api.requests.some(({ body }) => toolNames(body).includes('web_search'))).toBe(false)
  await page.getByTestId('tab-where').click()
  await expect(page.getByTestId('where-sum')).toBeVisible()
  await expect(page.getByTestId('where-asked')).toHaveCount(0)
})
