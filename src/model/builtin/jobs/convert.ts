import type { JobKind } from '../job.ts'
import { scoreOf } from '../understand.ts'
import { look } from './convert/look.ts'
import { plan } from './convert/plan.ts'
import { slots } from './convert/slots.ts'
import { write } from './convert/steps.ts'

/** The same content in another format, several files at once; what is there stays as it is. */
export const convert: JobKind = {
  id: 'convert',
  title: 'Convert files between Word, pdf, Excel, csv, Markdown, html and text',
  example: 'convert all Markdown files to Word',
  recognise: request => scoreOf('convert', request),
  slots,
  look,
  plan,
  steps: { write },
}
