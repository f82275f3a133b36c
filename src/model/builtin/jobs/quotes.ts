import type { JobKind } from '../job.ts'
import { scoreOf } from '../understand.ts'
import { look } from './quotes/look.ts'
import { plan } from './quotes/plan.ts'
import { slots } from './quotes/slots.ts'
import { gather, search } from './quotes/steps.ts'

/** Passages about a subject out of many texts, word for word, with file and line. */
export const quotes: JobKind = {
  id: 'quotes',
  title: 'Gather quotes about a subject into one document with sources',
  example: 'Gather quotes about delivery times from my notes',
  recognise: request => scoreOf('quotes', request),
  slots,
  look,
  plan,
  steps: { search, gather },
}
