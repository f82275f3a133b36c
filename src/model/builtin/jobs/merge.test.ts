import { expect, test } from 'vitest'
import { DeskInMemory, runJob } from '../../../../tests/unit/builtin-harness.ts'
import { merge } from './merge.ts'

const REQUEST = 'merge all csv, tsv and json tables into one'
const failures = (tasks: Record<string, { failed: string[] }>) => Object.values(tasks).flatMap(task => task.failed)

const TABLES = {
  'a.csv': 'Name,E-mail,Amount\nAnn,ann@x.example,1.50\nBob,bob@x.example,-2\n',
  'b.csv': 'name;Betrag;Stadt\n"Chris; Co";3;Köln\n',
  'c.tsv': 'email\tNAME\tnote\nd@x.example\tDan\t=HYPERLINK("x")\n',
  'd.json':
    '[{"name":"Eve","amount":10.10,"id":12345678901234567890},{"name":"Ann","E-mail":"ann@x.example","amount":"1.50"}]',
  'notes.txt': 'Name,Amount\nnot a table of ours,1',
}

test('tables with differing columns become one, with the file of every row and cells as they were written', async () => {
  const desk = new DeskInMemory(TABLES)
  const run = await runJob(merge, REQUEST, desk)
  expect(failures(run.tasks)).toEqual([])
  expect(desk.text('merged.csv')).toBe(
    [
      'source,Name,E-mail,Amount,Stadt,note,id',
      'a.csv,Ann,ann@x.example,1.50,,,',
      'a.csv,Bob,bob@x.example,-2,,,',
      'b.csv,Chris; Co,,3,Köln,,',
      `c.tsv,Dan,d@x.example,,,"'=HYPERLINK(""x"")",`,
      'd.json,Eve,,10.10,,,12345678901234567890',
      'd.json,Ann,ann@x.example,1.50,,,',
      '',
    ].join('\n'),
  )
})

test('the plan reads the tables at once, and knows rows and sums beforehand', async () => {
  const { plan, tasks } = await runJob(merge, REQUEST, new DeskInMemory(TABLES))
  if (typeof plan === 'string') throw new Error(plan)
  expect(plan.tasks.filter(task => task.dependsOn.length === 0)).toHaveLength(3)
  expect(plan.tasks.at(-1)!.criteria).toMatchObject([{ rows: 6, sums: [{ column: 'Amount', equals: 14.1 }] }])
  expect(plan.assumptions).toContain('1 row that is the same as another stay in the table.')
  expect(tasks.merge!.open).toEqual(['1 row is the same as another; all were kept.'])
})

test('doing it again overwrites its own table and does not read it', async () => {
  const desk = new DeskInMemory(TABLES)
  await runJob(merge, REQUEST, desk)
  const before = desk.text('merged.csv')
  const again = await runJob(merge, REQUEST, desk)
  expect(failures(again.tasks)).toEqual([])
  expect(desk.text('merged.csv')).toBe(before)
})

test('a column called source keeps its name, and unreadable tables are said', async () => {
  const desk = new DeskInMemory({ 'a.csv': 'source,x\nme,1\n', 'b.csv': 'x\n2\n', 'c.json': '{"x":', 'd.csv': '' })
  const run = await runJob(merge, REQUEST, desk)
  expect(failures(run.tasks)).toEqual([])
  expect(desk.text('merged.csv')).toBe('source file,source,x\na.csv,me,1\nb.csv,,2\n')
  if (typeof run.plan === 'string') throw new Error(run.plan)
  expect(run.plan.assumptions.join('\n')).toMatch(
    /Left out: c\.json: it is not valid JSON[\s\S]*Left out: d\.csv: it is empty/,
  )
})

test('long tables are read page by page', async () => {
  const long = (start: number) =>
    `id,n\n${Array.from({ length: 4500 }, (_, index) => `${start + index},1`).join('\n')}\n`
  const desk = new DeskInMemory({ 'a.csv': long(1), 'b.csv': long(10_000) })
  const run = await runJob(merge, REQUEST, desk)
  expect(failures(run.tasks)).toEqual([])
  expect(desk.text('merged.csv').split('\n')).toHaveLength(9002)
})

test('fewer than two tables are no job', async () => {
  expect((await runJob(merge, REQUEST, new DeskInMemory({}))).plan).toMatch(/^No table that I can read/)
  expect((await runJob(merge, REQUEST, new DeskInMemory({ 'a.csv': 'a,b\n1,2\n' }))).plan).toMatch(
    /^Only one table matches/,
  )
})

test('the slots follow the request', () => {
  const files = ['exports/a.csv', 'exports/b.csv', 'x.json', 'all.csv'].map(path => ({ path, size: 1, modified: 0 }))
  const filled = (request: string) =>
    Object.fromEntries(merge.slots(request, files).map(slot => [slot.name, slot.value]))
  expect(filled('merge all csv files in exports into all.csv')).toMatchObject({
    Files: 'exports/**/*.csv',
    'Write to': 'all.csv',
  })
  expect(filled('append exports/b.csv and x.json to all.csv')).toMatchObject({ 'Write to': 'merged.csv' })
  expect(filled('merge the tables')).toMatchObject({ Files: '**/*.{csv,json}', 'Write to': 'merged.csv' })
  expect(filled('put a.csv and b.csv together')).toMatchObject({ Files: 'exports/a.csv, exports/b.csv' })
})

test('names and cells that a spreadsheet would run, long decimals and names that differ in case pass the checks', async () => {
  const desk = new DeskInMemory({
    'a.csv': '=x,n,N\n1,52.520008,3\n2,0.0004,4\n',
    'b.csv': '=x,n\n-3,1.00049\n',
  })
  const run = await runJob(merge, REQUEST, desk)
  expect(failures(run.tasks)).toEqual([])
  expect(desk.text('merged.csv')).toBe("source,'=x,n,N\na.csv,1,52.520008,3\na.csv,2,0.0004,4\nb.csv,-3,1.00049,\n")
})
