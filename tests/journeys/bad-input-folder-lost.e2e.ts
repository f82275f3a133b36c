import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { startMessagesApi } from '../servers/messages-api.ts'
import { type Answer, call, use } from '../servers/replies.ts'
import { answerPicker, expect, makeProfile, openContext, test } from '../support/folder.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog, status } from './steps.ts'

/** What a person does in the browser's own settings: takes the app's leave to write away, or gives it back. */
async function allowWriting(context: BrowserContext, app: string, allowed: boolean): Promise<void> {
  const { origin } = new URL(app)
  const settings = await context.newPage()
  await settings.goto(`chrome://settings/content/siteDetails?site=${encodeURIComponent(origin)}`)
  await settings.evaluate(
    ({ origin, setting }) => {
      const { chrome } = globalThis as unknown as { chrome: { send(message: string, values: unknown[]): void } }
      chrome.send('setOriginPermissions', [origin, 'file-system-write', setting])
      if (setting === 'block') chrome.send('revokeFileSystemGrants', [origin])
    },
    { origin, setting: allowed ? 'allow' : 'block' },
  )
  await settings.waitForTimeout(300)
  await settings.close()
}

const notices = (page: Page) => page.locator('.row.notice')
/** Answers of the model that wait until the test has done what it wants to have done. */
function gate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return { opened, open }
}
const after = async (door: { opened: Promise<void> }, reply: Answer) => {
  await door.opened
  return reply
}
const turnOf = (body: { messages: { role: string }[] }) =>
  body.messages.filter(message => message.role === 'assistant').length

test('a folder that the browser closes or the person moves in mid-run pauses it, and reconnecting goes on', async ({
  page,
  app,
  folder,
  context,
}) => {
  const api = await startMessagesApi()
  const tasks = ['one', 'two', 'three']
  const [blocked, moved] = [gate(), gate()]
  api.script(body => {
    const turn = turnOf(body)
    if (JSON.stringify(body.tools).includes('"submit_plan"')) {
      if (turn > 0) return use(call('report', { summary: 'Three pages were written.' }))
      const spec = (id: string) => ({
        id,
        title: `Page ${id}`,
        brief: `Page ${id}`,
        inputs: ['source.txt'],
        outputs: [`${id}.md`],
        criteria: [{ kind: 'text', path: `${id}.md`, contains: id }],
      })
      return use(call('submit_plan', { goal: 'Three pages', assumptions: [], tasks: tasks.map(spec) }))
    }
    const id = tasks.find(name => JSON.stringify(body.messages[0]).includes(`Page ${name}`))!
    if (turn === 0) return use(call('read', { path: 'source.txt' }))
    if (turn === 1) return after(blocked, use(call('write', { path: `${id}.md`, content: `Page ${id}` })))
    if (turn === 2) return after(moved, use(call('read', { path: `${id}.md` })))
    return use(call('report', { summary: `${id} is written.` }))
  })
  putFiles(folder, [{ path: 'source.txt', bytes: 'words' }])
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5')
  await ask(page, 'Write three pages')
  await page.getByTestId('plan-approve').click()
  await expect.poll(() => api.requests.length).toBe(7)

  await allowWriting(context, app, false)
  blocked.open()
  await expect(status(page)).toHaveText('Paused: reconnect the folder')
  await expect(notices(page)).toHaveText(/no longer lets Deskhand into the folder. Reconnect the folder to go on/)
  await page.getByTestId('reconnect').click()
  await expect(page.getByTestId('trouble')).toHaveText(/does not let Deskhand change files in/)
  await allowWriting(context, app, true)
  await page.getByTestId('reconnect').click()
  await expect(status(page)).toHaveAttribute('data-status', 'running')
  await expect.poll(() => api.requests.length).toBe(10)

  const away = `${folder}-away`
  renameSync(folder, away)
  moved.open()
  await expect(status(page)).toHaveText('Paused: reconnect the folder')
  await expect(notices(page).last()).toHaveText(/no longer where it was: it was moved, renamed or removed/)
  renameSync(away, folder)
  await page.getByTestId('reconnect').click()
  await isOver(page)

  for (const id of tasks) expect(readFileSync(join(folder, `${id}.md`), 'utf8')).toBe(`Page ${id}`)
  const events = await readLog(page)
  expect(events.filter(event => event.type === 'root.lost')).toHaveLength(2)
  expect(events.filter(event => event.type === 'file.changed')).toHaveLength(3)
  await api.close()
})

test('a folder that the person does not open to the app is not half opened', async ({ app, folder }) => {
  putFiles(folder, [{ path: 'a.txt', bytes: 'a' }])
  const context = await openContext(makeProfile({ write: 'block' }))
  const page = context.pages()[0]!
  await answerPicker(page, folder)
  await page.goto(app)
  await page.getByTestId('pick-folder').click()
  await expect(page.getByTestId('trouble')).toHaveText(
    /does not let Deskhand change files in .* "File editing" to "Allow"/,
  )
  await expect(page.locator('[data-testid^="folder-"]')).toHaveCount(0)
  await context.close()
})
