import { EARLY_DESK, EARLY_DESK_HASH } from '../../config/early-desk.ts'
import { expect, test } from '../support/folder.ts'

test('the app is answered with one policy, isolated from every other site', async ({ page, app, request }) => {
  const answer = await request.get(app)
  const policies = answer.headersArray().filter(({ name }) => name.toLowerCase() === 'content-security-policy')
  expect(answer.status()).toBe(200)
  expect(policies).toHaveLength(1)
  expect(policies[0]?.value).toContain(`script-src 'self' '${EARLY_DESK_HASH}'; style-src 'self'`)

  await page.goto(app)
  await expect(page).toHaveTitle(/Deskhand/)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
})

test('an address that does not exist is not answered with the app', async ({ app, request }) => {
  const answer = await request.get(`${app}assets/agent.worker-none.js?to=https://example.com`)
  expect(answer.status()).toBe(404)
})

test('the page itself starts the first desk, by the one script that its policy allows to stand in it', async ({
  page,
  app,
}) => {
  const answered: string[] = []
  page.on('worker', worker => answered.push(new URL(worker.url()).pathname))
  await page.goto(app)
  await page.waitForFunction(() => performance.getEntriesByName('deskhand:at-work')[0])
  const inPage = page.locator('script:not([src])')
  expect(await inPage.allTextContents()).toEqual([EARLY_DESK])
  // Taken by the script of the screen, so that no second one was needed.
  expect(await page.evaluate(() => 'earlyDesk' in window && window.earlyDesk === undefined)).toBe(true)
  expect(answered.filter(path => path.includes('/desk.worker-'))).toHaveLength(1)
})

test('a script that somebody else puts into the page does not run', async ({ page, app }) => {
  await page.goto(app)
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.ran = true'
    document.head.append(script)
    return 'ran' in globalThis
  })
  expect(ran).toBe(false)
})

test('the page loads without an error and without asking anyone else for anything', async ({ page, app }) => {
  const trouble: string[] = []
  page.on('pageerror', error => trouble.push(error.message))
  page.on('console', message => message.type() === 'error' && trouble.push(message.text()))
  page.on('request', request => request.url().startsWith(app) || trouble.push(`asked for ${request.url()}`))
  await page.goto(app, { waitUntil: 'networkidle' })
  expect(trouble).toEqual([])
})
