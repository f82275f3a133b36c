import type { JobKind } from './job.ts'
import { collect } from './jobs/collect.ts'
import { convert } from './jobs/convert.ts'
import { duplicates } from './jobs/duplicates.ts'
import { fill } from './jobs/fill.ts'
import { merge } from './jobs/merge.ts'
import { organise } from './jobs/organise.ts'
import { quotes } from './jobs/quotes.ts'
import { rename } from './jobs/rename.ts'
import { run } from './jobs/run.ts'
import { summarise } from './jobs/summarise.ts'

/** Everything the planner can do, in the order it tells of it. */
export const JOBS: readonly JobKind[] = [
  collect,
  merge,
  convert,
  fill,
  organise,
  summarise,
  duplicates,
  rename,
  quotes,
  run,
]
