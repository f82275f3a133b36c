import type { JobKind } from '../job.ts'
import { scoreOf } from '../understand.ts'
import { look } from './merge/look.ts'
import { plan } from './merge/plan.ts'
import { slots } from './merge/slots.ts'
import { merge as mergeStep, part } from './merge/steps.ts'

/** Tables with differing columns become one, and every row says which file it came from. */
export const merge: JobKind = {
  id: 'merge',
  title: 'Merge tables (csv, tsv, json) with differing columns into one',
  example: 'Merge all csv files into one table',
  recognise: request => scoreOf('merge', request),
  slots,
  look,
  plan,
  steps: { part, merge: mergeStep },
}
