import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { sealedIn } from '../../src/session/share/page.ts'
import { hashOf } from '../../src/store/hash.ts'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { test as base, dropPaths, expect } from '../support/folder.ts'
import { readTree } from '../support/tree.ts'
import { SOUTH, scriptSouth } from './south.ts'
import { ask, connect, isOver, openFolder, putFiles } from './steps.ts'

const KEY = 'sk-canary-0123456789abcdef'

const test = base.extend<{ api: MessagesApi }>({
  api: async ({}, use) => {
    const api = await startMessagesApi({ key: KEY })
    await use(api)
    await api.close()
  },
})

const FILES = [
  { path: 'sales.csv', bytes: 'region,amount\nsouth,2\n' },
  { path: 'notes.txt', bytes: 'mark-of-notes\n' },
  {
    path: 'dot.png',
    bytes: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  },
]

/** All that a page complains of, and every address it wants. */
function watch(page: Page) {
  const errors: string[] = []
  const requests: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => message.type() === 'error' && errors.push(message.text()))
  page.on('request', request => requests.push(request.url()))
  return { errors, requests }
}

async function runAndSave(page: Page, app: string, folder: string, api: MessagesApi, prepare?: () => Promise<void>) {
  putFiles(folder, FILES)
  scriptSouth(api)
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-test', KEY)
  await ask(page, 'Write a page for the south')
  await page.getByTestId('plan-approve').click()
  await isOver(page)
  return save(page, 'page', prepare)
}

async function save(page: Page, as: 'page' | 'json' | 'markdown', prepare?: () => Promise<void>): Promise<string> {
  await page.getByTestId('save-session').click()
  await expect(page.getByTestId('inside')).toBeVisible()
  await prepare?.()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(`save-${as}`).click()])
  const path = await download.path()
  if (as !== 'page') await page.keyboard.press('Escape')
  return readFileSync(path, 'utf8')
}

const verdict = (page: Page) => page.getByTestId('verdict')

test('a saved session opens from disk without a network, shows everything, and tells damage and edits', async ({
  page,
  app,
  folder,
  api,
  context,
}, info) => {
  const saved = await runAndSave(page, app, folder, api, () => page.getByTestId('with-files').check())
  const file = info.outputPath('saved.html')
  writeFileSync(file, saved)
  await context.setOffline(true)
  const reader = await context.newPage()
  const seen = watch(reader)
  await reader.goto(pathToFileURL(file).href)
  await expect(verdict(reader)).toHaveAttribute('data-sound', 'true')
  await expect(verdict(reader)).toContainText('Signed with the key')
  await expect(reader.getByTestId('report')).toContainText('South is written')
  await expect(reader.getByText('Write a page for the south').first()).toBeVisible()
  await reader.getByText('Who worked when').click()
  await expect(reader.getByText('Region south').first()).toBeVisible()
  await expect(reader.getByRole('list', { name: 'Timeline of agents' }).getByRole('listitem')).toHaveCount(2)
  await reader.getByTestId('tab-changes').click()
  await reader.locator('.change summary').first().click()
  await expect(reader.getByTestId('diff')).toContainText('Anna Berger sold')
  await reader.getByTestId('tab-where').click()
  await expect(reader.getByTestId('where-request')).toHaveCount(api.requests.length)
  await reader.getByText('1 file inside').click()
  const [download] = await Promise.all([
    reader.waitForEvent('download'),
    reader.getByRole('button', { name: 'Save', exact: true }).click(),
  ])
  expect(readFileSync(await download.path(), 'utf8')).toBe(SOUTH)
  expect(seen.errors).toEqual([])
  expect(seen.requests.filter(url => !/^(file|blob|data):/.test(url))).toEqual([])
  await expect(reader.locator('img, iframe, object, embed, link[rel=stylesheet]')).toHaveCount(0)

  const open = async (text: string) => {
    writeFileSync(file, text)
    await reader.goto(pathToFileURL(file).href)
  }
  // One byte of what is saved.
  const sealed = sealedIn(saved)
  await open(saved.replace('South is **written**', 'South is **wRitten**'))
  await expect(verdict(reader)).toHaveAttribute('data-sound', 'false')
  await expect(verdict(reader)).toContainText('Changed or damaged')
  // An edit, and every hash made anew.
  const envelope = JSON.parse(sealed)
  envelope.session = envelope.session.replaceAll('South is **written**', 'South was not written')
  const bytes = new TextEncoder().encode(envelope.session)
  envelope.manifest = JSON.stringify({
    ...JSON.parse(envelope.manifest),
    hash: await hashOf(bytes),
    size: bytes.length,
  })
  await open(saved.replace(sealed, () => JSON.stringify(envelope).replaceAll('<', '\\u003c')))
  await expect(verdict(reader)).toContainText('Whole')
  await expect(verdict(reader)).toContainText('Edited after it was signed')
  await expect(verdict(reader)).toHaveAttribute('data-sound', 'false')
  // One byte of the script or the style.
  await open(saved.replace('<script>', '<script> '))
  await expect(reader.locator('#not-shown')).toContainText('changed or damaged')
  await open(saved.replace('<style>', '<style> '))
  await expect(verdict(reader)).toHaveAttribute('data-sound', 'false')
  await expect(verdict(reader)).toContainText('page around the session was changed')
})

test('any one flipped byte of a saved page is flagged, refused, or changes nothing that is shown', async ({
  page,
  app,
  folder,
  api,
  context,
}, info) => {
  test.setTimeout(120_000)
  const saved = await runAndSave(page, app, folder, api)
  const file = info.outputPath('flipped.html')
  const reader = await context.newPage()
  const shown = async (text: string) => {
    writeFileSync(file, text)
    await reader.goto(pathToFileURL(file).href)
    const body = reader.locator('[data-testid=verdict], #not-shown')
    const told = await body
      .first()
      .waitFor({ timeout: 3000 })
      .then(
        () => true,
        () => false,
      )
    if (!told || (await verdict(reader).count()) === 0) return 'refused'
    if ((await verdict(reader).getAttribute('data-sound')) === 'false') return 'flagged'
    return reader.locator('body').innerText()
  }
  const whole = await shown(saved)
  const start = saved.indexOf('{"format"')
  const end = start + sealedIn(saved).length
  const places = [
    ...Array.from({ length: 25 }, (_, n) => Math.floor((start * (n + 0.5)) / 25)),
    ...Array.from({ length: 25 }, (_, n) => start + Math.floor(((end - start) * (n + 0.5)) / 25)),
    ...Array.from({ length: 10 }, (_, n) => end + Math.floor(((saved.length - end) * (n + 0.5)) / 10)),
  ]
  const results: Record<string, number> = {}
  for (const at of places) {
    const flipped = saved.slice(0, at) + String.fromCharCode(saved.charCodeAt(at) ^ 1) + saved.slice(at + 1)
    const result = await shown(flipped)
    const word = result === 'refused' || result === 'flagged' ? result : result === whole ? 'same' : `differs at ${at}`
    if (at >= start && at < end) expect(['refused', 'flagged']).toContain(word)
    results[word] = (results[word] ?? 0) + 1
  }
  console.log('flipped bytes', results)
  expect(Object.keys(results).filter(word => word.startsWith('differs'))).toEqual([])
})

test('what is taken out before saving is nowhere in the file, and the key never is anywhere', async ({
  page,
  app,
  folder,
  api,
  context,
  profile,
}) => {
  const seen = watch(page)
  const html = await runAndSave(page, app, folder, api, async () => {
    await page.getByTestId('out-names').fill('Anna Berger\n')
    await page.getByTestId('out-paths').check()
    await page.getByTestId('out-amounts').check()
  })
  const json = await save(page, 'json')
  const markdown = await save(page, 'markdown')
  const sealed = sealedIn(html)
  expect(sealed).not.toMatch(/Anna|Berger|1,234\.56|sales\.csv|south\.md|notes\.txt|deskhand-folder-/)
  expect(sealed).not.toContain(Buffer.from(SOUTH).toString('base64').slice(0, 40))
  expect(json).toContain('Anna Berger')
  expect(markdown).toContain('South is **written**')
  for (const text of [html, json, markdown, await page.content(), JSON.stringify(seen)]) expect(text).not.toContain(KEY)

  await context.close()
  const kept = filesIn(join(profile, 'Default')).filter(path => /IndexedDB|File System|OPFS|Local Storage/.test(path))
  expect(kept.length).toBeGreaterThan(3)
  for (const path of kept) {
    const bytes = readFileSync(path)
    expect(bytes.includes(KEY) || bytes.includes(Buffer.from(KEY, 'utf16le')), path).toBe(false)
  }
})

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => statSync(path, { throwIfNoEntry: false })?.isFile())

test('opened in Deskhand it is read only, and can be done anew in a folder of one’s own', async ({
  page,
  app,
  folder,
  api,
}, info) => {
  const saved = await runAndSave(page, app, folder, api)
  const file = info.outputPath('saved.html')
  writeFileSync(file, saved)
  const sent = api.requests.length
  await dropPaths(page, 'html', [file])
  await expect(page.getByTestId('shared-session')).toBeVisible()
  await expect(verdict(page)).toContainText('Signed by this Deskhand')
  await expect(page.getByTestId('report')).toContainText('South is written')
  for (const id of ['pause', 'resume', 'stop', 'undo-confirm', 'plan-approve', 'request'])
    await expect(page.getByTestId(id)).toHaveCount(0)
  await page.getByTestId('tab-changes').click()
  await expect(page.getByTestId('undo-all')).toBeDisabled()

  await page.getByTestId('fork').click()
  await expect(page.getByTestId('request')).toHaveValue('Write a page for the south')
  await expect(page.getByTestId('pick-folder')).toBeVisible()
  expect(api.requests).toHaveLength(sent)
  await page.getByTestId('send').click()
  await page.waitForTimeout(300)
  expect(api.requests).toHaveLength(sent)
})

/** Opens a file's text many times over in the page itself, and tells what came of each. */
const openAll = (page: Page, texts: string[]) =>
  page.evaluate(async all => {
    const input = document.querySelector<HTMLInputElement>('[data-testid=open-saved]')!
    const results: Record<string, number> = {}
    for (const text of all) {
      const files = new DataTransfer()
      files.items.add(new File([text], 'saved.html', { type: 'text/html' }))
      document.querySelector<HTMLElement>('[data-testid=close-shared]')?.click()
      document.querySelector<HTMLElement>('[data-testid=trouble] button')?.click()
      input.files = files.files
      input.dispatchEvent(new Event('change', { bubbles: true }))
      const result = await new Promise<string>(resolve => {
        const started = performance.now()
        const look = () => {
          const sound = document.querySelector<HTMLElement>('[data-testid=verdict]')?.dataset.sound
          const told = document.querySelector('[data-testid=trouble]')
          if (sound) resolve(sound === 'true' ? 'sound' : 'flagged')
          else if (told) resolve('refused')
          else if (performance.now() - started > 5000) resolve('nothing')
          else requestAnimationFrame(look)
        }
        look()
      })
      results[result] = (results[result] ?? 0) + 1
    }
    return results
  }, texts)

/** All that could have been written: rows of the database and files beside it. */
const written = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<Record<string, number>>((resolve, reject) => {
        const opening = indexedDB.open('deskhand')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const names = [...opening.result.objectStoreNames]
          const transaction = opening.result.transaction(names)
          const counts: Record<string, number> = {}
          for (const name of names) {
            const counting = transaction.objectStore(name).count()
            counting.onsuccess = () => {
              counts[name] = counting.result
            }
          }
          transaction.oncomplete = () => {
            opening.result.close()
            resolve(counts)
          }
        }
      }),
  )

test('500 mutated files are opened: nothing is sent, written, granted or run, and the page has no error', async ({
  page,
  app,
  folder,
  api,
}) => {
  test.setTimeout(180_000)
  const json = await runAndSave(page, app, folder, api).then(() => save(page, 'json'))
  const seen = watch(page)
  const before = {
    rows: await written(page),
    tree: readTree(folder),
    workers: page.workers().length,
    sent: api.requests.length,
  }
  const session = JSON.parse(JSON.parse(json).session)
  const random = mulberry(42)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const WORDS = ['text', 'title', 'summary', 'goal', 'thinking', 'why', 'answers', 'task', 'agent']
  const HOSTILE = [
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '![x](https://evil.test/p.png)',
    '__proto__',
    'constructor',
    '\u202egnp.exe',
    '../../etc/passwd',
    '</script><script>alert(1)</script>',
  ]

  /** Valid outside, strange inside: the envelope with a session that was changed as data. */
  const insides = async () => {
    const copy = structuredClone(session)
    for (let n = 0; n < 1 + random() * 3; n++) {
      const event = pick(copy.events) as Record<string, unknown>
      const words = Object.keys(event).filter(each => WORDS.includes(each))
      const key = pick(words.length > 0 ? words : Object.keys(event))
      const way = random() ** 2
      if (way < 0.5 && typeof event[key] === 'string') event[key] = pick(HOSTILE)
      else if (way < 0.6)
        Object.defineProperty(event, '__proto__', { value: { isAdmin: true }, enumerable: true, configurable: true })
      else if (way < 0.7) delete event[key]
      else if (way < 0.8) event[key] = pick([null, -1, 1e308, [], {}, true])
      else event[pick(['handle', 'constructor', 'grant'])] = { needs: [] }
    }
    const text = JSON.stringify(copy)
    const envelope = JSON.parse(json)
    const hash = await hashOf(new TextEncoder().encode(text))
    return JSON.stringify({
      ...envelope,
      session: text,
      manifest: JSON.stringify({ ...JSON.parse(envelope.manifest), hash }),
    })
  }
  const bytes = async () => {
    let text = json
    for (let n = 0; n < 1 + random() * 4; n++) {
      const at = Math.floor(random() * text.length)
      const cut = pick([0, 1, 10, text.length])
      text = text.slice(0, at) + pick(['', 'x', '"', '{', '\\', ...HOSTILE]) + text.slice(at + cut)
    }
    return text
  }
  const texts: string[] = []
  for (let n = 0; n < 500; n++) texts.push(await (n % 2 === 0 ? insides() : bytes()))
  const results: Record<string, number> = {}
  const started = Date.now()
  for (let n = 0; n < 500; n += 50)
    for (const [word, count] of Object.entries(await openAll(page, texts.slice(n, n + 50))))
      results[word] = (results[word] ?? 0) + count
  console.log('mutated files', results, `${Date.now() - started} ms`)

  expect(results.nothing ?? 0).toBe(0)
  expect(results.sound ?? 0).toBe(0)
  expect(Object.values(results).reduce((a, b) => a + b, 0)).toBe(500)
  expect(results.flagged).toBeGreaterThan(20)
  expect(seen.errors).toEqual([])
  expect(seen.requests.filter(url => !url.startsWith(app))).toEqual([])
  expect({
    rows: await written(page),
    tree: readTree(folder),
    workers: page.workers().length,
    sent: api.requests.length,
  }).toEqual(before)
  expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([])
  expect(await page.evaluate(() => ({}) as { isAdmin?: boolean }).then(plain => plain.isAdmin)).toBeUndefined()
})

test('a file of 200 MB, one of a newer version and a foreign one are refused in a sentence each', async ({
  page,
  app,
}, info) => {
  await page.goto(app)
  const open = async (text: string | Buffer) => {
    const file = info.outputPath('strange.html')
    writeFileSync(file, text)
    await page.getByTestId('open-saved').setInputFiles(file)
    return page.getByTestId('trouble')
  }
  await expect(await open(Buffer.alloc(200_000_000, 'x'))).toContainText('200 MB')
  await expect(await open('{"format":"deskhand-session","version":9}')).toContainText('newer Deskhand')
  await expect(await open('<html>Hello</html>')).toContainText('not a session saved by Deskhand')
})

/** A small generator of numbers from a seed, so that a failure can be seen again. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
