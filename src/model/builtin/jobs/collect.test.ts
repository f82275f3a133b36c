import { describe, expect, test } from 'vitest'
import { documentsInThread } from '../../../../tests/doubles/documents-in-thread.ts'
import { makeReceipts } from '../../../../tests/fixtures/receipts.ts'
import { DeskInMemory, runJob } from '../../../../tests/unit/builtin-harness.ts'
import { planSchema } from '../../../tools/plan-schema.ts'
import { readTable } from '../figures/table.ts'
import { columnsIn } from './collect/columns.ts'
import { receiptFiles } from './collect/look.ts'
import { collect } from './collect.ts'

const REQUEST = 'collect the figures from my receipts into one table as csv, with a report in markdown'
const COLUMN_ORDER = ['file', 'date', 'vendor', 'currency', 'total', 'tax', 'numbered']
const fixture = makeReceipts()
const receiptsDesk = () => new DeskInMemory(Object.fromEntries(fixture.files.map(file => [file.path, file.bytes])))
const failures = (tasks: Record<string, { failed: string[] }>) => Object.values(tasks).flatMap(task => task.failed)
const rowsIn = (desk: DeskInMemory, path: string) => {
  const reading = readTable(path, desk.text(path))
  if (!reading.ok) throw new Error(reading.why)
  return reading.table.rows.map(row =>
    Object.fromEntries(reading.table.columns.map((column, index) => [column, row[index]!])),
  )
}
const cents = (amount: string) => Math.round(Number(amount) * 100)

describe('24 receipts of many countries', async () => {
  const desk = receiptsDesk()
  const run = await runJob(collect, REQUEST, desk)

  test('every check of every task holds, and nothing is asked that can be inferred', () => {
    expect(failures(run.tasks)).toEqual([])
    expect(run.choices).toEqual([])
  })

  test('are read by several helpers that wait for nobody', () => {
    if (typeof run.plan === 'string') throw new Error(run.plan)
    const first = run.plan.tasks.filter(task => task.dependsOn.length === 0)
    expect(first.length).toBeGreaterThanOrEqual(3)
    expect(first.length).toBeLessThanOrEqual(6)
    expect(first.flatMap(task => task.inputs).sort()).toEqual(fixture.files.map(file => file.path).sort())
  })

  test('make the table that a person would make', () => {
    const table = rowsIn(desk, 'receipts.csv').map(({ number, ...row }) => ({ ...row, numbered: number !== undefined }))
    const expected = fixture.expected.map(row => ({ ...row, numbered: true }))
    const byFile = (rows: object[]) => rows.map(row => JSON.stringify(row, COLUMN_ORDER)).sort()
    expect(byFile(table)).toEqual(byFile(expected))
  })

  test('have exact totals for each month and vendor, apart for each currency', () => {
    for (const [path, first, key] of [
      ['totals by month.csv', 'month', (row: { date: string }) => row.date.slice(0, 7)],
      ['totals by vendor.csv', 'vendor', (row: { vendor: string }) => row.vendor],
    ] as const) {
      const sums = new Map<string, number>()
      for (const row of fixture.expected) {
        const name = `${key(row)} ${row.currency}`
        sums.set(name, (sums.get(name) ?? 0) + cents(row.total))
      }
      const written = rowsIn(desk, path).map(row => [`${row[first]} ${row.currency}`, cents(row.total!)] as const)
      expect(new Map(written)).toEqual(sums)
    }
  })

  test('the report names the two that cannot be read, and says how dates were read', () => {
    const report = desk.text('report.md')
    expect(report).toContain('22 receipts are in receipts.csv. 2 files could not be read.')
    for (const file of fixture.unreadable) expect(report).toContain(`- ${file}: `)
    expect(report).toContain('02/03/2026 in cloud-invoice.html is 2026-02-03')
    expect(report).not.toContain('## Unsure')
  })

  test('doing it again with other columns reads what it overwrites and leaves its own tables out', async () => {
    const again = await runJob(collect, REQUEST, desk, { slots: { Columns: 'date, vendor, net, tax, file' } })
    expect(failures(again.tasks)).toEqual([])
    if (typeof again.plan === 'string') throw new Error(again.plan)
    expect(again.plan.tasks.flatMap(task => task.needs).map(need => need.verb)).toEqual(['overwrite', 'overwrite'])
    const rows = rowsIn(desk, 'receipts.csv')
    expect(rows).toHaveLength(22)
    expect(Object.keys(rows[0]!)).toEqual(['date', 'vendor', 'net', 'tax', 'file'])
    expect(rows.find(row => row.file === 'cloud-invoice.html')?.net).toBe('1234.56')
  }, 30_000)
})

describe('a workbook and a Word report', async () => {
  const desk = receiptsDesk()
  const more = {
    'receipts/one.eml': 'From: "Shop, Inc." <a@b.example>\nDate: Wed, 04 Mar 2026 10:00:00 +0100\n\nTotal: 5.00 EUR',
    'receipts/two.txt': 'shop, inc.\nDate 2026-03-07\nTotal 6.00 EUR',
    'receipts/three.txt': 'Caf\u00e9 St*r\nDate 2026-04-07\nTotal 7.00 EUR',
    'receipts/four.txt': 'CAFE ST*R\nTotal 8.00 EUR',
  }
  for (const [path, text] of Object.entries(more)) desk.files.set(path, new TextEncoder().encode(text))
  const run = await runJob(collect, 'put my receipts into a spreadsheet, with a short report', desk, {
    slots: { Files: '**/*' },
  })
  const read = async (path: string) => {
    const result = await documentsInThread.read(desk.files.get(path)!, path, {})
    if (!result.ok) throw new Error(result.failure.message)
    return result.value
  }

  test('every check of every task holds', () => {
    expect(failures(run.tasks)).toEqual([])
    if (typeof run.plan === 'string') throw new Error(run.plan)
    expect(run.plan.tasks.slice(-2).map(task => task.outputs)).toEqual([['receipts.xlsx'], ['report.docx']])
  })

  test('the totals are formulas whose values are exact, also for other spellings of one vendor and no date', async () => {
    const book = await read('receipts.xlsx')
    expect(book.parts.map(part => part.name)).toEqual(['Receipts', 'By month', 'By vendor', 'To check'])
    const lines = (sheet: number) =>
      book.pieces
        .flatMap(piece => (piece.kind === 'row' && piece.part === sheet ? [piece.cells] : []))
        .slice(1)
        .map(cells => {
          const at = (letter: string) => cells.find(cell => cell.at?.startsWith(letter))
          expect(at('D')?.formula).toContain('SUMPRODUCT')
          return [`${at('A')?.text} ${at('B')?.text}`, at('C')?.value, cents(String(at('D')?.value))]
        })
    const extra = [
      { date: '2026-03-04', vendor: 'shop, inc.', currency: 'EUR', total: '5.00' },
      { date: '2026-03-07', vendor: 'shop, inc.', currency: 'EUR', total: '6.00' },
      { date: '2026-04-07', vendor: 'CAFE ST*R', currency: 'EUR', total: '7.00' },
      { date: '', vendor: 'CAFE ST*R', currency: 'EUR', total: '8.00' },
    ]
    const sums = (key: (row: { date: string; vendor: string }) => string) => {
      const all = new Map<string, [number, number]>()
      for (const row of [...fixture.expected, ...extra]) {
        const name = `${key(row)} ${row.currency}`
        const [count, total] = all.get(name) ?? [0, 0]
        all.set(name, [count + 1, total + cents(row.total)])
      }
      return [...all].map(([name, [count, total]]) => [name.toLowerCase().replace('é', 'e'), count, total]).sort()
    }
    const told = (sheet: number) =>
      lines(sheet)
        .map(([name, ...rest]) => [String(name).toLowerCase().replace('é', 'e'), ...rest])
        .sort()
    const plain = (rows: unknown[][]) =>
      rows.map(row => [String(row[0]).normalize('NFKD').replace(/\p{M}/gu, ''), ...row.slice(1)])
    expect(plain(told(1))).toEqual(plain(sums(row => row.date.slice(0, 7) || 'no date')))
    expect(plain(told(2)).sort()).toEqual(plain(sums(row => row.vendor)).sort())
  })

  test('the report has the totals of every vendor, and names what could not be read', async () => {
    const report = await read('report.docx')
    const rows = report.pieces.flatMap(piece => (piece.kind === 'row' ? [piece.cells.map(cell => cell.text)] : []))
    for (const { vendor, currency, total } of fixture.expected)
      expect(rows).toContainEqual(expect.arrayContaining([vendor, currency, total]))
    const said = report.pieces.flatMap(piece => (piece.kind === 'item' ? [piece.text] : []))
    for (const file of fixture.unreadable) expect(said.join('\n')).toContain(`${file}: `)
  })

  test('what it wrote itself is no receipt the next time', () => {
    const infos = desk.infos()
    expect(infos.map(file => file.path)).toContain('receipts.xlsx')
    const slots = { Files: '**/*', 'Write to': 'costs.xlsx' }
    expect(receiptFiles(slots, infos).map(file => file.path)).not.toEqual(
      expect.arrayContaining(['receipts.xlsx', 'report.docx']),
    )
  })
})

test('hundreds of receipts are planned within what a plan may hold', async () => {
  const files = Array.from({ length: 600 }, (_, index) => [
    `a folder with a long name/receipt number ${index} of the year.txt`,
    `Shop ${index % 7}\nDate 2026-0${1 + (index % 9)}-11\nTotal ${index}.10 EUR`,
  ])
  const desk = new DeskInMemory(Object.fromEntries([...files, ['b.mov', 'x']]))
  const infos = desk.infos()
  const slots = Object.fromEntries(collect.slots('collect my receipts', infos).map(slot => [slot.name, slot.value]))
  const plan = collect.plan(slots, {}, infos, await desk.run(collect.look!(slots, infos)))
  expect(planSchema.safeParse(plan).error?.issues.slice(0, 3)).toBeUndefined()
})

describe('dates that nothing decides', () => {
  const open = {
    'a.txt': 'Shop A\nDate 03/04/2026\nTotal CAD 5.00',
    'b.txt': 'Shop B\nDate 05/06/2026\nTotal CAD 6.00',
  }

  test('are asked about once, for all', async () => {
    const run = await runJob(collect, REQUEST, new DeskInMemory(open))
    expect(run.choices).toMatchObject([{ id: 'date-order', suggested: 'Day first' }])
    expect(run.choices[0]!.text).toBe(
      '03/04/2026 in a.txt: does the day or the month come first? The answer also counts for 1 other file.',
    )
  })

  test('follow the answer, and the report says so', async () => {
    const desk = new DeskInMemory(open)
    const run = await runJob(collect, REQUEST, desk, { answers: { 'date-order': 'Month first' } })
    expect(failures(run.tasks)).toEqual([])
    expect(rowsIn(desk, 'receipts.csv').map(row => row.date)).toEqual(['2026-03-04', '2026-05-06'])
    expect(desk.text('report.md')).toContain('month first, because you said so: 03/04/2026 in a.txt is 2026-03-04')
  })

  test('without an answer are read day first and named as unsure', async () => {
    const desk = new DeskInMemory(open)
    const run = await runJob(collect, REQUEST, desk)
    expect(failures(run.tasks)).toEqual([])
    expect(desk.text('report.md')).toContain(
      '- a.txt: 03/04/2026 may be 2026-04-03 or 2026-03-04; the day was taken to be first',
    )
  })

  test('are not asked about when another receipt in the same currency shows the order', async () => {
    const desk = new DeskInMemory({ ...open, 'c.txt': 'Shop C\nDate 05/28/2026\nTotal CAD 7.00' })
    const run = await runJob(collect, REQUEST, desk)
    expect(run.choices).toEqual([])
    expect(rowsIn(desk, 'receipts.csv').map(row => row.date)).toEqual(['2026-03-04', '2026-05-06', '2026-05-28'])
    expect(desk.text('report.md')).toContain('month first, because 05/28/2026 is in c.txt')
  })
})

test('one csv of many receipts gives all its rows, beside files of kinds that cannot be read', async () => {
  const desk = new DeskInMemory({
    'all.csv':
      'Date,Vendor,Amount,Currency\n2026-01-02,=Evil(),10.10,EUR\n2026-01-03,Shop,0.20,EUR\n2026-02-03,Shop,5.00,EUR\n',
    'scan.pdf': '%PDF',
    'clip.mov': 'x',
  })
  const run = await runJob(collect, REQUEST, desk, { slots: { Files: '**/*' } })
  expect(failures(run.tasks)).toEqual([])
  expect(desk.text('receipts.csv')).toContain("2026-01-02,'=Evil(),EUR,10.10")
  expect(desk.text('totals by month.csv')).toBe(
    'month,currency,receipts,total,tax\n2026-01,EUR,2,10.30,0.00\n2026-02,EUR,1,5.00,0.00\n',
  )
  expect(desk.text('report.md')).toContain('- scan.pdf')
})

test('the same receipt twice is said, and kept', async () => {
  const text = 'Shop\n2026-01-02\nInvoice no 77-1\nTotal 5.00 EUR'
  const desk = new DeskInMemory({ 'a.txt': text, 'b.txt': text })
  const run = await runJob(collect, REQUEST, desk)
  expect(failures(run.tasks)).toEqual([])
  expect(desk.text('report.md')).toContain('- b.txt: it is like a.txt (same vendor, day, number and total of 5.00)')
  expect(rowsIn(desk, 'receipts.csv')).toHaveLength(2)
})

test('nothing to read is said in one sentence', async () => {
  expect((await runJob(collect, REQUEST, new DeskInMemory({}))).plan).toMatch(/^No file matches /)
  expect((await runJob(collect, REQUEST, new DeskInMemory({ 'a.txt': 'Hello' }))).plan).toBe(
    'I found no amount in 1 file, so there is nothing to collect.',
  )
})

test.each([
  ['a table with date, vendor and total', ['date', 'vendor', 'currency', 'total']],
  ['I need date, shop, currency, amount and VAT of every receipt', ['date', 'vendor', 'currency', 'total', 'tax']],
  ['a list of dates, vendors and totals', ['date', 'vendor', 'currency', 'total']],
  ['with totals per month', ['date', 'vendor', 'currency', 'total', 'tax', 'number', 'file']],
  ['one csv with currency and tax columns', ['date', 'vendor', 'currency', 'total', 'tax', 'number', 'file']],
  ['only date and total', ['date', 'currency', 'total']],
  ['collect receipts', ['date', 'vendor', 'currency', 'total', 'tax', 'number', 'file']],
])('the columns of "%s"', (request, columns) => {
  expect(columnsIn(request)).toEqual(columns)
})

test('the slots come from the request and the folder', () => {
  const files = ['receipts/a.txt', 'receipts/2026/b.html', 'notes.md'].map(path => ({ path, size: 1, modified: 0 }))
  const filled = (request: string) =>
    Object.fromEntries(collect.slots(request, files).map(slot => [slot.name, slot.value]))
  expect(filled('collect my receipts')).toMatchObject({
    Files: 'receipts',
    'Write to': 'receipts.xlsx',
    Totals: 'by month, by vendor',
    Report: 'report.docx',
  })
  expect(filled('collect my receipts as csv')).toMatchObject({ 'Write to': 'receipts.csv', Report: 'report.docx' })
  expect(filled('receipts into a table, and a report as pdf')).toMatchObject({ Report: 'report.pdf' })
  expect(filled('sum up *.txt into costs.csv')).toMatchObject({ Files: '*.txt', 'Write to': 'costs.csv' })
})
