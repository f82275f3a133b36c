import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, Worker } from '@playwright/test'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { type Recorder, startRecorder } from '../servers/recorder.ts'
import { call, use } from '../servers/replies.ts'
import { test as base, expect } from '../support/folder.ts'
import { type StaticServer, startStaticServer } from '../support/static-server.ts'
import { DEPARTURES, depart, probeAnywhere, probePage } from './probes.ts'
import { ask, connect, openFolder, putFiles } from './steps.ts'

interface Servers {
  /** The endpoint the person chose. */
  chosen: MessagesApi
  /** Anyone else. */
  other: Recorder
  /** A host that sets no headers. */
  host: StaticServer
}

const test = base.extend<Servers>({
  chosen: async ({}, use) => {
    const api = await startMessagesApi()
    await use(api)
    await api.close()
  },
  other: async ({}, use) => {
    const recorder = await startRecorder()
    await use(recorder)
    await recorder.close()
  },
  host: async ({}, use) => {
    const host = await startStaticServer('dist', '/my desk/')
    await use(host)
    await host.stop()
  },
})

/** A lead and two helpers in the middle of their work, each waiting for an answer that never comes. */
async function startWork(page: Page, app: string, folder: string, api: MessagesApi): Promise<void> {
  const never = new Promise<never>(() => undefined)
  const task = (id: string) => ({
    id,
    title: id,
    brief: id,
    inputs: ['a.txt'],
    outputs: [`${id}.md`],
    criteria: [{ kind: 'text', path: `${id}.md`, contains: id }],
  })
  api.script(body =>
    JSON.stringify(body.tools).includes('"submit_plan"')
      ? use(call('submit_plan', { goal: 'Two', assumptions: [], tasks: [task('one'), task('two')] }))
      : never,
  )
  putFiles(folder, [{ path: 'a.txt', bytes: 'words' }])
  await openFolder(page, app, folder)
  await page.waitForFunction(() => crossOriginIsolated)
  await connect(page, api.origin, 'claude-opus-5-5')
  await ask(page, 'Write two pages')
  await page.getByTestId('plan-approve').click()
  await expect.poll(() => api.requests.length).toBeGreaterThanOrEqual(3)
}

const named = (workers: readonly Worker[], name: string) => workers.filter(worker => worker.url().includes(`/${name}`))

/** Tries every way out from the page and from every worker there is. */
async function tryEverything(page: Page, origin: string): Promise<void> {
  const workers = page.workers()
  expect(named(workers, 'desk.worker').length).toBe(1)
  expect(named(workers, 'scan.worker').length).toBe(1)
  expect(named(workers, 'agent.worker').filter(worker => worker.url().includes('to=')).length).toBeGreaterThanOrEqual(3)
  await Promise.all([
    page.evaluate(probeAnywhere, origin),
    page.evaluate(probePage, origin),
    ...workers.map(worker => worker.evaluate(probeAnywhere, origin)),
  ])
  const address = page.url()
  for (const way of DEPARTURES) {
    await page.evaluate(depart, [way, origin] as [typeof way, string])
    await page.waitForTimeout(200)
    expect(page.url()).toBe(address)
  }
}

test('a page of anyone else’s gets out every way that is tried here', async ({ page, other }) => {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-control-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Control</title><body>')
  writeFileSync(join(folder, 'worker.js'), '')
  const control = await startStaticServer(folder)
  try {
    await page.goto(control.app)
    const tried = [
      ...(await page.evaluate(probeAnywhere, other.origin)),
      ...(await page.evaluate(probePage, other.origin)),
    ]
    expect(tried.filter(way => !other.hits.includes(way))).toEqual([])

    other.hits.length = 0
    const started = page.waitForEvent('worker')
    await page.evaluate(() => void new Worker('worker.js', { type: 'module' }))
    const triedInWorker = await (await started).evaluate(probeAnywhere, other.origin)
    expect(triedInWorker.filter(way => !other.hits.includes(way))).toEqual([])

    for (const way of DEPARTURES) {
      await page.goto(control.app)
      await page.evaluate(depart, [way, other.origin] as [typeof way, string])
      await page.waitForURL(`${other.origin}/${way}**`)
    }
    expect(DEPARTURES.filter(way => !other.hits.includes(way))).toEqual([])
  } finally {
    await control.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('with one endpoint chosen, nothing in the app reaches anyone else', async ({
  page,
  app,
  folder,
  chosen,
  other,
}) => {
  await startWork(page, app, folder, chosen)
  await tryEverything(page, other.origin)
  expect(other.hits).toEqual([])
})

test('nor does it on a host that sets no headers, under a path with a space', async ({
  page,
  folder,
  host,
  chosen,
  other,
}) => {
  await startWork(page, host.app, folder, chosen)
  await tryEverything(page, other.origin)
  expect(other.hits).toEqual([])
})

test('the app and its workers are answered with one policy each, and an agent with its endpoint', async ({
  page,
  host,
}) => {
  await page.goto(host.app)
  await page.waitForFunction(() => crossOriginIsolated)
  const names = [...new Set(host.asked)].flatMap(path => /assets\/.*\.worker.*\.js$/.exec(path)?.[0] ?? [])
  const agent = names.find(name => name.includes('agent.worker'))
  const policies = await page.evaluate(
    async paths =>
      Promise.all(paths.map(async path => (await fetch(path)).headers.get('Content-Security-Policy') ?? 'none')),
    ['', ...names, `${agent}?to=https%3A%2F%2Fa.test`],
  )
  expect(policies[0]).toMatch(/^default-src 'none'; script-src 'self' 'sha256-[^']+'; .*connect-src 'self'/)
  expect(policies.slice(1, -1).every(policy => /connect-src '(self|none)'$/.test(policy))).toBe(true)
  expect(policies.at(-1)).toMatch(/connect-src https:\/\/a\.test$/)
  expect(policies.filter(policy => policy.includes(','))).toEqual([])
})
