import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as XLSX from '@e965/xlsx'
import { LIBRARY_NAMES } from '../../src/ports/sandbox.ts'
import { call, use } from '../servers/replies.ts'
import { expect } from '../support/folder.ts'
import { commands, KEY, MODEL, resultIn, test, turnOf } from './sandbox-commands.ts'
import { orders } from './sandbox-orders.ts'
import { probeScript, WAYS_OUT } from './sandbox-ways-out.ts'
import { ask, connect, isOver, openFolder, putFiles } from './steps.ts'

const PYTHON_WAYS = `
import sys
ways = {}
def way(f): ways[f.__name__] = f; return f
@way
def urlopen():
    import urllib.request; urllib.request.urlopen(AT + 'py-urlopen', timeout=2).read()
@way
def http_client():
    import http.client; c = http.client.HTTPConnection(HOST, timeout=2); c.request('GET', '/hit/py-http'); c.getresponse()
@way
def socket_tcp():
    import socket; s = socket.create_connection(HOST.split(':'), 2); s.send(b'GET /hit/py-tcp HTTP/1.0\\r\\n\\r\\n'); s.recv(10)
@way
def socket_udp():
    import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('127.0.0.1', UDP)); raise SystemError if SANDBOX else None
@way
def js_fetch():
    from js import fetch
@way
def js_xhr():
    from js import XMLHttpRequest
@way
def js_self():
    import js; js.self.fetch
@way
def js_constructor():
    import js; js.Object.constructor('return fetch')()
@way
def js_eval():
    from pyodide.code import run_js; run_js('1')
@way
def pyodide_open_url():
    from pyodide.http import open_url; open_url(AT + 'py-open-url')
@way
def subprocess():
    import subprocess; subprocess.run(['ls'])
@way
def micropip():
    import micropip
@way
def ftplib():
    import ftplib; ftplib.FTP(HOST, timeout=2)
found = []
for name, f in ways.items():
    try: f(); found.append(name)
    except BaseException as e: pass
print('OPEN', found)
`

test('from node, python3 and the shell nothing gets out of a command', async ({ page, app, folder, api, hits }) => {
  test.setTimeout(200_000)
  const host = hits.http.replace('http://', '')
  const probe = `${probeScript(WAYS_OUT, hits.http, hits.udpPort, app)}\nprobe().then(open => console.log('OPEN', JSON.stringify(open)))`
  const python = `HOST=${JSON.stringify(host)}\nAT='http://'+HOST+'/hit/'\nUDP=${hits.udpPort}\nSANDBOX=True\n${PYTHON_WAYS}`
  putFiles(folder, [
    { path: 'probe.js', bytes: probe },
    { path: 'probe.py', bytes: python },
  ])
  const told = commands(
    api,
    { command: 'node probe.js', seconds: 120 },
    { command: 'python3 probe.py', seconds: 60 },
    {
      command: `curl ${hits.http}/hit/sh-curl; wget ${hits.http}/hit/sh-wget; cat < /dev/tcp/${host.replace(':', '/')}; echo x > /dev/tcp/${host.replace(':', '/')}; echo x > /dev/udp/127.0.0.1/${hits.udpPort}; (exec 3<>/dev/tcp/${host.replace(':', '/')}) ; ls /dev/tcp 2>/dev/null; rm -rf /dev/tcp /dev/udp; nslookup secret.example; ssh ${host}; true`,
    },
  )
  await openFolder(page, app, folder)
  await connect(page, api.origin, MODEL, KEY)
  await ask(page, 'Try to get out')
  await isOver(page, 'done', 150_000)
  expect(told[0]).toContain('OPEN []')
  expect(told[1]).toContain('OPEN []')
  expect(told[2]).toContain('no network')
  await page.waitForTimeout(500)
  expect(hits.seen).toEqual([])
})

test('a model that asks for pandas is told what there is instead, and does the task with that', async ({
  page,
  app,
  folder,
  api,
}) => {
  test.setTimeout(120_000)
  const { csv, table } = orders()
  putFiles(folder, [
    { path: 'orders.csv', bytes: csv },
    { path: 'node_modules/pandas/index.js', bytes: 'ignored' },
  ])
  const told: string[] = []
  // It knows of no module but those that the answers to it name.
  api.script(body => {
    const turn = turnOf(body)
    if (turn > 0) told[turn - 1] = resultIn(body)
    const last = told.at(-1) ?? ''
    const [, reader] = /Instead of pandas: the (\w+), /.exec(last) ?? []
    const [, writer] = /Instead of openpyxl: node with (\S+?)\./.exec(told.join('\n')) ?? []
    switch (turn) {
      case 0:
        return use(call('run', { command: 'ls -A; pip install pandas openpyxl' }))
      case 1:
        return use(call('run', { command: `python3 -c "import pandas as pd; pd.read_csv('orders.csv')"` }))
      case 2:
        return use(
          call('run', {
            command: `cat > sum.py <<'END'\n${withReader(reader ?? 'pandas')}\nEND\npython3 sum.py && rm sum.py`,
          }),
        )
      case 3:
        return use(
          call('run', {
            command: `cat > /tmp/book.mjs <<'END'\n${withWriter(writer ?? 'openpyxl')}\nEND\nnode /tmp/book.mjs`,
          }),
        )
      default:
        return use(call('report', { summary: 'The table is in totals.csv and totals.xlsx.' }))
    }
  })
  await openFolder(page, app, folder)
  await connect(page, api.origin, MODEL, KEY)
  await ask(page, 'Sum the orders by customer with pandas')
  await page.getByTestId('permission-allow-session').click({ timeout: 40_000 })
  await isOver(page, 'done', 60_000)

  const instructions = JSON.stringify(api.requests[0]!.body.system)
  for (const word of ['no pandas', ...LIBRARY_NAMES]) expect(instructions).toContain(word)
  expect(told[0]).toContain('Python packages cannot be installed here')
  expect(told[0]).toMatch(/"exitCode":1/)
  expect(told[0]).toContain('orders.csv')
  expect(told[0]).not.toContain('node_modules')
  await expect(page.getByText(/Exit code 1 after .* 0 files changed · built-in engine/).first()).toBeAttached()
  expect(told[1]).toMatch(
    /No module named 'pandas'[\s\S]*Instead of pandas: the csv, statistics and sqlite3 modules of Python/,
  )
  expect(told[2]).toContain('37 customers')
  expect(readFileSync(join(folder, 'totals.csv'), 'utf8')).toBe(table)
  const book = XLSX.read(readFileSync(join(folder, 'totals.xlsx')))
  expect(XLSX.utils.sheet_to_csv(book.Sheets.Totals!)).toBe(table.trimEnd())
  expect(
    readdirSync(folder)
      .filter(name => name !== '.deskhand')
      .sort(),
  ).toEqual(['node_modules', 'orders.csv', 'totals.csv', 'totals.xlsx'])
})

const withReader = (module: string) => `import ${module}
from decimal import Decimal
spent = {}
for row in ${module}.DictReader(open('orders.csv', newline='')):
    spent[row['customer']] = spent.get(row['customer'], Decimal(0)) + Decimal(row['amount'])
with open('totals.csv', 'w', newline='') as file:
    out = ${module}.writer(file, lineterminator='\\n')
    out.writerow(['customer', 'total'])
    out.writerows((name, f'{total:.2f}') for name, total in sorted(spent.items()))
print(len(spent), 'customers')`

const withWriter = (library: string) => `import { readFileSync, writeFileSync } from 'node:fs'
import XLSX from '${library}'
const rows = readFileSync('totals.csv', 'utf8').trim().split('\\n').map(line => line.split(','))
const book = XLSX.utils.book_new()
XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'Totals')
writeFileSync('totals.xlsx', XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }))`

test('names that a folder cannot hold are told before anything is written', async ({ page, app, folder, api }) => {
  const told = commands(api, { command: `echo a > good.txt; echo b > 'what?.txt'` })
  await openFolder(page, app, folder)
  await connect(page, api.origin, MODEL, KEY)
  await ask(page, 'Write badly')
  await isOver(page)
  expect(told[0]).toMatch(/Nothing was written: .*what\?\.txt/)
  expect(existsSync(join(folder, 'good.txt'))).toBe(false)
})
