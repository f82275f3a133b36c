import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { call, use } from '../servers/replies.ts'
import { expect } from '../support/folder.ts'
import { type StaticServer, startStaticServer } from '../support/static-server.ts'
import { isComplete, isKept } from '../support/whole-app.ts'
import { test as base, KEY, turnOf } from './sandbox-commands.ts'
import { orders } from './sandbox-orders.ts'
import { ask, connect, isOver, mostAtOnce, openFolder, putFiles, readLog, taskTimes, useBuiltIn } from './steps.ts'

const test = base.extend<{ host: StaticServer }>({
  host: async ({}, use) => {
    const host = await startStaticServer('dist', '/')
    await use(host)
    await host.stop()
  },
})

const SCRIPTS = {
  shell: `{ echo customer,total; tail -n +2 orders.csv | awk -F, '{ split($3, p, "."); cents[$2] += p[1] * 100 + p[2] } END { for (c in cents) printf "%s,%.2f\\n", c, cents[c] / 100 }' | sort; } > table.csv; echo done`,
  javascript: `cat > sum.mjs <<'END'
import { readFileSync, writeFileSync } from 'node:fs'
import Papa from 'papaparse'
import XLSX from '@e965/xlsx'
const spent = {}
for (const { customer, amount } of Papa.parse(readFileSync('orders.csv', 'utf8'), { header: true, skipEmptyLines: true }).data)
  spent[customer] = (spent[customer] ?? 0) + Math.round(amount * 100)
const rows = Object.keys(spent).sort().map(customer => [customer, (spent[customer] / 100).toFixed(2)])
writeFileSync('table.csv', ['customer,total', ...rows.map(row => row.join(','))].join('\\n') + '\\n')
const book = XLSX.utils.book_new()
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['customer', 'total'], ...rows.map(([a, b]) => [a, Number(b)])]), 'Totals')
writeFileSync('table.xlsx', XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }))
console.log(rows.length, 'customers')
END
node sum.mjs && rm sum.mjs`,
  python: `python3 - <<'END'
import csv
from decimal import Decimal
spent = {}
with open('orders.csv', newline='') as file:
    for row in csv.DictReader(file):
        spent[row['customer']] = spent.get(row['customer'], Decimal(0)) + Decimal(row['amount'])
with open('table.csv', 'w', newline='') as file:
    out = csv.writer(file, lineterminator='\\n')
    out.writerow(['customer', 'total'])
    out.writerows((name, f'{total:.2f}') for name, total in sorted(spent.items()))
print(len(spent), 'customers')
END`,
}

/** The same as files of the person's own, for the planner without a model. */
const OWN = [
  {
    path: 'totals.sh',
    bytes: `{ echo customer,total; tail -n +2 "$1" | awk -F, '{ split($3, p, "."); cents[$2] += p[1] * 100 + p[2] } END { for (c in cents) printf "%s,%.2f\\n", c, cents[c] / 100 }' | sort; } > sh.csv\n`,
  },
  {
    path: 'totals.mjs',
    bytes: `import { readFileSync, writeFileSync } from 'node:fs'
const cents = {}
for (const line of readFileSync(process.argv[2], 'utf8').trim().split('\\n').slice(1)) {
  const [, customer, amount] = line.split(',')
  cents[customer] = (cents[customer] ?? 0) + Math.round(amount * 100)
}
const rows = Object.keys(cents).sort().map(customer => customer + ',' + (cents[customer] / 100).toFixed(2))
writeFileSync('js.csv', ['customer,total', ...rows].join('\\n') + '\\n')
`,
  },
  {
    path: 'totals.py',
    bytes: `import csv, sys
from decimal import Decimal
spent = {}
for row in csv.DictReader(open(sys.argv[1], newline='')):
    spent[row['customer']] = spent.get(row['customer'], Decimal(0)) + Decimal(row['amount'])
with open('py.csv', 'w', newline='') as file:
    out = csv.writer(file, lineterminator='\\n')
    out.writerow(['customer', 'total'])
    out.writerows((name, f'{total:.2f}') for name, total in sorted(spent.items()))
print(len(spent), 'customers')
`,
  },
]

for (const [language, command] of Object.entries(SCRIPTS)) {
  test(`4,000 orders become a table by customer in ${language}, and undo takes it back`, async ({
    page,
    app,
    folder,
    api,
  }) => {
    test.setTimeout(120_000)
    const { csv, table } = orders()
    putFiles(folder, [{ path: 'orders.csv', bytes: csv }])
    const results: string[] = []
    api.script(body => {
      if (turnOf(body) === 0) return use(call('run', { command, seconds: 60 }))
      results.push(JSON.stringify(body.messages.at(-1)))
      return use(call('report', { summary: 'The table is in table.csv.' }))
    })
    await openFolder(page, app, folder)
    await connect(page, api.origin, 'claude-opus-5-5', KEY)
    await ask(page, 'Make a table of what each customer spent')
    const allow = page.getByTestId('permission-allow-session')
    await allow.click({ timeout: 40_000 })
    await isOver(page, 'done', 60_000)

    expect(results[0]).toContain('exitCode')
    expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe(table)
    expect(readFileSync(join(folder, 'orders.csv'), 'utf8')).toBe(csv)
    if (language === 'javascript') expect(readFileSync(join(folder, 'table.xlsx')).subarray(0, 2).toString()).toBe('PK')
    const events = await readLog(page)
    expect(events.filter(event => event.type === 'file.changed')).toHaveLength(language === 'javascript' ? 2 : 1)

    await page.getByRole('tab', { name: /Changes/ }).click()
    await page.getByTestId('undo-all').click()
    await page.getByTestId('undo-confirm').click()
    await expect.poll(() => readdirSync(folder).filter(name => name !== '.deskhand')).toEqual(['orders.csv'])
  })
}

test('with the server of the app gone once it is at work, the same table comes from all three languages', async ({
  page,
  context,
  folder,
  api,
  host,
}) => {
  test.setTimeout(240_000)
  const { csv, table } = orders()
  putFiles(folder, [{ path: 'orders.csv', bytes: csv }, ...OWN])
  await page.goto(host.app)
  await isKept(page)
  await isComplete(page, 'dist')
  await page.close()

  const offline = await context.newPage()
  const turns = Object.values(SCRIPTS).flatMap(command => [command, 'cat table.csv; rm table.csv'])
  const tables: string[] = []
  api.script(async body => {
    const turn = turnOf(body)
    if (turn === 0) await host.stop()
    if (turn > 0 && turn % 2 === 0) tables.push(JSON.stringify(body.messages.at(-1)))
    const command = turns[turn]
    return command ? use(call('run', { command })) : use(call('report', { summary: 'All three agree.' }))
  })
  await openFolder(offline, host.app, folder)
  await connect(offline, api.origin, 'claude-opus-5-5', KEY)
  await ask(offline, 'Make a table of what each customer spent, three times')
  for (const _ of ['create', 'trash']) await offline.getByTestId('permission-allow-session').click({ timeout: 60_000 })
  await isOver(offline, 'done', 120_000)
  expect(tables).toHaveLength(3)
  for (const told of tables) for (const line of table.trim().split('\n')) expect(told).toContain(line)

  // The planner that has no model does it with scripts of the person's own, each helper in a place of its own, all three at once.
  await useBuiltIn(offline, 'embedded')
  const before = (await readLog(offline)).length
  await ask(offline, 'Run totals.sh, totals.mjs and totals.py on orders.csv and write sh.csv, js.csv and py.csv')
  await offline.getByTestId('answer-send').click({ timeout: 30_000 })
  await offline.getByTestId('plan-approve').click({ timeout: 30_000 })
  await expect.poll(() => existsSync(join(folder, 'py.csv')), { timeout: 60_000 }).toBe(true)
  await isOver(offline, 'done', 60_000)
  for (const name of ['sh.csv', 'js.csv', 'py.csv']) expect(readFileSync(join(folder, name), 'utf8')).toBe(table)
  expect(mostAtOnce(taskTimes((await readLog(offline)).slice(before)))).toBe(3)

  await offline.getByRole('tab', { name: /Changes/ }).click()
  await offline.getByTestId('undo-all').click()
  await offline.getByTestId('undo-confirm').click()
  await expect
    .poll(() => readdirSync(folder).filter(name => name !== '.deskhand'), { timeout: 20_000 })
    .toEqual(['orders.csv', 'totals.mjs', 'totals.py', 'totals.sh'])
})
