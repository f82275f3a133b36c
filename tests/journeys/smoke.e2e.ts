import { expect, test } from '../support/folder.ts'

test('the app is answered with one policy, isolated from every other site', async ({ page, app, request }) => {
  const answer = await request.get(app)
  const policies = answer.headersArray().filter(({ name }) => name.toLowerCase() === 'content-security-policy')
  expect(answer.status()).toBe(200)
  expect(policies).toHaveLength(1)
  expect(policies[0]?.value).toContain("script-src 'self'; style-src 'self'")

  await page.goto(app)
  await expect(page).toHaveTitle(/Deskhand/)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
})

test('an address that does not exist is not answered with the app', async ({ app, request }) => {
  const answer = await request.get(`${app}assets/agent.worker-none.js?to=https://example.com`)
  expect(answer.status()).toBe(404)
})

test('the page loads without an error and without asking anyone else for anything', async ({ page, app }) => {
  const trouble: string[] = []
  page.on('pageerror', error => trouble.push(error.message))
  page.on('console', message => message.type() === 'error' && trouble.push(message.text()))
  page.on('request', request => request.url().startsWith(app) || trouble.push(`asked for ${request.url()}`))
  await page.goto(app, { waitUntil: 'networkidle' })
  expect(trouble).toEqual([])
})
