import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dropPaths, expect, test } from '../support/folder.ts'
import { ask, isOver, openFolder, putFiles, readLog } from './steps.ts'

test('files are dropped or chosen into the folder: nothing is written over, what is there is only named, and it can be taken back', async ({
  page,
  app,
  folder,
}) => {
  putFiles(folder, [
    { path: 'list.csv', bytes: 'a,b' },
    { path: 'letters/mine.txt', bytes: 'mine' },
  ])
  const outside = mkdtempSync(join(tmpdir(), 'deskhand-outside-'))
  putFiles(outside, [
    { path: 'list.csv', bytes: 'c,d' },
    { path: 'data.json', bytes: '{"a": 1}' },
    { path: 'chosen.txt', bytes: 'chosen' },
  ])
  test.setTimeout(60_000)
  const by = (name: string) => page.getByTestId(name)
  await openFolder(page, app, folder)
  await dropPaths(page, 'html', [
    join(outside, 'list.csv'),
    join(outside, 'data.json'),
    join(folder, 'letters/mine.txt'),
  ])
  await expect(by('told')).toContainText('2 files were put into')
  await expect(by('told')).toContainText('"letters/mine.txt" is in the folder already')
  await expect(by('told')).toContainText('the new one is "list (added).csv"')
  await expect(by('request')).toHaveValue('@letters/mine.txt @list (added).csv @data.json ')
  expect(readFileSync(join(folder, 'list.csv'), 'utf8')).toBe('a,b')
  expect(readFileSync(join(folder, 'list (added).csv'), 'utf8')).toBe('c,d')

  await by('take-back').click()
  await expect(by('told')).toContainText('Taken back')
  expect(readdirSync(folder).toSorted()).toEqual(['letters', 'list.csv'])

  // By the keyboard, and onto a folder of the tree.
  const chosen = page.waitForEvent('filechooser')
  await by('add-files').focus()
  await page.keyboard.press('Enter')
  await (await chosen).setFiles(join(outside, 'chosen.txt'))
  await expect(by('told')).toContainText('"chosen.txt" was put into')
  await ask(page, 'Sing a song')
  await isOver(page)
  await by('tab-files').click()
  const letters = page.locator('[data-into=letters]')
  await letters.locator('summary').click()

  // What others change is marked where it lies, until it is looked at. Folders that are open stay open.
  const mine = letters.getByRole('listitem').filter({ hasText: 'mine.txt' })
  await expect(mine).toBeVisible()
  // The browser sees what is done from some seconds after it was given the folder.
  await expect(async () => {
    writeFileSync(join(folder, 'letters/mine.txt'), 'no longer mine')
    await expect(mine).toContainText('mine.txt changed outside', { timeout: 3_000 })
  }).toPass()
  writeFileSync(join(folder, 'letters/theirs.txt'), 'theirs')
  await expect(letters.getByRole('button', { name: 'theirs.txt new from outside' })).toBeVisible()
  await expect(letters.locator('summary')).toContainText('2 changed outside')
  await expect(page.getByRole('tab', { name: 'Files 2 changed outside' })).toBeVisible()
  await mine.getByRole('button', { name: 'mine.txt changed outside' }).click()
  await expect(page.getByRole('dialog')).toContainText('no longer mine')
  await page.keyboard.press('Escape')
  await expect(mine).not.toContainText('outside')
  await expect(page.getByRole('tab', { name: 'Files 1 changed outside' })).toBeVisible()

  writeFileSync(join(outside, 'for letters.txt'), 'x')
  await dropPaths(page, '[data-into=letters] summary', [join(outside, 'for letters.txt')])
  await expect(by('told')).toContainText('"letters/for letters.txt" was put into')
  expect(readFileSync(join(folder, 'letters/for letters.txt'), 'utf8')).toBe('x')
  expect((await readLog(page)).filter(event => event.type === 'file.changed')).toHaveLength(4)

  await by('tab-changes').click()
  await by('undo-all').click()
  await by('undo-confirm').click()
  await expect(by('undo-proof')).toContainText('2 changes undone')
})
