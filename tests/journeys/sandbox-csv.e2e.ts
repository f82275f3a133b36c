import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MessagesApi, startMessagesApi } from '../servers/messages-api.ts'
import { call, use } from '../servers/replies.ts'
import type { ApiBody } from '../servers/rules.ts'
import { test as base, expect } from '../support/folder.ts'
import { ask, connect, isOver, openFolder, putFiles, readLog } from './steps.ts'

const KEY = 'sk-sandbox-0123456789'
const ROWS = 4000
const CUSTOMERS = 37

const test = base.extend<{ api: MessagesApi }>({
  api: async ({}, use) => {
    const api = await startMessagesApi({ key: KEY })
    await use(api)
    await api.close()
  },
})

/** 4,000 orders, and what each customer spent, in cents. */
function orders() {
  const spent = new Map<string, number>()
  const lines = ['order,customer,amount']
  for (let row = 0; row < ROWS; row++) {
    const customer = `C${String((row * 7919) % CUSTOMERS).padStart(2, '0')}`
    const cents = ((row * 104729) % 100_000) + 1
    spent.set(customer, (spent.get(customer) ?? 0) + cents)
    lines.push(`${row + 1},${customer},${(cents / 100).toFixed(2)}`)
  }
  const table = [...spent]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, cents]) => `${name},${(cents / 100).toFixed(2)}`)
  return { csv: `${lines.join('\n')}\n`, table: `customer,total\n${table.join('\n')}\n` }
}

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

const turnOf = (body: ApiBody) => body.messages.filter(message => message.role === 'assistant').length

for (const [language, command] of Object.entries(SCRIPTS)) {
  test(`4,000 orders become a table by customer in ${language}, off the network, and undo takes it back`, async ({
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

    console.log(results[0]?.slice(0, 900))
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
