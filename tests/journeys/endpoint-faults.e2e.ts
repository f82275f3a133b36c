import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { project } from '../../src/domain/project.ts'
import { startMessagesApi } from '../servers/messages-api.ts'
import { apiError, call, page as htmlPage, type Reply, use } from '../servers/replies.ts'
import { expect, test } from '../support/folder.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog, status } from './steps.ts'

const MODEL = 'claude-opus-5-5'
const KEY = 'sk-canary-0123456789abcdef'
const done = use(call('report', { summary: 'It works again.' }))
const notices = (page: Page) => page.locator('.row.notice')

/** Each stops the run until the person has mended it: the fault, and what is said of it. */
const PAUSING: [string, Reply, RegExp][] = [
  [
    'no credit',
    apiError(400, 'invalid_request_error', 'Your credit balance is too low to access the API.'),
    /no credit left\. Add credit/,
  ],
  ['a web page', htmlPage(), /is not a Messages API\. Check the address in Settings/],
  ['a login page', htmlPage(403), /is not a Messages API.*login page/],
  [
    'an unknown model',
    apiError(404, 'not_found_error', 'model: claude-opus-5-5'),
    /does not know the model “claude-opus-5-5”/,
  ],
]

/** Each is waited out while the person can see it. */
const PASSING: [string, Reply, RegExp][] = [
  [
    'a rate limit that says how long',
    apiError(429, 'rate_limit_error', 'Slow down', { 'retry-after': '3' }),
    /rate limit is reached.*Next try in \d/s,
  ],
  [
    'a rate limit that does not',
    apiError(429, 'rate_limit_error', 'Slow down'),
    /rate limit is reached.*Next try in \d/s,
  ],
  ['an overloaded server', apiError(529, 'overloaded_error', 'Overloaded'), /is overloaded.*Next try in \d/s],
  ['a stream that is cut', { ...done, ending: { cutAt: 300 } }, /broke off before it was complete.*Next try in \d/s],
]

test('nothing is imported from the file of a worker, which would run it a second time', () => {
  const assets = join(import.meta.dirname, '../../dist/assets')
  const scripts = readdirSync(assets).filter(name => name.endsWith('.js'))
  expect(scripts.some(name => name.startsWith('agent.worker'))).toBe(true)
  const importing = scripts.filter(name =>
    /(from|import)\s*\(?["'`]\.\/\w+\.worker-/.test(readFileSync(join(assets, name), 'utf8')),
  )
  expect(importing).toEqual([])
})

test('a wrong key, and every other fault of the endpoint, is one sentence, and the run goes on once it is mended', async ({
  page,
  app,
  folder,
}) => {
  const api = await startMessagesApi({ key: KEY })
  putFiles(folder, [{ path: 'a.txt', bytes: 'a' }])
  let fault: Reply = done
  api.script(() => fault)
  await openFolder(page, app, folder)
  await connect(page, api.origin, MODEL, 'sk-wrong-key')
  await ask(page, 'Do something')
  await expect(status(page)).toHaveAttribute('data-status', 'paused')
  await expect(notices(page).last()).toHaveText(/did not accept the key\. Check the key in Settings/)

  fault = PAUSING[0]![1]
  await connect(page, api.origin, MODEL, KEY)
  for (const [index, [what, , sentence]] of PAUSING.entries()) {
    await page.getByTestId('resume').click()
    await expect(notices(page).last(), what).toHaveText(sentence)
    await expect(status(page), what).toHaveAttribute('data-status', 'paused')
    fault = PAUSING[index + 1]?.[1] ?? PASSING[0]![1]
  }
  await page.getByTestId('resume').click()
  for (const [index, [what, , sentence]] of PASSING.entries()) {
    await expect(page.locator('.agent-now .waiting'), what).toHaveText(sentence)
    fault = PASSING[index + 1]?.[1] ?? done
  }
  await isOver(page)
  const events = await readLog(page)
  // Counted in the log: of the rows on the screen only those near the last are in the page.
  const { items } = project('', events)
  expect(items.filter(item => item.kind === 'notice')).toHaveLength(PAUSING.length + 1)
  expect(events.filter(event => event.type === 'request.sent')).toHaveLength(api.requests.length)
  const log = JSON.stringify(events)
  expect(log).not.toContain(KEY)
  expect(log).not.toContain('sk-wrong-key')
  await api.close()
})
