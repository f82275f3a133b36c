import type { Page } from '@playwright/test'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import { expect, test } from '../support/folder.ts'
import { ask, connect, isOver, openFolder, putFiles, status } from './steps.ts'

const said = (page: Page) => page.getByRole('dialog').getByRole('status')
const MODEL = 'claude-opus-5-5'

async function testConnection(page: Page, address: string): Promise<void> {
  await page.getByTestId('base-url').fill(address)
  await page.getByTestId('test-connection').click()
}

/** What Settings says of an address before anything is saved. */
const ADDRESSES: [string, RegExp][] = [
  ['', /The address is empty\. It looks like https:/],
  ['banana', /“banana” is not a web address/],
  ['api.example.com', /Did you mean http:\/\/api\.example\.com\?/],
  ['ftp://example.com', /is not a web address/],
  ['https://me:secret@example.com', /contains a name or password/],
  ['http://127.0.0.1:9', /No answer from http:\/\/127\.0\.0\.1:9 reached this page: nothing runs there/],
]

test('an address that cannot work is refused in Settings, with the setting that mends it', async ({ page, app }) => {
  const strict = await startMessagesApi({ cors: false })
  await page.goto(app)
  await page.getByTestId('settings').click()
  await page.getByTestId('provider-anthropic').check()
  for (const [address, sentence] of ADDRESSES) {
    await testConnection(page, address)
    await expect(said(page), address).toHaveText(sentence)
    if (address.startsWith('http')) continue
    await page.getByTestId('settings-save').click()
    await expect(page.getByRole('dialog')).toBeVisible()
  }
  await testConnection(page, strict.origin)
  await expect(said(page)).toHaveText(/refuses (web pages|requests from this page) \(CORS\)/)
  await expect(said(page)).toHaveText(/OLLAMA_ORIGINS=http:\/\/localhost:\d+ ollama serve.*LM Studio.*Enable CORS/)
  await strict.close()
})

test('a run whose server refuses web pages, or is not there, pauses, and goes on once it is', async ({
  page,
  app,
  folder,
}) => {
  putFiles(folder, [{ path: 'a.txt', bytes: 'a' }])
  const strict = await startMessagesApi({ cors: false })
  let api: MessagesApi = await startMessagesApi()
  const nowhere = api.origin
  await api.close()
  await openFolder(page, app, folder)
  await connect(page, strict.origin, MODEL)
  await ask(page, 'Do something')
  await expect(status(page)).toHaveAttribute('data-status', 'paused')
  await expect(page.locator('.row.notice').last()).toHaveText(/\(CORS\).*OLLAMA_ORIGINS/)

  await connect(page, nowhere, MODEL)
  await page.getByTestId('resume').click()
  await expect(page.locator('.row.notice').last()).toHaveText(/No answer from .* reached this page/)
  await expect(status(page)).toHaveAttribute('data-status', 'paused')

  api = await startMessagesApi()
  api.script(() => use(call('report', { summary: 'It works.' })))
  await connect(page, api.origin, MODEL)
  await page.getByTestId('resume').click()
  await isOver(page)
  await api.close()
  await strict.close()
})
