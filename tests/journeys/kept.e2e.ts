import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, type Reply, use } from '../servers/replies.ts'
import { expect, test } from '../support/folder.ts'
import { compareTrees, readTree } from '../support/tree.ts'
import { ask, connect, isOver, openFolder, putFiles } from './steps.ts'

const SAME = { added: [], removed: [], changed: [] }

test('of 20 overwritten files and one in the trash nothing is lost with the data of the browser', async ({
  page,
  app,
  folder,
  context,
}) => {
  const files = Array.from({ length: 20 }, (_, index) => ({
    path: index % 2 ? `notes/${index}.md` : `${index}.txt`,
    bytes: `the person's own words, number ${index}`,
  }))
  putFiles(folder, [...files, { path: 'old/list.txt', bytes: 'an old list' }])
  const before = readTree(folder)
  const api = await startMessagesApi()
  const turns: (() => Reply)[] = [
    () => use(...files.map(({ path }) => call('read', { path }))),
    () => use(...files.map(({ path }) => call('write', { path, content: `rewritten ${path}` }))),
    () => use(call('trash', { path: 'old/list.txt', why: 'It is out of date' })),
    () => use(call('report', { summary: 'All rewritten.' })),
  ]
  api.script(body => turns[body.messages.filter(message => message.role === 'assistant').length]!())
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5')
  await ask(page, 'Rewrite all')
  await expect(page.getByTestId('permission')).toContainText('Rewriting keeps')
  await page.getByTestId('permission-allow-session').click()
  await page.getByTestId('permission-allow').click()
  await isOver(page)
  for (const { path } of files) expect(readFileSync(join(folder, path), 'utf8')).toBe(`rewritten ${path}`)

  const devtools = await context.newCDPSession(page)
  await devtools.send('Storage.clearDataForOrigin', { origin: new URL(app).origin, storageTypes: 'all' })
  await page.goto('about:blank')
  await page.goto(app)
  await page.getByTestId('pick-folder').click()
  await expect(page.locator('[data-testid^="folder-"]').first()).toBeVisible()
  await page.getByTestId('kept-open').click()
  await expect(page.getByTestId('kept-before')).toHaveCount(20)
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/kept.png` })
  await page.getByTestId('before-restore-all').click()
  await expect(page.getByTestId('kept-said')).toContainText('20 files put back and read back')
  for (const { path, bytes } of files) expect(readFileSync(join(folder, path), 'utf8')).toBe(bytes)

  writeFileSync(join(folder, 'old/list.txt'), 'a new list')
  await page.getByRole('button', { name: 'Put old/list.txt back' }).click()
  await expect(page.getByTestId('kept-said')).toContainText('Something else is at "old/list.txt" now')
  await page.getByRole('button', { name: 'Put old/list.txt beside' }).click()
  await expect(page.getByTestId('kept-said')).toContainText('Now at old/list (restored).txt')
  expect(readFileSync(join(folder, 'old/list (restored).txt'), 'utf8')).toBe('an old list')

  await page.getByTestId('before-empty').click()
  await expect(page.getByRole('alertdialog')).toContainText('This cannot be undone')
  await page.getByTestId('kept-confirm').click()
  await expect(page.getByTestId('kept-said')).toContainText('removed for good')
  expect(existsSync(join(folder, '.deskhand'))).toBe(false)
  const now = compareTrees(before, readTree(folder))
  expect(now).toEqual({ ...SAME, added: ['old/list (restored).txt'], changed: ['old/list.txt'] })
  await api.close()
})
