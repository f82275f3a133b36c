import type { BrowserContext, Page } from '@playwright/test'
import { latch } from '../doubles/session-script.ts'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import type { ApiBody } from '../servers/rules.ts'
import { startBrowser } from '../soak/browser.ts'
import { test as base, expect } from '../support/folder.ts'
import { ask, connect, openFolder } from './steps.ts'

const task = (id: string) => ({
  id,
  title: `Task ${id}`,
  brief: `Write ${id}.md.`,
  inputs: [],
  outputs: [`${id}.md`],
  criteria: [{ kind: 'text', path: `${id}.md`, contains: id }],
})

/** Claude asks, plans two tasks, of which the second writes a file that the plan did not name, reports, and asks again: each when its gate opens. */
function script(api: MessagesApi) {
  const gates = { plan: latch(), second: latch(), report: latch(), again: latch() }
  const helper = async (id: string, turn: number) => {
    if (turn > 0) return use(call('report', { summary: 'Written.' }))
    const own = call('write', { path: `${id}.md`, content: `This is ${id}` })
    if (id === 'a') return use(own)
    await gates.second.opened
    return use(own, call('write', { path: 'more.md', content: 'And more' }))
  }
  const lead = async (turn: number) => {
    if (turn === 0) return use(call('ask', { questions: [{ id: 'year', text: 'Which year?' }] }))
    if (turn === 1) {
      await gates.plan.opened
      return use(call('submit_plan', { goal: 'Sorted', assumptions: [], tasks: [task('a'), task('b')] }))
    }
    if (turn === 2) {
      await gates.report.opened
      return use(call('report', { summary: 'Sorted.' }))
    }
    await gates.again.opened
    return use(call('ask', { questions: [{ id: 'month', text: 'Which month?' }] }))
  }
  api.script((body: ApiBody) => {
    const turn = body.messages.filter(message => message.role === 'assistant').length
    if (JSON.stringify(body.tools).includes('"submit_plan"')) return lead(turn)
    return helper(JSON.stringify(body.messages[0]).includes('a.md') ? 'a' : 'b', turn)
  })
  return gates
}

interface Watched {
  /** Every notification, and what became of it last. */
  told: { title: string; body: string; is: string }[]
  locks: WakeLockSentinel[]
}

/** Notes what the page asks of the browser. All of it goes on to the browser, and the answers are the browser's. */
const watch = (page: Page) =>
  page.addInitScript(() => {
    const watched: Watched = { told: [], locks: [] }
    class Noted extends Notification {
      constructor(title: string, options: NotificationOptions) {
        super(title, options)
        const told = { title, body: options.body ?? '', is: 'made' }
        watched.told.push(told)
        for (const what of ['show', 'error', 'close'])
          this.addEventListener(what, () => Object.assign(told, { is: what }))
      }
    }
    const request = navigator.wakeLock.request.bind(navigator.wakeLock)
    navigator.wakeLock.request = async type => {
      const lock = await request(type)
      watched.locks.push(lock)
      return lock
    }
    Object.assign(globalThis, { watched, Notification: Noted })
  })

const watched = <T>(page: Page, look: (watched: Watched) => T) =>
  page.evaluate(`(${look})(globalThis.watched)`) as Promise<T>
const told = (page: Page) => watched(page, ({ told }) => told)
const locks = (page: Page) => watched(page, ({ locks }) => locks.filter(lock => !lock.released).length)
const mayClose = (page: Page) => page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })))

/** A browser that is not told to take every tab for one that is looked at: a tab behind another is out of sight. */
const test = base.extend({
  context: async ({ profile }, use) => {
    const browser = await startBrowser(profile)
    await use(await browser.connect({ asItIs: true }))
    await browser.close()
  },
})

/** As a person does in what the browser shows of a site. Playwright's own way takes every other permission away, the screen's too. Holds while the browser is watched. */
async function allowNotifications(context: BrowserContext, app: string): Promise<void> {
  const devtools = await context.browser()!.newBrowserCDPSession()
  const permission = { name: 'notifications' }
  await devtools.send('Browser.setPermission', { origin: new URL(app).origin, permission, setting: 'granted' })
}

/** Closes it as a person does, who then says no. */
async function staysWhenClosed(page: Page): Promise<void> {
  const asking = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const dialog = await asking
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
}

async function putBehind(context: BrowserContext, page: Page): Promise<void> {
  const front = context.pages().find(each => each !== page && each.url() === 'about:blank#front')
  if (front) await front.bringToFront()
  else {
    const made = await context.newPage()
    await made.goto('about:blank#front')
    await made.bringToFront()
  }
  await expect.poll(() => page.evaluate(() => document.hidden)).toBe(true)
}

async function comeBack(page: Page): Promise<void> {
  await page.bringToFront()
  await expect.poll(() => page.evaluate(() => document.hidden)).toBe(false)
}

test('who looks elsewhere is told what it needs and that it is done, where that is allowed; the screen stays on while it works, and a small window goes on showing it', async ({
  app,
  context,
  folder,
  page,
}) => {
  const api = await startMessagesApi()
  const gates = script(api)
  const by = (name: string) => page.getByTestId(name)
  try {
    await watch(page)
    await openFolder(page, app, folder)
    await connect(page, api.origin)
    await ask(page, 'Sort them')
    await by('answer-send').waitFor()
    expect(await page.title()).toBe('Sort them')
    await expect.poll(() => locks(page)).toBe(1)

    // Nobody is there to say yes, so the browser says no.
    await by('notify-me').click()
    await expect(by('notify-me')).toBeHidden()
    expect(await page.evaluate(() => Notification.permission)).toBe('denied')
    await by('answer-send').click()
    await putBehind(context, page)
    await expect.poll(() => locks(page)).toBe(0)
    gates.plan.open()
    await expect.poll(() => page.title()).toBe('(0/2) Sort them')
    expect(await told(page)).toEqual([])

    await allowNotifications(context, app)
    await comeBack(page)
    await expect.poll(() => locks(page)).toBe(1)
    await by('plan-approve').click()
    await expect.poll(() => page.title()).toBe('(1/2) Sort them')
    // Who looks at the page needs no notice.
    expect(await told(page)).toEqual([])

    const opening = context.waitForEvent('page')
    await by('small-window').click()
    const small = await opening
    const shown = small.locator('body')
    await expect(shown).toContainText(/Task a Done.*Task b Working/s)
    await expect(by('small-window')).toBeHidden()
    const look = () => getComputedStyle(document.body).fontFamily
    await expect.poll(() => small.evaluate(look)).toBe(await page.evaluate(look))
    expect(await mayClose(page)).toBe(false)
    await staysWhenClosed(page)
    await small.getByRole('button', { name: 'Pause' }).click()
    await expect(by('status')).toHaveAttribute('data-status', 'paused')
    await expect.poll(() => locks(page)).toBe(0)
    expect(await mayClose(page)).toBe(true)
    await small.getByRole('button', { name: 'Resume' }).click()
    await expect(by('status')).toHaveAttribute('data-status', 'running')
    await expect.poll(() => locks(page)).toBe(1)

    await putBehind(context, page)
    gates.second.open()
    const asks = { title: 'Sort them: needs you', body: expect.stringContaining('more.md') }
    await expect.poll(() => told(page)).toEqual([{ ...asks, is: 'show' }])
    await expect(shown).toContainText('Needs your permission')
    await comeBack(page)
    // What it said stands on the page, and is not true for long.
    await expect.poll(() => told(page)).toEqual([{ ...asks, is: 'close' }])
    await by('permission-allow').click()
    await putBehind(context, page)
    gates.report.open()
    await expect
      .poll(() => told(page))
      .toEqual([expect.objectContaining(asks), { title: 'Sort them', body: 'Done', is: 'show' }])
    expect(await page.title()).toBe('Sort them')
    expect(await locks(page)).toBe(0)
    await expect(shown).toContainText('Task b Done')
    await expect(small.getByRole('button')).toHaveCount(0)

    await comeBack(page)
    await ask(page, 'Once more')
    await expect(by('status')).toHaveAttribute('data-status', 'running')
    await putBehind(context, page)
    gates.again.open()
    const again = { title: 'Sort them: needs you', body: 'Which month?', is: 'show' }
    await expect.poll(async () => (await told(page)).at(-1)).toEqual(again)
    await expect(shown).toContainText('Needs your answer')
    await comeBack(page)
    await small.getByRole('button', { name: 'Stop' }).click()
    await expect(by('status')).toHaveAttribute('data-status', 'stopped')
    await expect(shown).toContainText('Stopped')
    await expect(small.getByRole('button')).toHaveCount(0)
    expect(await mayClose(page)).toBe(true)
    const closed = small.waitForEvent('close')
    await by('new-session').click()
    await closed
  } finally {
    await api.close()
  }
})
