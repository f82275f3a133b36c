import type { JobKind } from './job.ts'
import { duplicates } from './jobs/duplicates.ts'
import { organise } from './jobs/organise.ts'
import { rename } from './jobs/rename.ts'
import { summarise } from './jobs/summarise.ts'

/** Everything the planner can do, in the order it tells of it. */
export const JOBS: readonly JobKind[] = [organise, summarise, duplicates, rename]
