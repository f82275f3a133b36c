import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { call, think, use } from '../servers/replies.ts'
import type { ApiBody } from '../servers/rules.ts'
import { test as base, expect } from '../support/folder.ts'
import { ask, connect, isOver, mostAtOnce, openFolder, putFiles, readLog, status, taskTimes } from './steps.ts'

const KEY = 'sk-canary-0123456789abcdef'

const test = base.extend<{ api: MessagesApi }>({
  api: async ({}, use) => {
    const api = await startMessagesApi({ key: KEY })
    await use(api)
    await api.close()
  },
})

const NAMES = ['north', 'south', 'east', 'west']
const isLead = (body: ApiBody) => JSON.stringify(body.tools).includes('"submit_plan"')
const turnOf = (body: ApiBody) => body.messages.filter(message => message.role === 'assistant').length
const nameIn = (body: ApiBody) => NAMES.find(name => JSON.stringify(body.messages[0]).includes(`Region ${name}`))!

const thought = (text: string) => ({ type: 'thinking' as const, thinking: text, signature: `sig-${text.length}-ÄÖ==` })

const plan = {
  goal: 'A page for each of four regions',
  assumptions: ['The figures in sales.csv are complete'],
  tasks: NAMES.map(name => ({
    id: name,
    title: `Region ${name}`,
    brief: `Region ${name}: read sales.csv and write ${name}.md with its figure.`,
    inputs: ['sales.csv'],
    outputs: [`${name}.md`],
    criteria: [{ kind: 'text', path: `${name}.md`, contains: name }],
  })),
}

/** Claude as the test plays it: asks, plans, has four helpers work, puts it together. Helpers think for `ms`. */
function script(api: MessagesApi, ms: number): void {
  api.script(body => {
    const turn = turnOf(body)
    if (isLead(body)) {
      if (turn === 0)
        return {
          blocks: [
            thought('What is here?'),
            { type: 'text', text: 'I look around.' },
            ...use(call('list', {}), call('read', { path: 'sales.csv' })).blocks,
          ],
        }
      if (turn === 1)
        return {
          blocks: [
            thought('One thing is unclear.'),
            ...use(
              call('ask', {
                questions: [{ id: 'currency', text: 'Which currency?', choices: ['EUR', 'USD'], suggested: 'EUR' }],
              }),
            ).blocks,
          ],
        }
      if (turn === 2)
        return { blocks: [thought('Four regions, four tasks.'), ...use(call('submit_plan', plan)).blocks] }
      const last = JSON.stringify(body.messages.at(-1))
      if (last.includes('needs-you')) return use(call('revise_plan', { why: 'Heard, nothing to change' }))
      return use(call('report', { summary: 'Four pages were written: **north, south, east, west**.' }))
    }
    const name = nameIn(body)
    if (turn === 0)
      return think(ms, { blocks: [thought(`About ${name}`), ...use(call('read', { path: 'sales.csv' })).blocks] })
    if (turn === 1)
      return think(ms, use(call('write', { path: `${name}.md`, content: `# ${name}\nSales were good.\n` })))
    return think(ms, use(call('report', { summary: `${name} is written.` })))
  })
}

async function untilApproved(page: Page, api: MessagesApi, app: string, folder: string): Promise<void> {
  putFiles(folder, [{ path: 'sales.csv', bytes: 'region,amount\nnorth,1\nsouth,2\neast,3\nwest,4\n' }])
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5', KEY)
  await ask(page, 'Write one page for each region')
  await page.getByTestId('question').waitFor()
  await page.getByTestId('answer-send').click()
  await page.getByTestId('plan-approve').click()
}

/** What every request must be, whoever sent it. */
function expectGoodRequests(api: MessagesApi): void {
  for (const { raw, body, refused, headers } of api.requests) {
    expect(refused).toBeNull()
    expect(headers.authorization).toBe(`Bearer ${KEY}`)
    expect(raw.toString()).not.toMatch(/"(temperature|top_p|top_k)"/)
    const marks = raw.toString().split('"cache_control"').length - 1
    expect(marks).toBeGreaterThanOrEqual(1)
    expect(marks).toBeLessThanOrEqual(4)
    expect(body.tools?.map(tool => (tool as { name: string }).name)).toContain('report')
  }
}

test('question, plan, approval, four sub-agents at once and a synthesis, through the real SDK', async ({
  page,
  app,
  folder,
  api,
}) => {
  script(api, 250)
  await untilApproved(page, api, app, folder)
  await isOver(page)

  for (const name of NAMES) expect(readFileSync(join(folder, `${name}.md`), 'utf8')).toContain(name)
  await expect(page.getByTestId('report')).toContainText('Four pages were written')
  expectGoodRequests(api)
  const events = await readLog(page)
  expect(mostAtOnce(taskTimes(events))).toBe(4)
  expect(api.mostAtOnce()).toBeGreaterThanOrEqual(4)

  const second = api.requests.filter(request => isLead(request.body))[1]!.body
  const [, assistant, results] = second.messages as {
    role: string
    content: { type: string; tool_use_id?: string; id?: string }[]
  }[]
  expect(assistant!.content[0]).toEqual(thought('What is here?'))
  const calls = assistant!.content.filter(block => block.type === 'tool_use').map(block => block.id)
  expect(results!.content.map(block => block.tool_use_id)).toEqual(calls)

  const sent = events.filter(event => event.type === 'request.sent')
  expect(sent).toHaveLength(api.requests.length)
  expect(sent.map(event => event.bytes).sort()).toEqual(api.requests.map(request => request.raw.length).sort())
  expect(JSON.stringify(events)).not.toContain(KEY)
})

test('a run is paused, one sub-agent is steered, and a stop ends everything', async ({ page, app, folder, api }) => {
  script(api, 700)
  await untilApproved(page, api, app, folder)
  await expect.poll(() => api.requests.filter(request => !isLead(request.body)).length).toBeGreaterThanOrEqual(4)

  await page.getByTestId('pause').click()
  await expect(status(page)).toHaveAttribute('data-status', 'paused')
  await page.waitForTimeout(1500)
  const whilePaused = api.requests.length
  await page.waitForTimeout(800)
  expect(api.requests).toHaveLength(whilePaused)

  const events = await readLog(page)
  const south = events.find(event => event.type === 'task.started' && event.task === 'south')
  const agent = south?.type === 'task.started' ? south.agent : ''
  await page.getByTestId('steer-to').selectOption(agent)
  await ask(page, 'Mention the harbour')
  await page.getByTestId('resume').click()
  await expect
    .poll(() => api.requests.filter(({ raw }) => raw.includes('Mention the harbour')).length)
    .toBeGreaterThan(0)
  const steered = api.requests.filter(({ raw }) => raw.includes('Mention the harbour'))
  for (const { body } of steered) expect(nameIn(body)).toBe('south')

  await page.getByTestId('stop').click()
  const stoppedAt = Date.now()
  await isOver(page, 'stopped')
  const after = api.requests.length
  await page.waitForTimeout(1500)
  expect(api.requests.length - after).toBeLessThanOrEqual(0)
  const late = (await readLog(page)).filter(event => event.type === 'file.willChange' && event.at > stoppedAt + 200)
  expect(late).toEqual([])
  expect(page.workers().filter(worker => worker.url().includes('agent.worker'))).toEqual([])
  expectGoodRequests(api)
})

test('a reload in the middle brings the session back, it finishes, and no tool ran twice', async ({
  page,
  app,
  folder,
  api,
}) => {
  // So slow that the run is still on when the page is loaded anew, on a busy machine too.
  script(api, 2000)
  await untilApproved(page, api, app, folder)
  await expect
    .poll(() => NAMES.some(name => existsSync(join(folder, `${name}.md`))), { timeout: 20_000, intervals: [100] })
    .toBe(true)
  await page.reload()
  await page.getByTestId('resume').click()
  await isOver(page)

  for (const name of NAMES) expect(readFileSync(join(folder, `${name}.md`), 'utf8')).toContain(name)
  const events = await readLog(page)
  const effects = events.flatMap(event => (event.type === 'file.changed' ? [event.effect] : []))
  expect(effects).toHaveLength(4)
  const finished = events.flatMap(event => (event.type === 'tool.finished' ? [`${event.agent} ${event.call}`] : []))
  expect(new Set(finished).size).toBe(finished.length)
  expectGoodRequests(api)
})
