import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { call, use } from '../servers/replies.ts'
import { type RuntimeServer, serveRuntime } from '../servers/webcontainer/serve.ts'
import { expect } from '../support/folder.ts'
import { test as base, KEY, turnOf } from './sandbox-commands.ts'
import { orders } from './sandbox-orders.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog } from './steps.ts'

const test = base.extend<{ runtime: RuntimeServer }>({
  runtime: async ({ context }, use) => {
    const runtime = await serveRuntime(context)
    await use(runtime)
    await runtime.end()
  },
})

const SUM = `import { readFileSync, writeFileSync } from 'node:fs'
const [to, wait = '0'] = process.argv.slice(2)
console.log('begun')
setTimeout(() => {
  const cents = {}
  for (const line of readFileSync('orders.csv', 'utf8').trim().split('\\n').slice(1)) {
    const [, customer, amount] = line.split(',')
    cents[customer] = (cents[customer] ?? 0) + Math.round(Number(amount) * 100)
  }
  const rows = Object.keys(cents).sort().map(customer => customer + ',' + (cents[customer] / 100).toFixed(2))
  writeFileSync(to, ['customer,total', ...rows].join('\\n') + '\\n')
  console.log(rows.length, 'customers')
}, Number(wait))
`
const SERVER = `import { createServer } from 'node:http'
createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html')
  response.end('<h1>Totals from the server</h1>')
}).listen(0, '127.0.0.1')
`

test('in Automatic, Node runs in WebContainer once the person agreed; when its host is cut in the middle, the built-in engine finishes', async ({
  page,
  app,
  folder,
  api,
  runtime,
}) => {
  test.setTimeout(150_000)
  const { csv, table } = orders()
  putFiles(folder, [
    { path: 'orders.csv', bytes: csv },
    { path: 'sum.mjs', bytes: SUM },
    { path: 'server.mjs', bytes: SERVER },
    { path: 'private.txt', bytes: 'not named by any command' },
  ])
  const files = ['orders.csv', 'sum.mjs']
  const runs = [
    { command: 'node sum.mjs first.csv', files, seconds: 60 },
    { command: 'node server.mjs', files: ['server.mjs'], seconds: 60 },
    { command: 'node sum.mjs second.csv 3000', files, seconds: 60 },
    { command: 'grep -c , second.csv', files: ['second.csv'] },
  ]
  const told: string[] = []
  api.script(body => {
    const turn = turnOf(body)
    if (turn > 0) told[turn - 1] = JSON.stringify(body.messages.at(-1))
    const next = runs[turn]
    return next ? use(call('run', next)) : use(call('report', { summary: 'Both tables are there.' }))
  })
  await openFolder(page, app, folder)
  await connect(page, api.origin, 'claude-opus-5-5', KEY)
  await ask(page, 'Make a table of what each customer spent, twice')

  const question = page.getByTestId('question')
  await expect(question).toContainText('StackBlitz', { timeout: 30_000 })
  await expect(question).toContainText('licence')
  expect(runtime.boots).toBe(0)
  await page.getByRole('button', { name: 'Use WebContainer where it suits' }).click()
  await page.getByTestId('answer-send').click()
  await page.getByTestId('permission-allow-session').click({ timeout: 30_000 })
  await expect.poll(() => existsSync(join(folder, 'first.csv'))).toBe(true)
  expect(readFileSync(join(folder, 'first.csv'), 'utf8')).toBe(table)

  await expect(page.getByTestId('engine')).toHaveAttribute('data-engine', 'webcontainer', { timeout: 30_000 })
  await page.getByTestId('open-preview').click({ timeout: 30_000 })
  const preview = page.getByTestId('runtime-preview')
  const shown = preview.frameLocator('iframe').frameLocator('iframe[title="Preview of the server"]')
  await expect(shown.getByRole('heading')).toHaveText('Totals from the server')
  await page.keyboard.press('Escape')
  await expect(preview).toBeHidden()
  await page.getByTestId('stop-command').click()

  await expect(page.getByTestId('run-output')).toContainText('begun', { timeout: 30_000 })
  await expect(page.getByTestId('engine')).toHaveAttribute('data-engine', 'webcontainer')
  runtime.cut()
  await expect(page.getByTestId('engine')).toHaveAttribute('data-engine', 'embedded', { timeout: 20_000 })
  await isOver(page, 'done', 60_000)

  expect(readFileSync(join(folder, 'second.csv'), 'utf8')).toBe(table)
  await expect(page.getByText('WebContainer stopped answering in the middle of a command.').first()).toBeVisible()
  expect(told[0]).toContain('webcontainer')
  expect(told[1]).toContain('stopped')
  expect(told[2]).toMatch(/embedded[\s\S]*run again from its beginning/)
  expect(told[3]).toContain('embedded')
  expect(runtime.commands).toEqual(runs.slice(0, 3).map(run => run.command))
  expect([...new Set(runtime.given.map(path => path.split('/').at(-1)))].sort()).toEqual([
    'orders.csv',
    'server.mjs',
    'sum.mjs',
  ])

  await page.getByTestId('tab-where').click()
  await expect(page.getByTestId('where-runtime')).toContainText('https://stackblitz.com')
  await expect(page.locator('[data-testid="where-given"] [data-path="sum.mjs"]')).toBeVisible()
  await expect(page.locator('[data-path="private.txt"]')).toHaveCount(0)
  const given = (await readLog(page)).flatMap(event => (event.type === 'engine.given' ? event.files : []))
  expect([...new Set(given.map(file => file.path))].sort()).toEqual(['orders.csv', 'server.mjs', 'sum.mjs'])
})
