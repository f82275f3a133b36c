import { rmSync } from 'node:fs'
import type { BrowserContext, Page } from '@playwright/test'
import { answerPicker, expect, makeProfile, openContext, test } from '../support/folder.ts'
import { putFiles } from './steps.ts'

/** A browser that asks about every folder; a folder that is dropped may be read without. */
async function inAskingBrowser(work: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  // A service worker of an earlier visit would hold the grant.
  const profile = makeProfile({ read: 'ask', write: 'ask', neverVisited: true })
  const context = await openContext(profile)
  try {
    await work(context.pages()[0] ?? (await context.newPage()), context)
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function openReadOnly(page: Page, app: string, folder: string): Promise<void> {
  putFiles(folder, [{ path: 'a.txt', bytes: 'words' }])
  await answerPicker(page, folder)
  await page.goto(app)
  await page.getByTestId('practice').click()
  await page.getByTestId('add-folder').click()
  await page.getByTestId('add-read').click()
  await expect(page.locator('[data-testid^="folder-deskhand"]')).toContainText('read only')
}

const reconnect = (page: Page) => page.getByTestId('reconnect')

test('after a reload the folder is there without a question, and again after the next', async ({ app, folder }) => {
  await inAskingBrowser(async page => {
    await page.goto(app)
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await openReadOnly(page, app, folder)
    for (let time = 0; time < 2; time++) {
      await page.reload()
      await expect(page.locator('[data-testid^="folder-deskhand"]')).toContainText('read only')
      await expect(reconnect(page)).toBeHidden()
    }
    // Longer than an idle service worker lives: the page tells it once more as it goes.
    if (process.env.DESKHAND_SLOW) {
      await page.waitForTimeout(45_000)
      await page.reload()
      await expect(page.locator('[data-testid^="folder-deskhand"]')).toContainText('read only')
    }
  })
})

test('where no service worker may hold the grant, one button and a hint bring it back', async ({ app, folder }) => {
  await inAskingBrowser(async (page, context) => {
    await context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })
    })
    await openReadOnly(page, app, folder)
    // A reload may find the grant still held by what watched the folder in the page before.
    await page.goto('about:blank')
    await page.waitForTimeout(2000)
    await page.goto(app)
    await expect(reconnect(page)).toHaveCount(1)
    await expect(page.getByText('Allow on every visit')).toBeVisible()
  })
})
