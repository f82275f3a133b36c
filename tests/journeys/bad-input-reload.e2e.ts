import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import { answerPicker, expect, test } from '../support/folder.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog, status, useBuiltIn } from './steps.ts'

const JOB = 'Collect all receipts in this folder into one csv table with totals per month'
const receipts = (many: number) =>
  Array.from({ length: many }, (_, index) => ({
    path: `receipt ${index + 1}.txt`,
    bytes: `Corner Shop\nDate: 2026-03-${String((index % 27) + 1).padStart(2, '0')}\nTotal: EUR ${index + 10}.50\nVAT: EUR 1.50\n`,
  }))

async function reload(page: Page): Promise<void> {
  await page.reload()
  await expect(status(page)).toHaveText(/Paused: the page was reloaded|Done/)
}

test('a reload at any point of a built-in run loses nothing, and it goes on to the end', async ({
  page,
  app,
  folder,
}) => {
  putFiles(folder, receipts(40))
  await openFolder(page, app, folder)
  await ask(page, JOB)
  await page.getByTestId('question').waitFor()
  await reload(page)
  await page.getByTestId('resume').click()
  await page.getByTestId('answer-send').click()
  await page.getByTestId('plan-approve').waitFor()
  await reload(page)
  await page.getByTestId('resume').click()
  await page.getByTestId('plan-approve').click()
  await expect.poll(async () => (await readLog(page)).some(event => event.type === 'task.started')).toBe(true)
  await page.reload()
  if ((await status(page).getAttribute('data-status')) !== 'done') await page.getByTestId('resume').click()
  await isOver(page)
  const table = readFileSync(join(folder, 'receipts.csv'), 'utf8')
  expect(table.trim().split('\n')).toHaveLength(41)
  await page.reload()
  await expect(page.getByTestId('report')).toBeVisible()
  await expect(status(page)).toHaveText('Done')
  const events = await readLog(page)
  const effects = events.flatMap(event => (event.type === 'file.changed' ? [event.effect] : []))
  expect(new Set(effects).size).toBe(effects.length)
  expect(events.map(event => event.seq)).toEqual(events.map((_, index) => index + 1))
})

test('a reload while a permission is asked for asks again; a second session in another tab works beside it', async ({
  page,
  app,
  folder,
  context,
}) => {
  const api = await startMessagesApi()
  api.script(body =>
    body.messages.some(message => message.role === 'assistant')
      ? use(call('report', { summary: 'Written.' }))
      : use(call('write', { path: 'new.txt', content: 'new' })),
  )
  putFiles(folder, [{ path: 'a.txt', bytes: 'a' }])
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5')
  await ask(page, 'Write a file')
  await expect(page.getByTestId('permission-allow')).toBeVisible()
  await page.reload()
  await expect(status(page)).toHaveText('Paused: the page was reloaded')
  await expect(page.getByTestId('permission')).toBeHidden()

  await page.getByTestId('resume').click()
  await page.getByTestId('permission-allow').click()
  await isOver(page)
  expect(readFileSync(join(folder, 'new.txt'), 'utf8')).toBe('new')
  await api.close()

  const second = await context.newPage()
  await answerPicker(second, folder)
  await second.goto(app)
  await second.getByRole('button', { name: 'New session' }).click()
  await second.getByTestId('pick-folder').click()
  await useBuiltIn(second)
  await ask(second, 'Summarise this folder')
  await second.getByTestId('answer-send').click()
  await second.getByTestId('plan-approve').click()
  await isOver(second)
})
