import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, type Reply, use } from '../servers/replies.ts'
import { expect, makeProfile, openContext, test } from '../support/folder.ts'
import { ask, connect, isOver, openFolder, putFiles, status } from './steps.ts'

test('where the browser lets nothing be kept, one sentence says so and what to do', async ({ app }) => {
  const profile = makeProfile({ siteData: 'block' })
  const context = await openContext(profile)
  const page = context.pages()[0]!
  await page.goto(app)
  await expect(page.getByText('The browser does not let Deskhand keep anything here.').first()).toContainText(
    'Allow this page to keep data in the browser’s settings, then reload it.',
  )
  await context.close()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

test('storage cut to 1 MB pauses the run before the file is touched, and with more room it goes on', async ({
  page,
  app,
  folder,
  context,
}) => {
  const old = `first ${'words '.repeat(700_000)}`
  putFiles(folder, [{ path: 'a.txt', bytes: old }])
  const api = await startMessagesApi()
  const turns: (() => Reply)[] = [
    () => use(call('edit', { path: 'a.txt', old: 'first', new: 'second' })),
    () => use(call('report', { summary: 'Done.' })),
  ]
  api.script(body => turns[body.messages.filter(message => message.role === 'assistant').length]!())
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5')
  await ask(page, 'Change it')
  await expect(page.getByTestId('permission')).toBeVisible({ timeout: 30_000 })
  const devtools = await context.newCDPSession(page)
  const { origin } = new URL(app)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1024 * 1024 })
  await page.getByTestId('permission-allow').click()
  await expect(status(page)).toHaveAttribute('data-status', 'paused', { timeout: 30_000 })
  await expect(page.getByTestId('inbox')).toContainText(/storage for Deskhand is full.*remove old sessions/)
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe(old)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin })
  await page.getByTestId('resume').click()
  await isOver(page)
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe(old.replace('first', 'second'))
  await api.close()
})
