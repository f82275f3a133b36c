import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import { isAccessible } from '../support/accessible.ts'
import { expect, test } from '../support/folder.ts'
import { connect, isOver, openFolder, putFiles } from './steps.ts'

test('a request is tried on a copy: the folder stays as it is until what the person likes is applied, and no edit of others is lost', async ({
  page,
  app,
  folder,
}) => {
  test.setTimeout(90_000)
  putFiles(folder, [
    { path: 'list.csv', bytes: 'a,b\n1,2\n' },
    { path: 'old/notes.txt', bytes: 'notes' },
    { path: 'draft.txt', bytes: 'draft' },
  ])
  const api = await startMessagesApi()
  api.script((_, n) => {
    if (n === 1) return use(call('read', { path: 'list.csv' }), call('read', { path: 'draft.txt' }))
    if (n === 2)
      return use(
        call('write', { path: 'list.csv', content: 'a,b\n3,4\n' }),
        call('write', { path: 'draft.txt', content: 'finished' }),
        call('move', { path: 'old/notes.txt', to: 'notes.txt' }),
        call('write', { path: 'report.md', content: '# Report' }),
      )
    return use(call('report', { summary: 'Done in the copy.' }))
  })
  const by = (name: string) => page.getByTestId(name)
  const on = (path: string) => readFileSync(join(folder, path), 'utf8')
  const before = readdirSync(folder, { recursive: true }).toSorted()
  await openFolder(page, app, folder)
  await connect(page, api.origin)
  await by('request').fill('Tidy this up')
  await by('try-out').click()
  await expect(by('trial-bar')).toContainText('Nothing in the folder is changed')
  await expect(by('permission-allow')).toBeEnabled()
  await isAccessible(page, 'permission')
  for (let asked = 0; asked < 4; asked++) await by('permission-allow').click()
  await isOver(page)
  await expect(by('report')).toContainText('Done in the copy')
  expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual(before)
  expect([on('list.csv'), on('draft.txt')]).toEqual(['a,b\n1,2\n', 'draft'])

  // It is there after a reload as well, and what others do to the folder meanwhile counts.
  await page.reload()
  await expect(by('trial-bar')).toBeVisible()
  writeFileSync(join(folder, 'list.csv'), 'theirs')
  await by('look-at-trial').click()
  const lines = by('trial').getByRole('list', { name: 'Changes of the try-out' }).locator('> li')
  await expect(lines).toHaveText([
    /Change draft\.txt/,
    /Change list\.csv/,
    /Move old\/notes\.txt to notes\.txt/,
    /Make report\.md/,
  ])
  await lines.nth(0).getByText('Before and after').click()
  await expect(lines.nth(0).getByTestId('diff-summary')).toBeVisible()
  await isAccessible(page, 'try-out')
  await lines.nth(3).getByRole('checkbox').uncheck()
  await by('apply-tried').click()
  await expect(by('trial-said')).toHaveText(/2 changes applied\. 1 file was not as the try-out saw it/)
  await expect(by('trial').locator('.trouble')).toContainText('list.csv')
  expect([on('list.csv'), on('draft.txt'), on('notes.txt')]).toEqual(['theirs', 'finished', 'notes'])
  expect(readdirSync(folder)).not.toContain('report.md')

  await by('throw-away').click()
  await by('throw-away').click()
  await expect(by('trial-bar')).toHaveCount(0)
  await expect(page.locator('.row.notice').last()).toContainText(
    '2 changes of the try-out “Tidy this up” made in the folder',
  )
  await by('tab-changes').click()
  await by('undo-all').click()
  await by('undo-confirm').click()
  await expect(by('undo-proof')).toContainText('2 changes undone')
  expect([on('list.csv'), on('draft.txt'), on('old/notes.txt')]).toEqual(['theirs', 'draft', 'notes'])
  await api.close()
})
