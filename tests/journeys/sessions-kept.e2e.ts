import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, makeProfile, openContext, test } from '../support/folder.ts'
import { ask, isOver, openFolder, putFiles, readLog, status } from './steps.ts'

const RECEIPTS = Array.from({ length: 3 }, (_, index) => ({
  path: `receipt ${index + 1}.txt`,
  bytes: `Corner Shop\nDate: 2026-03-0${index + 1}\nTotal: EUR ${index + 10}.50\nVAT: EUR 1.50\n`,
}))

test('a lost browser is rebuilt from the copy in the folder; all sessions go into one file and come back', async ({
  page,
  app,
  folder,
}) => {
  putFiles(folder, RECEIPTS)
  await openFolder(page, app, folder)
  await ask(page, 'Collect all receipts in this folder into one table with totals per month')
  await page.getByTestId('question').waitFor()
  await page.getByTestId('open-storage').click()
  await page.getByTestId('keep-copy').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByTestId('answer-send').click()
  await page.getByTestId('plan-approve').click()
  await isOver(page)
  const events = await readLog(page)
  const copies = join(folder, '.deskhand', 'sessions')
  const head = join(copies, events[0]!.session, 'session.json')
  const seqInCopy = () => (existsSync(head) ? JSON.parse(readFileSync(head, 'utf8')).seq : 0)
  await expect.poll(async () => seqInCopy() === (await readLog(page)).length, { timeout: 15_000 }).toBe(true)

  // All of them as one file.
  await page.getByTestId('open-storage').click()
  await expect(page.getByTestId('storage-all')).toContainText('earlier versions of your files')
  const downloading = page.waitForEvent('download')
  await page.getByTestId('save-all').click()
  const outside = mkdtempSync(join(tmpdir(), 'deskhand-saved-'))
  const saved = join(outside, 'all.zip')
  await (await downloading).saveAs(saved)
  await expect(page.getByTestId('storage-said')).toHaveText('1 session saved.')

  const profile = makeProfile({ neverVisited: true })
  const elsewhere = await openContext(profile)
  try {
    // Another browser, which knows nothing but the folder.
    const fresh = elsewhere.pages()[0]!
    await openFolder(fresh, app, folder)
    await expect(fresh.getByTestId('found-copies')).toContainText('1 session')
    await fresh.getByTestId('bring-back').click()
    await fresh.locator('.session', { hasText: 'Collect all receipts' }).click()
    await expect(status(fresh)).toHaveText('Done')
    await expect(fresh.getByText('brought back from the copy in its folder')).toBeVisible()
    await fresh.getByTestId('tab-changes').click()
    await fresh.getByTestId('undo-all').click()
    await fresh.getByTestId('undo-confirm').click()
    await fresh.getByTestId('undo-proof').waitFor()
    expect(existsSync(join(folder, 'receipts.xlsx'))).toBe(false)

    // The file of the first browser: nothing is brought in twice, a broken one not at all.
    await fresh.getByTestId('open-storage').click()
    await fresh.getByTestId('read-back').setInputFiles(saved)
    await expect(fresh.getByTestId('storage-said')).toHaveText('1 session here already.')
    const broken = join(outside, 'broken.zip')
    writeFileSync(broken, readFileSync(saved))
    truncateSync(broken, Math.floor(statSync(saved).size * 0.7))
    await fresh.getByTestId('read-back').setInputFiles(broken)
    await expect(fresh.getByTestId('storage-said')).toHaveText(
      '"broken.zip" is cut or was changed, so nothing of it was brought back.',
    )
    await fresh.getByTestId('storage-remove').click()
    await expect(fresh.getByRole('alert')).toContainText('can no longer be undone')
    await fresh.getByTestId('storage-confirm').click()
    await expect(fresh.getByTestId('storage-said')).toContainText('is removed')
    await expect(fresh.getByTestId('storage-sessions')).toHaveText('No sessions yet.')
    await fresh.getByTestId('read-back').setInputFiles(saved)
    await expect(fresh.getByTestId('storage-said')).toHaveText('1 session brought back.')
    await expect(fresh.getByTestId('storage-remove')).toHaveCount(1)
  } finally {
    await elsewhere.close()
    for (const path of [profile, outside]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
  }
})
