import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import { answerPicker, expect, test } from '../support/folder.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog, status } from './steps.ts'

/** Stops the desk worker of a page dead, wherever it stands, right before it would open the file to write. */
async function freezeBeforeWriting(page: Page, seconds: number): Promise<void> {
  const desk = page.workers().find(worker => worker.url().includes('desk.worker'))
  if (!desk) throw new Error('The page has no desk.')
  await desk.evaluate(ms => {
    const { createWritable } = FileSystemFileHandle.prototype
    FileSystemFileHandle.prototype.createWritable = function (...given) {
      FileSystemFileHandle.prototype.createWritable = createWritable
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
      return createWritable.apply(this, given)
    }
  }, seconds * 1000)
}

test('a second tab watches, takes a frozen one over, and the frozen one changes nothing when it wakes', async ({
  page,
  app,
  folder,
  context,
}) => {
  const api = await startMessagesApi()
  api.script(body => {
    const results = body.messages.filter(message => message.role === 'user').length - 1
    if (results === 0) return use(call('read', { path: 'notes.txt' }))
    if (results === 1) return use(call('write', { path: 'notes.txt', content: 'written' }))
    return use(call('report', { summary: 'Written.' }))
  })
  putFiles(folder, [{ path: 'notes.txt', bytes: 'as it was' }])
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5')
  await ask(page, 'Write a file')
  await expect(page.getByTestId('permission-allow')).toBeVisible()

  const second = await context.newPage()
  await answerPicker(second, folder)
  await second.goto(page.url())
  await expect(second.getByTestId('watching')).toContainText('Another tab works on this session')
  await expect(status(second)).toHaveText('Needs your permission')
  await expect(second.getByTestId('stop')).toBeHidden()

  await page.bringToFront()
  await freezeBeforeWriting(page, 6)
  await page.getByTestId('permission-allow').click()
  const willChange = async () => (await readLog(second)).some(event => event.type === 'file.willChange')
  await expect.poll(willChange).toBe(true)
  // What the first tab still wrote down is seen here, as it comes.
  await second.getByTestId('tab-activity').click()
  await expect(second.getByText('is about to change a file').first()).toBeVisible()

  await second.bringToFront()
  await second.getByTestId('take-over').click()
  await expect(status(second)).toHaveText('Paused: the page was reloaded')
  await expect(second.getByTestId('take-over')).toBeHidden()
  // The frozen tab holds the lease of the very file; what it left open is looked at all the same.
  await expect.poll(async () => (await readLog(second)).some(event => event.type === 'file.changeFailed')).toBe(true)
  const before = await readLog(second)

  // It wakes, right where it stood: before the file's bytes would have been replaced.
  await page.bringToFront()
  await expect(page.getByTestId('watching')).toBeVisible({ timeout: 20_000 })
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('as it was')
  expect((await readLog(second)).filter(event => event.epoch < before.at(-1)!.epoch).length).toBe(
    before.filter(event => event.epoch < before.at(-1)!.epoch).length,
  )
  expect(existsSync(join(folder, 'notes.txt.crswap'))).toBe(false)

  await second.bringToFront()
  await connect(second, api.origin, 'claude-opus-5-5')
  await second.getByTestId('resume').click()
  await isOver(second)
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('written')
  // The tab that was taken over saw it all, and each effect happened once.
  await isOver(page)
  const effects = (await readLog(page)).flatMap(event => (event.type === 'file.changed' ? [event.effect] : []))
  expect(effects.length).toBe(1)
  await api.close()
})

test('two sessions in two tabs write one file at the same time: one waits and asks, and both versions are there', async ({
  page,
  app,
  folder,
  context,
}) => {
  const api = await startMessagesApi()
  api.script(body => {
    const results = body.messages.filter(message => message.role === 'user').length - 1
    const mine = JSON.stringify(body.messages).includes('as the second') ? 'by the second' : 'by the first'
    if (results === 0) return use(call('read', { path: 'notes.txt' }))
    if (results === 1) return use(call('write', { path: 'notes.txt', content: mine }))
    return use(call('report', { summary: 'Written.' }))
  })
  putFiles(folder, [{ path: 'notes.txt', bytes: 'as it was' }])
  const second = await context.newPage()
  for (const [tab, text] of [
    [page, 'Write it as the first'],
    [second, 'Write it as the second'],
  ] as const) {
    await tab.bringToFront()
    await openFolder(tab, app, folder)
    await connect(tab, api.origin)
    await ask(tab, text)
    // Both have read the same when either has written nothing yet.
    await expect(tab.locator('.conversation')).toContainText('Write notes.txt')
  }
  // The first has the file while the person is asked; the second waits for it.
  await expect(second.getByTestId('permission-allow')).toBeHidden()
  await page.bringToFront()
  await page.getByTestId('permission-allow').click()
  await isOver(page)
  await second.bringToFront()
  await expect(second.getByTestId('question')).toContainText('Somebody else changed "notes.txt"')
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('by the first')
  await second.getByText('Keep both').click()
  await second.getByTestId('answer-send').click()
  await isOver(second)
  const files = readdirSync(folder).filter(name => !name.startsWith('.'))
  const contents = files.map(name => readFileSync(join(folder, name), 'utf8'))
  expect(contents.sort()).toEqual(['by the first', 'by the second'])

  const events = await readLog(second)
  const sessions = new Set(events.map(event => event.session))
  expect(sessions.size).toBe(2)
  const begun = events.flatMap(event => (event.type === 'file.willChange' ? [event] : []))
  expect(begun.map(event => event.change.op).sort()).toEqual(['create', 'overwrite'])
  expect(new Set(begun.map(event => event.session)).size).toBe(2)
  const ended = events.flatMap(event => (event.type === 'file.changed' ? [event.effect] : []))
  expect(ended.sort()).toEqual(begun.map(event => event.effect).sort())
  expect(events.filter(event => event.type === 'file.changeFailed' || event.type === 'file.changeUnknown')).toEqual([])

  // What was there before both is not lost either.
  await page.bringToFront()
  await page.getByTestId('tab-changes').click()
  await page.getByTestId('undo-all').click()
  await page.getByTestId('undo-confirm').click()
  await expect(page.getByTestId('undo-proof')).toBeVisible()
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('as it was')
  await api.close()
})
