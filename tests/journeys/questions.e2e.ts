import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { latch } from '../doubles/session-script.ts'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import type { ApiBody } from '../servers/rules.ts'
import { expect, makeProfile, openContext, test } from '../support/folder.ts'
import { ask, connect, openFolder, putFiles } from './steps.ts'

const REQUEST = 'Write a page on the north, with the rates of exchange'
/** Of 19 bytes. */
const PAGE = '# North\nSold most.\n'
/** Dollars for a token of the model that is chosen, in and out. */
const PRICE = { input: 4 / 1_000_000, output: 20 / 1_000_000 }

const plan = {
  goal: 'A page on the north, and the rates beside it',
  assumptions: ['The figures in sales.csv are complete'],
  tasks: [
    {
      id: 'north',
      title: 'Region north',
      brief: 'The north sells most, so it comes first: read sales.csv and write north.md.',
      inputs: ['sales.csv'],
      outputs: ['north.md'],
      criteria: [{ kind: 'text', path: 'north.md', contains: 'North' }],
    },
    {
      id: 'rates',
      title: 'Rates of exchange',
      brief: 'Write rates.md out of exchange.csv.',
      inputs: [],
      outputs: ['rates.md'],
      criteria: [{ kind: 'text', path: 'rates.md', contains: 'EUR' }],
    },
  ],
}

/** Claude as the test plays it: asks, plans two tasks, of which one fails, and stands still in the midst of the other until `onward`. */
function script(api: MessagesApi, onward: Promise<void>): void {
  const question = { id: 'currency', text: 'Which currency?', choices: ['EUR', 'USD'], suggested: 'EUR' }
  const lead = [
    {
      blocks: [
        { type: 'thinking' as const, thinking: 'A page without a currency would be of no use.' },
        { type: 'text' as const, text: 'I look at the figures first, to see which currency they are in.' },
        call('read', { path: 'sales.csv' }),
      ],
    },
    use(call('ask', { questions: [question] })),
    use(call('submit_plan', plan)),
  ]
  const north = [use(call('read', { path: 'sales.csv' })), use(call('write', { path: 'north.md', content: PAGE }))]
  const rates = [use(call('read', { path: 'exchange.csv' }))]
  api.script(async (body: ApiBody) => {
    const turn = body.messages.filter(message => message.role === 'assistant').length
    if (JSON.stringify(body.tools).includes('"submit_plan"')) return lead[turn]!
    if (JSON.stringify(body.messages[0]).includes('exchange.csv'))
      return rates[turn] ?? use(call('report', { summary: 'There are no rates.' }))
    if (north[turn]) return north[turn]
    await onward
    return use(call('write', { path: 'late.md', content: 'Too late' }))
  })
}

/** One run, seen by one person, who has the screen and nothing else. What it says is held against the folder and the server. */
test.describe
  .serial('a person finds on the screen alone', () => {
    let [profile, folder, onward] = ['', '', latch()]
    let api: MessagesApi
    let context: BrowserContext
    let page: Page
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
    const panel = () => page.getByRole('tabpanel')
    const openTab = (name: string) => page.getByRole('tab', { name }).click()
    const card = (title: string) =>
      page.getByRole('list', { name: 'Tasks and agents' }).getByRole('listitem').filter({ hasText: title }).first()
    const now = () => page.getByRole('banner')
    const talk = () => page.getByRole('region', { name: 'Conversation' })

    test.beforeAll(async ({ baseURL }) => {
      profile = makeProfile()
      folder = mkdtempSync(join(tmpdir(), 'deskhand-folder-'))
      onward = latch()
      putFiles(folder, [{ path: 'sales.csv', bytes: 'region,amount\nnorth,7\nsouth,2\n' }])
      api = await startMessagesApi()
      script(api, onward.opened)
      context = await openContext(profile)
      page = context.pages()[0] ?? (await context.newPage())
      await openFolder(page, baseURL!, folder)
      await connect(page, api.origin)
      await ask(page, REQUEST)
    })
    test.afterAll(async () => {
      await context.close()
      await api.close()
      for (const path of [profile, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 5 })
    })

    test('what it needs from them', async () => {
      await expect(now()).toContainText('Needs your answer')
      const needs = page.getByRole('region', { name: 'What needs you' })
      await expect(needs).toContainText('This needs you')
      await expect(needs).toContainText('Which currency?')
      // It leads to where the answer is given.
      await needs.getByRole('button', { name: 'Answer' }).click()
      const question = talk().getByRole('article', { name: 'Questions for you' })
      await expect(question.getByRole('button', { name: 'EUR suggested' })).toBeFocused()
      await question.getByRole('button', { name: 'Send answer' }).click()
      await expect(question).toContainText('Answered')
    })

    test('what it will change, before it may', async () => {
      await expect(now()).toContainText('Needs your approval')
      const proposed = talk().getByRole('article', { name: 'Plan' })
      await expect(proposed).toContainText('What you allow by approving')
      await expect(proposed).toContainText('Make new files: at most 2, in north.md, rates.md')
      await expect(proposed).toContainText('Anything else will be asked first.')
      expect(readdirSync(folder)).toEqual(['sales.csv'])
      await button('Approve and start 2 tasks').click()
    })

    test('what it is doing', async () => {
      await expect(card('Rates of exchange')).toContainText('Failed')
      await expect(now()).toContainText('Working')
      await expect(card('Region north')).toContainText('Working')
      await expect(card('Region north')).toContainText('Thinking')
      await expect(panel()).toContainText('1 of 2 tasks ended')
      // Each step so far, under the task's name.
      const steps = talk().getByRole('group').filter({ hasText: 'Region north' }).last()
      await expect(steps).toContainText('Working · 2 steps · Thinking')
      await steps.getByText('Region north').click()
      await expect(steps).toContainText('Write north.md')
    })

    test('why it does that', async () => {
      await expect(talk().getByRole('article', { name: 'Your request' })).toContainText(REQUEST)
      const said = talk().getByRole('article', { name: 'Message' }).first()
      await expect(said).toContainText('to see which currency they are in')
      await said.getByText('Reasoning').click()
      await expect(said.getByText('A page without a currency would be of no use.')).toBeVisible()
      await expect(talk().getByRole('article', { name: 'Plan' })).toContainText(plan.goal)
      await card('Region north').getByRole('button', { name: 'Region north', exact: true }).click()
      const task = page.getByRole('dialog', { name: 'Region north' })
      await expect(task).toContainText('The north sells most, so it comes first')
      await page.keyboard.press('Escape')
    })

    test('what failed, and what of it', async () => {
      await expect(card('Rates of exchange')).toContainText('did not meet its criteria: rates.md is not there.')
      await expect(card('Rates of exchange')).toContainText('0 of 1 checks passed')
      const steps = talk().getByRole('group').filter({ hasText: 'Rates of exchange' }).last()
      await steps.getByText('Rates of exchange').click()
      await expect(steps).toContainText(/Read exchange\.csv.*There is no/)
    })

    test('what it has changed', async () => {
      await openTab('Changes 1')
      const changes = page.getByRole('list', { name: 'Changes' }).getByRole('listitem')
      await expect(changes).toHaveCount(1)
      await expect(changes).toContainText(/New\s*north\.md\s*19 bytes · Region north/)
      await changes.getByText('north.md').click()
      await expect(changes).toContainText('Sold most.')
      expect(readdirSync(folder).toSorted()).toEqual(['north.md', 'sales.csv'])
    })

    test('what it has cost', async () => {
      await openTab('Progress')
      const answered = api.requests.filter(({ answer }) => answer.length > 0)
      const [input, output] = [
        answered.reduce((sum, { raw }) => sum + Math.ceil(raw.length / 4), 0),
        answered.length * 20,
      ]
      const dollars = `$${(input * PRICE.input + output * PRICE.output).toFixed(2)}`
      await expect(panel()).toContainText(`Cost so far: ${dollars}`)
      await panel().getByText('Cost so far').click()
      const costs = page.getByRole('region', { name: 'Cost of each agent' })
      for (const name of ['Lead', 'Region north', 'Rates of exchange'])
        await expect(costs.getByRole('row').filter({ hasText: name })).toContainText('$')
    })

    test('what left the machine', async () => {
      await openTab('Sent')
      await expect(panel()).toContainText(`${api.requests.length} requests went to ${api.origin}:`)
      const requests = panel()
        .getByRole('list')
        .getByRole('listitem')
        .filter({ hasText: `to ${api.origin}` })
      await expect(requests).toHaveCount(api.requests.length)
      for (const request of await requests.all()) await request.getByText(`to ${api.origin}`).click()
      const sent = (await requests.allInnerTexts()).map(text =>
        Number(/exactly ([\d,]+)/.exec(text)?.[1]?.replace(/,/g, '')),
      )
      expect(sent.sort()).toEqual(api.requests.map(({ raw }) => raw.length).sort())
      const times = api.requests.filter(({ raw }) => raw.includes('north,7')).length
      await expect(panel().getByRole('row').filter({ hasText: 'sales.csv' })).toContainText(`sales.csv${times}`)
    })

    test('that it can be stopped, and is', async () => {
      await button('Stop').click()
      await expect(now()).toContainText('Stopped')
      await expect(talk()).toContainText('Stopped. Nothing more will be changed.')
      await expect(button('Stop')).toHaveCount(0)
      await openTab('Progress')
      await expect(card('Region north')).toContainText('Interrupted')
      // What the model says now, nobody hears.
      onward.open()
    })

    test('that it can be undone, and is', async () => {
      await openTab('Changes 1')
      await button('Undo all').click()
      await expect(page.getByRole('alertdialog')).toContainText('Take back 1 change?')
      await button('Undo all 1').click()
      const proof = panel().getByRole('status')
      await expect(proof).toHaveText(
        /^1 change undone\. Each file was read back and is byte for byte what it was before\./,
      )
      expect(readdirSync(folder)).toEqual(['sales.csv'])
    })
  })
