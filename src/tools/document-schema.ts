import { z } from 'zod'
import type { EditOperation } from '../ports/documents.ts'

const path = z.string().min(1).max(600)

const cell = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.strictObject({ date: z.string() }),
    z.strictObject({ formula: z.string(), format: z.string().optional() }),
    z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]), format: z.string() }),
  ])
  .describe(
    'Text stays text whatever it begins with. {"formula":"SUM(C2:C9)"}, {"date":"2026-11-22"}, {"value":12.5,"format":"0.00"}',
  )

const rows = z.array(z.array(cell).max(500)).max(200_000)

const chart = z.strictObject({
  kind: z.enum(['bar', 'line', 'pie']),
  title: z.string().optional(),
  labels: z.array(z.string()).min(1).max(1000),
  series: z
    .array(z.strictObject({ name: z.string(), values: z.array(z.number()) }))
    .min(1)
    .max(30),
})

const sheetChart = z.strictObject({
  kind: z.enum(['bar', 'line', 'pie']),
  title: z.string().optional(),
  labelCells: z.string().describe('Like A2:A13, in the same sheet'),
  series: z
    .array(z.strictObject({ name: z.string(), cells: z.string() }))
    .min(1)
    .max(30),
})

const sheet = z.strictObject({
  name: z.string().min(1).max(31),
  columns: z
    .array(z.strictObject({ width: z.number().optional(), format: z.string().optional() }))
    .optional()
    .describe('Widths, and number formats like "0.00" or "yyyy-mm-dd"'),
  rows: rows.describe('The first row is the header'),
  headerRows: z.number().int().min(0).max(10).optional(),
  filter: z.boolean().optional(),
  charts: z.array(sheetChart).max(20).optional(),
})

const text = {
  markdown: z.string().describe('A picture is ![text](path in the folder); <!-- pagebreak --> starts a page'),
  title: z.string().optional(),
  contents: z.boolean().optional().describe('A table of contents'),
  numbered: z.boolean().optional().describe('Numbers the headings'),
  header: z.string().optional(),
  footer: z.string().optional(),
  pageNumbers: z.boolean().optional(),
}

const slide = z.strictObject({
  title: z.string(),
  bullets: z.array(z.strictObject({ text: z.string(), level: z.number().int().min(0).max(8).optional() })).optional(),
  table: z.array(z.array(z.string())).optional(),
  chart: chart.optional(),
  picture: path.optional().describe('Path of a png or jpg in the folder'),
  notes: z.string().optional(),
})

const event = z.strictObject({
  uid: z.string().min(1),
  title: z.string(),
  start: z.string().describe('2026-11-22T09:30, or 2026-11-22 for a whole day'),
  end: z.string().optional(),
  zone: z.string().optional().describe('Like Europe/Berlin'),
  place: z.string().optional(),
  text: z.string().optional(),
  repeat: z.string().optional().describe('Like FREQ=WEEKLY;COUNT=4'),
})

export const documentSchema = z.discriminatedUnion('format', [
  z.strictObject({ format: z.enum(['docx', 'pdf', 'html']), ...text }),
  z.strictObject({ format: z.literal('xlsx'), title: z.string().optional(), sheets: z.array(sheet).min(1).max(50) }),
  z.strictObject({ format: z.literal('pptx'), title: z.string().optional(), slides: z.array(slide).min(1).max(200) }),
  z.strictObject({ format: z.enum(['csv', 'tsv']), rows, separator: z.enum([',', ';']).optional() }),
  z.strictObject({
    format: z.literal('eml'),
    from: z.string(),
    to: z.array(z.string()).min(1),
    cc: z.array(z.string()).optional(),
    subject: z.string(),
    date: z.string().optional(),
    text: z.string(),
    attachments: z.array(path).max(20).optional().describe('Paths of files to attach'),
  }),
  z.strictObject({ format: z.literal('ics'), events: z.array(event).min(1).max(1000) }),
  z.strictObject({
    format: z.enum(['svg', 'png']),
    chart,
    width: z.number().optional(),
    height: z.number().optional(),
  }),
])

const tracked = z
  .strictObject({ by: z.string().default('Deskhand'), date: z.string().describe('Today, like 2026-11-22') })
  .optional()
  .describe('Marks the change so that the person can accept or refuse it in Word')

const pages = z.array(z.number().int().min(1)).min(1).max(10_000)

export const operationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('set-cells'),
    sheet: z.string(),
    cells: z
      .array(z.strictObject({ at: z.string(), value: cell }))
      .min(1)
      .max(20_000),
  }),
  z.strictObject({ kind: z.literal('add-rows'), sheet: z.string(), rows: rows.min(1).max(20_000) }),
  z.strictObject({
    kind: z.literal('replace-text'),
    find: z.string().min(1),
    replace: z.string(),
    all: z.boolean().optional(),
    tracked,
  }),
  z.strictObject({
    kind: z.literal('insert-paragraphs'),
    after: z.string().describe('Text of the paragraph before; empty for the end'),
    paragraphs: z.array(z.string()).min(1).max(500),
    tracked,
  }),
  z.strictObject({
    kind: z.literal('fill'),
    values: z.record(z.string(), z.string()).describe('What to put where a docx or pptx says {{name}}'),
  }),
  z.strictObject({ kind: z.literal('fill-form'), fields: z.record(z.string(), z.union([z.string(), z.boolean()])) }),
  z.strictObject({
    kind: z.literal('merge'),
    with: z.array(path).min(1).max(200).describe('Paths of pdfs to put behind'),
  }),
  z.strictObject({ kind: z.literal('keep-pages'), pages: pages.describe('In this order; the others are left out') }),
  z.strictObject({
    kind: z.literal('rotate-pages'),
    pages,
    by: z.union([z.literal(90), z.literal(180), z.literal(270)]),
  }),
])

export type DocumentInput = z.infer<typeof documentSchema>
export type OperationInput = z.infer<typeof operationSchema>

/** The same without what is undefined: the port's types tell an absent field from an undefined one. */
export const withoutUndefined = <T>(value: unknown): T => JSON.parse(JSON.stringify(value))

/** An operation as the port has it, but for a merge, whose files must be read first. */
export const plainOperation = (input: Exclude<OperationInput, { kind: 'merge' }>): EditOperation =>
  withoutUndefined<EditOperation>(input)
