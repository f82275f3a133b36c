import { readdirSync } from 'node:fs'
import { isAccessible } from '../support/accessible.ts'
import { expect, test } from '../support/folder.ts'
import { ask, isOver, openFolder, putFiles } from './steps.ts'

test('a session is forked from a request and from a step of its log: the new one begins there, says where it comes from, and works on', async ({
  page,
  app,
  folder,
}) => {
  test.setTimeout(90_000)
  putFiles(folder, [
    { path: 'a.txt', bytes: 'one and the same' },
    { path: 'b.txt', bytes: 'one and the same' },
  ])
  const by = (name: string) => page.getByTestId(name)
  await openFolder(page, app, folder)
  await ask(page, 'Summarise what is in this folder')
  const answer = by('answer-send')
  await answer.or(by('plan-approve')).first().waitFor()
  if (await answer.isVisible()) await answer.click()
  await by('plan-approve').click()
  await isOver(page)
  const made = readdirSync(folder).toSorted()

  // From a step of the log, in the middle of the work.
  await by('tab-activity').click()
  await page.getByLabel('Search the log').fill('began, with')
  const step = by('log').getByRole('article').last()
  await step.getByTestId('fork-here').focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('.row.notice').last()).toContainText('Forked from “Summarise what is in this folder”')
  await expect(page.locator('.row.notice').last()).toContainText('Nothing in the folder was undone')
  await expect(by('status')).toHaveAttribute('data-status', 'stopped')
  await expect(page.locator('h1')).toContainText('(fork)')
  expect(readdirSync(folder).toSorted()).toEqual(made)
  await isAccessible(page, 'fork')

  // It is a session like any other, with the same folder: it takes a request, and the one before is still there.
  await ask(page, 'Find duplicate files and move the extras to the trash')
  await answer.or(by('plan-approve')).first().waitFor()
  await page
    .getByRole('button', { name: /^Summarise what is in this folder(?! \(fork\))/ })
    .first()
    .click()
  await expect(by('report')).toBeVisible()
  await by('fork-here').first().focus()
  await page.keyboard.press('Enter')
  await expect(by('request')).toHaveValue('Summarise what is in this folder')
  await expect(by('report')).toHaveCount(0)
})
