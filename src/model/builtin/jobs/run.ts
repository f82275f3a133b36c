import type { JobKind } from '../job.ts'
import { runScore } from '../understand-run.ts'
import { plan } from './run/plan.ts'
import { slots } from './run/slots.ts'
import { one } from './run/steps.ts'

/** Scripts of the person's own, run where they can reach nothing but the folder; several at once. */
export const run: JobKind = {
  id: 'run',
  title: 'Run scripts that are in the folder (Python, JavaScript, shell), or a command',
  example: 'Run totals.py on orders.csv and write table.csv',
  recognise: runScore,
  slots,
  plan,
  steps: { one },
}
