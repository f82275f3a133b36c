import { z } from 'zod'
import type { Criterion, Task } from '../domain/plan.ts'

const path = z.string().min(1).max(600)

const sum = z
  .strictObject({
    column: z.string(),
    equals: z.number().optional(),
    sameAs: z.strictObject({ paths: z.array(path).min(1), column: z.string() }).optional(),
  })
  .refine(value => (value.equals === undefined) !== (value.sameAs === undefined), 'give either "equals" or "sameAs"')

const criterion = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exists'), path }),
  z.strictObject({
    kind: z.literal('text'),
    path,
    contains: z.string().min(1).optional(),
    matches: z.string().min(1).max(300).optional().describe('A JavaScript regular expression'),
    not: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('table'),
    path,
    columns: z.array(z.string()).optional(),
    rows: z.number().int().min(0).optional(),
    minRows: z.number().int().min(0).optional(),
    sums: z.array(sum).optional(),
  }),
  z.strictObject({
    kind: z.literal('document').describe('What an xlsx, docx, pptx or pdf holds'),
    path,
    sheets: z.array(z.string()).optional(),
    sheet: z.string().optional().describe('Where columns, rows and sums are looked for; the first sheet when left out'),
    columns: z.array(z.string()).optional(),
    rows: z.number().int().min(0).optional(),
    minRows: z.number().int().min(0).optional(),
    sums: z.array(sum).optional(),
    headings: z.array(z.string()).optional().describe('Headings of a docx, titles of slides'),
    contains: z.array(z.string().min(1)).optional(),
    pages: z.number().int().min(1).optional().describe('Pages of a pdf, or slides'),
    minPages: z.number().int().min(1).optional(),
  }),
  z.strictObject({ kind: z.literal('json'), path, minItems: z.number().int().min(0).optional() }),
  z.strictObject({
    kind: z.literal('count'),
    glob: path,
    equals: z.number().int().min(0).optional(),
    atLeast: z.number().int().min(1).optional(),
  }),
  z.strictObject({ kind: z.literal('report'), minLength: z.number().int().min(1) }),
])

const need = z.strictObject({
  verb: z.enum(['create', 'overwrite', 'move', 'trash']),
  paths: z.array(path).min(1).describe('Exact paths, or globs like "invoices/**"'),
  most: z.number().int().min(1).max(100_000),
})

const task = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/i, 'letters, digits and dashes'),
  title: z.string().min(1).max(120),
  brief: z.string().min(1).max(2500).describe('All the helper must know: it sees nothing of this conversation'),
  inputs: z.array(path).max(200).default([]).describe('Files or globs that must be there before the task starts'),
  outputs: z.array(path).max(60).default([]).describe('Files the task writes; no other task may write them'),
  needs: z
    .array(need)
    .max(20)
    .default([])
    .describe('Changes beside creating the outputs: overwriting, moving, trashing'),
  criteria: z.array(criterion).min(1).max(20).describe('What code can check when it is done'),
  dependsOn: z.array(z.string()).max(40).default([]),
  weight: z.number().min(0.1).max(100).optional(),
  web: z
    .boolean()
    .optional()
    .describe('True when the task cannot be done without searching the web or reading web pages; off otherwise'),
})

export const planSchema = z.strictObject({
  goal: z.string().min(1).max(600),
  assumptions: z.array(z.string().max(300)).max(12).default([]),
  tasks: z.array(task).min(1).max(60),
})

export const revisionSchema = z.strictObject({
  add: z.array(task).max(40).default([]),
  change: z
    .array(task)
    .max(40)
    .default([])
    .describe('Tasks that have not started or have failed, whole, under their id'),
  skip: z.array(z.string()).max(40).default([]),
  why: z.string().min(1).max(500),
})

/** Leaves out what is undefined: the domain's types tell an absent field from an undefined one. */
export const plainTask = (value: z.infer<typeof task>): Task => {
  const { weight, web, criteria, ...rest } = value
  return {
    ...rest,
    criteria: criteria.map(plainCriterion),
    ...(weight === undefined ? {} : { weight }),
    ...(web ? { web } : {}),
  }
}

const plainCriterion = (value: z.infer<typeof criterion>): Criterion => JSON.parse(JSON.stringify(value))
