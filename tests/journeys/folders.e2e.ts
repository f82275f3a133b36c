import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import { answerPicker, dropPaths, expect, makeProfile, test } from '../support/folder.ts'
import { compareTrees, readTree } from '../support/tree.ts'
import { ask, connect, isOver, putFiles } from './steps.ts'

const cold = test.extend({
  profile: async ({}, use) => {
    const profile = makeProfile({ neverVisited: true })
    await use(profile)
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  },
})

cold(
  'a new person tries the practice folder: in a minute and three clicks there is a finished table, then a change of it, then undo',
  async ({ page, app }) => {
    const began = Date.now()
    await page.addInitScript(() => {
      const counted = { clicks: 0 }
      addEventListener('pointerdown', event => void (event.isTrusted && counted.clicks++), { capture: true })
      Object.assign(globalThis, { counted })
    })
    await page.goto(app)
    await page.getByTestId('practice').click()
    await page.getByTestId('request').fill('Collect date, vendor and total of all receipts into one table')
    await page.getByTestId('request').press('Enter')
    await page.getByTestId('answer-send').click()
    await page.getByTestId('plan-approve').click()
    await isOver(page, 'done', 60_000)
    await expect(page.getByTestId('report').last()).toContainText('receipts.xlsx')
    expect(await page.evaluate(() => (globalThis as unknown as { counted: { clicks: number } }).counted.clicks)).toBe(3)
    expect(Date.now() - began).toBeLessThan(60_000)

    await ask(page, 'Add a tax column')
    const restated = page.getByTestId('question').last().locator('textarea')
    await expect(restated).toHaveValue(/Columns: .*tax/)
    await page.getByTestId('answer-send').click()
    await page.getByTestId('plan-approve').click()
    await expect(page.getByTestId('report')).toHaveCount(2, { timeout: 30_000 })
    await isOver(page)

    await page.getByTestId('tab-changes').click()
    await page.getByTestId('undo-all').click()
    await page.getByTestId('undo-confirm').click()
    await expect(page.getByTestId('undo-proof')).toBeVisible()
  },
)

test('a request it does not understand is answered plainly and starts nothing', async ({ page, app }) => {
  await page.goto(app)
  await page.getByTestId('practice').click()
  await ask(page, 'Write a poem about my receipts and send it to Anna')
  await isOver(page)
  await expect(page.getByRole('article', { name: 'Message' }).last()).toContainText('Claude')
  await expect(page.getByTestId('question')).toHaveCount(0)
  await expect(page.getByTestId('plan')).toHaveCount(0)
})

test('a dropped folder and a read-only one: one is read, the other written, and the read-only one stays untouched', async ({
  page,
  app,
  folder,
}) => {
  const [home, sources] = [join(folder, 'home'), join(folder, 'sources')]
  for (const each of [home, sources]) mkdirSync(each)
  putFiles(sources, [{ path: 'figures.csv', bytes: 'a,b\n1,2\n' }])
  const before = readTree(sources)
  const api = await startMessagesApi()
  api.script(body => {
    const turn = body.messages.filter(message => message.role === 'assistant').length
    if (turn === 0) return use(call('read', { path: 'sources:figures.csv' }))
    if (turn === 1)
      return use(
        call('write', { path: 'sources:new.txt', content: 'no' }),
        call('trash', { path: 'sources:figures.csv', why: 'to try' }),
        call('write', { path: 'result.txt', content: 'yes' }),
      )
    return use(call('report', { summary: 'Written.' }))
  })

  await answerPicker(page, sources)
  await page.goto(app)
  await dropPaths(page, 'html', [home])
  await expect(page.getByTestId('folder-home')).toBeVisible()
  await page.getByTestId('add-folder').click()
  await page.getByTestId('add-read').click()
  await expect(page.getByTestId('folder-sources')).toBeVisible()
  await connect(page, api.origin)
  await ask(page, 'Take the figures over')
  await page.getByTestId('permission-allow').click()
  await isOver(page)
  await api.close()

  expect(readFileSync(join(home, 'result.txt'), 'utf8')).toBe('yes')
  expect(compareTrees(before, readTree(sources))).toEqual({ added: [], removed: [], changed: [] })
  const answers = JSON.stringify(api.requests.at(-1)?.body.messages)
  expect(answers).toContain('read')
})
