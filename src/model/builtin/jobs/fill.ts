import type { JobKind } from '../job.ts'
import { scoreOf } from '../understand.ts'
import { choices, look } from './fill/look.ts'
import { plan } from './fill/plan.ts'
import { slots } from './fill/slots.ts'
import { fillRows } from './fill/steps.ts'

/** One document for each row of a table, out of a Word or PowerPoint template with places like {{name}}. */
export const fill: JobKind = {
  id: 'fill',
  title: 'Fill a Word or PowerPoint template from a table, one document per row',
  example: 'fill letter.docx for every row of people.csv',
  recognise: request => scoreOf('fill', request),
  slots,
  look,
  choices,
  plan,
  steps: { fill: fillRows },
}
