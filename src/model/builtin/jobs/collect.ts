import type { JobKind } from '../job.ts'
import { scoreOf } from '../understand.ts'
import { choices, look } from './collect/look.ts'
import { plan } from './collect/plan.ts'
import { slots } from './collect/slots.ts'
import { extract, report, tabulate } from './collect/steps.ts'

/** Figures out of receipts and invoices, in one table with totals, and a report of what is unsure. */
export const collect: JobKind = {
  id: 'collect',
  title: 'Collect figures from receipts or invoices into one table',
  example: 'Collect date, vendor, total and tax of all receipts into one table',
  recognise: request => scoreOf('collect', request),
  slots,
  look,
  choices,
  plan,
  steps: { extract, tabulate, report },
}
