import { describe, expect, test } from 'vitest'
import type { AssistantBlock } from '../../src/domain/message.ts'
import type { Criterion } from '../../src/domain/plan.ts'
import { documentsInThread } from '../doubles/documents-in-thread.ts'
import { call, createScriptedModel } from '../doubles/scripted-model.ts'
import { createSessionWorld, isOver } from '../doubles/session-world.ts'

const ROWS = [
  ['date', 'vendor', 'total'],
  [{ date: '2026-01-02' }, 'Alder', 10.5],
  [{ date: '2026-01-03' }, '=Birch', 20],
]
const xlsx = (rows: unknown[][]) =>
  call('write_document', { path: 'out.xlsx', document: { format: 'xlsx', sheets: [{ name: 'Data', rows }] } })
const docx = (markdown: string) => call('write_document', { path: 'out.docx', document: { format: 'docx', markdown } })
const slides = (...titles: string[]) =>
  call('write_document', {
    path: 'out.pptx',
    document: { format: 'pptx', slides: titles.map(title => ({ title, bullets: [{ text: 'a point' }] })) },
  })

const sheet = (more: object): Criterion[] => [
  { kind: 'document', path: 'out.xlsx', columns: ['date', 'vendor', 'total'], rows: 2, ...more },
]
const paper = (path: string, more: object): Criterion[] => [{ kind: 'document', path, ...more }]

/** A whole session: the lead plans one task, the helper does what the test says, code checks it. */
async function runTask(
  output: string,
  criteria: Criterion[],
  does: AssistantBlock[],
  files: Record<string, Uint8Array> = {},
) {
  const task = {
    id: 'job',
    title: 'The job',
    brief: 'Do it',
    inputs: [],
    outputs: [output],
    needs: [],
    criteria,
    dependsOn: [],
  }
  const world = await createSessionWorld({
    files,
    model: brief =>
      createScriptedModel((_, turn) => {
        if (brief.role === 'lead')
          return turn === 0
            ? [call('submit_plan', { goal: 'g', assumptions: [], tasks: [task] })]
            : [call('report', { summary: 'Done.' })]
        return turn < does.length ? [does[turn]!] : [call('report', { summary: 'All done and checked.' })]
      }),
  })
  const { session } = await world.open()
  await session.request('Do the job')
  await world.until('the plan', () => session.state.plan?.status === 'proposed')
  await session.approvePlan(session.state.plan!.id)
  await world.until('the end', () => isOver(session))
  return { session, home: world.home }
}

const honest: { name: string; output: string; criteria: Criterion[]; does: AssistantBlock[] }[] = [
  {
    name: 'a workbook',
    output: 'out.xlsx',
    criteria: sheet({ sums: [{ column: 'total', equals: 30.5 }] }),
    does: [xlsx(ROWS)],
  },
  {
    name: 'a workbook with a row of totals, which is no row of data',
    output: 'out.xlsx',
    criteria: sheet({ sums: [{ column: 'total', equals: 30.5 }], sheets: ['Data'] }),
    does: [xlsx([...ROWS, ['', 'Sum', { formula: 'SUM(C2:C3)' }]])],
  },
  {
    name: 'a report',
    output: 'out.docx',
    criteria: paper('out.docx', { headings: ['Costs'], contains: ['Alder'] }),
    does: [docx('# Costs\n\n| Vendor |\n|---|\n| Alder |\n')],
  },
  {
    name: 'slides',
    output: 'out.pptx',
    criteria: paper('out.pptx', { headings: ['Costs'], pages: 2 }),
    does: [slides('Costs', 'Plan')],
  },
  {
    name: 'a workbook that was changed afterwards',
    output: 'out.xlsx',
    criteria: sheet({ rows: 3, sums: [{ column: 'total', equals: 36 }] }),
    does: [
      xlsx(ROWS),
      call('edit_document', {
        path: 'out.xlsx',
        operations: [
          { kind: 'set-cells', sheet: 'Data', cells: [{ at: 'C2', value: 11 }] },
          { kind: 'add-rows', sheet: 'Data', rows: [[{ date: '2026-01-04' }, 'Cedar', 5]] },
        ],
      }),
    ],
  },
]

const lies: { name: string; output: string; criteria: Criterion[]; does: AssistantBlock[] }[] = [
  { name: 'nothing written', output: 'out.xlsx', criteria: sheet({}), does: [] },
  {
    name: 'a text called xlsx',
    output: 'out.xlsx',
    criteria: sheet({}),
    does: [call('write', { path: 'out.xlsx', content: 'date,vendor,total' })],
  },
  { name: 'half the rows', output: 'out.xlsx', criteria: sheet({}), does: [xlsx(ROWS.slice(0, 2))] },
  { name: 'a missing column', output: 'out.xlsx', criteria: sheet({}), does: [xlsx(ROWS.map(row => row.slice(0, 2)))] },
  {
    name: 'a wrong sum',
    output: 'out.xlsx',
    criteria: sheet({ sums: [{ column: 'total', equals: 31.5 }] }),
    does: [xlsx(ROWS)],
  },
  { name: 'another sheet', output: 'out.xlsx', criteria: sheet({ sheets: ['Totals'] }), does: [xlsx(ROWS)] },
  {
    name: 'a report without its heading',
    output: 'out.docx',
    criteria: paper('out.docx', { headings: ['Costs'] }),
    does: [docx('Costs')],
  },
  {
    name: 'a report that does not say it',
    output: 'out.docx',
    criteria: paper('out.docx', { contains: ['Alder'] }),
    does: [docx('# Costs')],
  },
  {
    name: 'too few slides',
    output: 'out.pptx',
    criteria: paper('out.pptx', { headings: ['Costs'], pages: 2 }),
    does: [slides('Costs')],
  },
]

describe('a document is written by a helper and held against its criteria', () => {
  test.each(honest)('$name is accepted', { timeout: 30_000 }, async ({ output, criteria, does }) => {
    const { session } = await runTask(output, criteria, does)
    expect(session.state.tasks.job).toMatchObject({ status: 'done' })
  })

  test.each(lies)('$name is caught', { timeout: 30_000 }, async ({ output, criteria, does }) => {
    const { session } = await runTask(output, criteria, does)
    expect(session.state.tasks.job).toMatchObject({ status: 'failed', checked: 2 })
  })
})

test('a change in place is one change of the journal, and undo gives back every byte', {
  timeout: 30_000,
}, async () => {
  const made = await documentsInThread.write({ format: 'docx', markdown: '# Offer\n\nThe price is 100 euros.' })
  if (!made.ok) throw new Error(made.failure.message)
  const before = new Uint8Array(made.value)
  const operations = [{ kind: 'replace-text', find: '100 euros', replace: '90 euros', tracked: { date: '2026-11-22' } }]
  const { session, home } = await runTask(
    'copy.docx',
    paper('copy.docx', { contains: ['90 euros'] }),
    [call('edit_document', { path: 'offer.docx', to: 'copy.docx', operations })],
    { 'offer.docx': before.slice() },
  )
  expect(session.state.tasks.job).toMatchObject({ status: 'done' })
  expect(session.state.changes.map(change => change.change.path)).toEqual(['copy.docx'])
  const left = await home.open('offer.docx')
  const bytes = left.ok ? await left.value.slice(0, left.value.size) : left
  expect(bytes.ok && bytes.value).toEqual(before)
})
