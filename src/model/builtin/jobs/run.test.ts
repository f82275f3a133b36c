import { expect, test } from 'vitest'
import type { FileInfo } from '../job.ts'
import { understand } from '../understand.ts'
import { run } from './run.ts'

const files: FileInfo[] = ['sum.py', 'tools/sum.mjs', 'sum.sh', 'orders.csv', 'my data.csv'].map(path => ({
  path,
  size: 10,
  modified: 0,
}))
const slots = (request: string) => Object.fromEntries(run.slots(request, files).map(({ name, value }) => [name, value]))

test.each([
  'Run sum.py on orders.csv and write table.csv',
  'please run the script sum.py',
  'could you execute tools/sum.mjs?',
  'Run sum.py, sum.mjs and sum.sh at the same time',
  'run this command: grep -c , orders.csv',
])('understood as running: %s', request => {
  expect(understand(request)).toMatchObject({ kind: 'job', job: 'run' })
})

test.each([
  'write a script that sums my invoices',
  'summarise the folder, then tell me what run.py does',
  'rename the files by date',
  'merge all csv files into one table',
])('not understood as running: %s', request => {
  expect(understand(request)).not.toMatchObject({ job: 'run' })
})

test('the job is restated as the commands that will be run and what they write', () => {
  expect(slots('Run sum.py on orders.csv and write table.csv')).toEqual({
    Command: 'python3 sum.py orders.csv',
    Writes: 'table.csv',
  })
  expect(slots('Run sum.py, sum.mjs and sum.sh with orders.csv into a.csv, b.csv and c.csv')).toEqual({
    'Command 1': 'python3 sum.py orders.csv',
    'Writes 1': 'a.csv',
    'Command 2': 'node tools/sum.mjs orders.csv',
    'Writes 2': 'b.csv',
    'Command 3': 'bash sum.sh orders.csv',
    'Writes 3': 'c.csv',
  })
  expect(slots('Run the command `grep -c , orders.csv`')).toEqual({ Command: 'grep -c , orders.csv', Writes: '' })
})

test('commands are tasks that run at once; a script that is not there is said', () => {
  const plan = run.plan(
    slots('Run sum.py, sum.mjs and sum.sh with orders.csv into a.csv, b.csv and c.csv'),
    {},
    files,
    undefined,
  )
  if (typeof plan === 'string') throw new Error(plan)
  expect(plan.tasks.map(task => [task.inputs, task.needs, task.dependsOn])).toEqual([
    [['sum.py', 'orders.csv'], [{ verb: 'create', paths: ['a.csv'], most: 1 }], []],
    [['tools/sum.mjs', 'orders.csv'], [{ verb: 'create', paths: ['b.csv'], most: 1 }], []],
    [['sum.sh', 'orders.csv'], [{ verb: 'create', paths: ['c.csv'], most: 1 }], []],
  ])
  expect(run.plan(slots('Run total.py'), {}, files, undefined)).toContain('do not find total.py')
})
