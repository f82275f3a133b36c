import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { startMessagesApi } from '../servers/messages-api.ts'
import { CHROMIUM, CHROMIUM_ARGUMENTS } from '../support/chromium.ts'
import { expect, test } from '../support/folder.ts'
import { startStaticServer } from '../support/static-server.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog, useBuiltIn } from './steps.ts'

const notice = (page: Page, kind: string) => page.locator(`[data-testid=service-notice][data-kind=${kind}]`)
const withoutServiceWorkers = (page: Page) =>
  page.addInitScript(() => {
    navigator.serviceWorker.register = () => Promise.reject(new DOMException('Not allowed here.', 'SecurityError'))
  })

/** The built-in planner does a small job in the practice folder, where a suggestion is asked for by a click. */
async function doSmallJob(page: Page): Promise<void> {
  await page.getByTestId('practice').click()
  await page.getByRole('list', { name: 'Suggestions' }).getByRole('button', { name: 'Summarise' }).click()
  const answer = page.getByTestId('answer-send')
  const approve = page.getByTestId('plan-approve')
  await answer.or(approve).first().waitFor()
  if (await answer.isVisible()) await answer.click()
  await approve.click()
  await isOver(page)
}

test('without a service worker it works online and says what is missing', async ({ page, app }) => {
  await withoutServiceWorkers(page)
  await page.goto(app)
  await expect(notice(page, 'missing')).toContainText('needs the network')
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect(notice(page, 'missing')).toBeHidden()
  await doSmallJob(page)
})

test('where neither host nor service worker sets the policy, no model is asked anything', async ({ page }) => {
  const host = await startStaticServer('dist')
  const api = await startMessagesApi()
  try {
    await withoutServiceWorkers(page)
    await page.goto(host.app)
    await page.getByTestId('settings').click()
    await page.getByTestId('provider-anthropic').check()
    await page.getByTestId('base-url').fill(api.origin)
    await page.getByTestId('test-connection').click()
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('Nothing was sent')
    await page.keyboard.press('Escape')
    await connect(page, api.origin)
    await expect(page.getByTestId('trouble')).toContainText('Nothing was sent')
    await page.getByTestId('practice').click()
    await ask(page, 'Summarise what is in this folder')
    await page.waitForTimeout(500)
    expect(api.visits).toEqual([])
    expect((await readLog(page)).filter(event => event.type === 'request.sent')).toEqual([])

    await useBuiltIn(page)
    await ask(page, 'Summarise what is in this folder')
    await page.getByTestId('plan-approve').or(page.getByTestId('answer-send')).first().waitFor()
  } finally {
    await api.close()
    await host.stop()
  }
})

test('an agent that was started past that check finds out by itself, and asks nobody', async ({ page }) => {
  const host = await startStaticServer('dist')
  const api = await startMessagesApi()
  try {
    await withoutServiceWorkers(page)
    await page.goto(host.app)
    const agent = readdirSync('dist/assets').find(name => name.startsWith('agent.worker'))
    const answer = await page.evaluate(
      ([address, origin]) =>
        new Promise<string>(resolve => {
          const worker = new Worker(address!, { type: 'module' })
          worker.onmessage = ({ data }) => resolve(JSON.stringify(data))
          const argumentList = [origin, null, []].map(value => ({ type: 'RAW', value }))
          worker.postMessage({ id: 'one', type: 'APPLY', path: ['check'], argumentList })
        }),
      [`assets/${agent}?to=${encodeURIComponent(api.origin)}`, api.origin],
    )
    expect(answer).toContain('Nothing was sent')
    expect(api.visits).toEqual([])
  } finally {
    await api.close()
    await host.stop()
  }
})

test('without cross-origin isolation a helper\u2019s command is seen, is ended on its own, and the next one works', async ({
  page,
  folder,
}) => {
  test.setTimeout(120_000)
  const host = await startStaticServer('dist')
  try {
    putFiles(folder, [
      { path: 'endless.py', bytes: `import time\nprint('under way', flush=True)\nwhile True: time.time()\n` },
      { path: 'next.py', bytes: `print('a,b\\n1,2', file=open('next.csv', 'w'))\n` },
    ])
    await withoutServiceWorkers(page)
    await openFolder(page, host.app, folder)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
    const run = async (request: string) => {
      await ask(page, request)
      const answer = page.getByTestId('answer-send')
      const approve = page.getByTestId('plan-approve')
      await answer.or(approve).first().waitFor()
      if (await answer.isVisible()) await answer.click()
      await approve.click()
    }
    await run('Run endless.py and write endless.csv')
    // Folded, as a helper's steps are, and seen all the same.
    await expect(page.getByRole('region', { name: 'Command of Run python3 endless.py' })).toContainText('under way', {
      timeout: 60_000,
    })
    await page.getByTestId('stop-command').click()
    const stopped = performance.now()
    await expect(page.getByTestId('run-output')).toHaveCount(0)
    expect(performance.now() - stopped).toBeLessThan(5_000)
    await expect(page.getByTestId('status')).not.toHaveAttribute('data-status', 'running', { timeout: 30_000 })
    await run('Run next.py and write next.csv')
    await expect.poll(() => existsSync(join(folder, 'next.csv')), { timeout: 60_000 }).toBe(true)
  } finally {
    await host.stop()
  }
})

test('a browser that keeps nothing gets a sentence, not an empty page', async ({ app }) => {
  const profile = mkdtempSync(join(tmpdir(), 'deskhand-refusing-'))
  mkdirSync(join(profile, 'Default'))
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } }
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: CHROMIUM_ARGUMENTS,
  })
  try {
    const page = await context.newPage()
    const trouble: string[] = []
    page.on('pageerror', error => trouble.push(error.message))
    await page.goto(app)
    await expect(page.getByTestId('trouble')).toContainText('does not let Deskhand keep anything here', {
      timeout: 15_000,
    })
    await expect(page.getByTestId('retry')).toBeVisible()
    expect(trouble).toEqual([])
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

test('a private window works, on a host that sets no headers too', async () => {
  const host = await startStaticServer('dist', '/a b/')
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS })
  try {
    const page = await (await browser.newContext()).newPage()
    await page.goto(host.app)
    await page.waitForFunction(() => crossOriginIsolated)
    await doSmallJob(page)
  } finally {
    await browser.close()
    await host.stop()
  }
})
