import { expect, test } from 'vitest'
import { ROUND_TRIPS } from '../../tests/support/round-trips.ts'
import { ok } from '../domain/failure.ts'
import type { Expectation, WriteSpec } from '../ports/documents.ts'
import { createDocumentPool } from './document-pool.ts'

const pool = createDocumentPool()
/** The first document of a format also loads its library, module by module where nothing is bundled. */
const PATIENT = 120_000
const CHART = { kind: 'bar' as const, labels: ['Jan', 'Feb'], series: [{ name: 'EUR', values: [1, 2] }] }

const specs: { spec: WriteSpec; shows: Expectation[] }[] = [
  {
    spec: {
      format: 'docx',
      markdown: '# Costs\n\nOf Alder, Ω and 日本',
      title: 'Report',
      contents: true,
      pageNumbers: true,
    },
    shows: [
      { kind: 'headings', texts: ['Costs'] },
      { kind: 'contains', text: 'Of Alder, Ω and 日本' },
    ],
  },
  {
    spec: { format: 'pdf', markdown: '# Costs\n\nOf Alder, Ω and Ж', title: 'Report', pageNumbers: true },
    shows: [
      { kind: 'pages', equals: 1 },
      { kind: 'contains', text: 'Of Alder, Ω and Ж' },
    ],
  },
  {
    spec: {
      format: 'xlsx',
      sheets: [
        {
          name: 'Data',
          rows: [
            ['vendor', 'total'],
            ['=Alder', 2],
            ['Birch', { formula: 'B2*3' }],
          ],
          charts: [CHART],
        },
      ],
    },
    shows: [
      { kind: 'columns', names: ['vendor', 'total'] },
      { kind: 'sum', column: 'total', equals: 8 },
      { kind: 'cell', at: 'A2', equals: '=Alder' },
    ],
  },
  {
    spec: {
      format: 'pptx',
      slides: [
        { title: 'Costs', chart: CHART, notes: 'said' },
        { title: 'Plan', bullets: [{ text: 'one' }] },
      ],
    },
    shows: [
      { kind: 'pages', equals: 2 },
      { kind: 'headings', texts: ['Costs', 'Plan'] },
    ],
  },
  {
    spec: {
      format: 'csv',
      rows: [
        ['a', 'b'],
        ['x', 1],
      ],
    },
    shows: [{ kind: 'columns', names: ['a', 'b'] }],
  },
  { spec: { format: 'html', markdown: '# Costs' }, shows: [{ kind: 'headings', texts: ['Costs'] }] },
  {
    spec: { format: 'eml', mail: { from: 'a@b.cc', to: ['d@e.ff'], subject: 'Hi', text: 'Grüße' } },
    shows: [{ kind: 'contains', text: 'Grüße' }],
  },
  {
    spec: {
      format: 'ics',
      events: [
        { uid: '1', title: 'Meet', start: '2026-11-22T09:30', zone: 'Europe/Berlin', repeat: 'FREQ=WEEKLY;COUNT=4' },
      ],
    },
    shows: [{ kind: 'contains', text: 'Meet' }],
  },
]

test.each(specs)(
  'a $spec.format is written in a worker and read back',
  { timeout: PATIENT },
  async ({ spec, shows }) => {
    const written = await pool.write(spec)
    if (!written.ok) throw new Error(`${written.failure.message} ${written.failure.detail ?? ''}`)
    const checked = await pool.check(written.value, `a.${spec.format}`, shows)
    if (!checked.ok) throw new Error(checked.failure.message)
    expect(checked.value.filter(result => !result.ok)).toEqual([])
  },
)

/** The full number is for `npm run soak -- round-trips`. */
const DOSE = 10

test.each(ROUND_TRIPS)('$format: what was written is what is read', { timeout: PATIENT }, each =>
  each.holds(async spec => {
    const written = spec.format === 'md' ? ok(new TextEncoder().encode(spec.text)) : await pool.write(spec)
    if (!written.ok) throw new Error(`${written.failure.message} ${written.failure.detail ?? ''}`)
    const read = await pool.read(written.value, `a.${spec.format}`, { from: 1, count: 100_000 })
    if (!read.ok) throw new Error(read.failure.message)
    return read.value
  }, DOSE),
)

test('a chart becomes a picture that the browser can show', { timeout: PATIENT }, async () => {
  const [svg, png] = [
    await pool.write({ format: 'svg', chart: CHART }),
    await pool.write({ format: 'png', chart: { ...CHART, kind: 'pie' }, width: 400, height: 300 }),
  ]
  expect(svg.ok && new TextDecoder().decode(svg.value)).toMatch(/^<svg[\s\S]*Jan/)
  if (!png.ok) throw new Error(`${png.failure.message} ${png.failure.detail ?? ''}`)
  const bitmap = await createImageBitmap(new Blob([png.value.slice()], { type: 'image/png' }))
  expect([bitmap.width, bitmap.height]).toEqual([400, 300])
  const context = new OffscreenCanvas(400, 300).getContext('2d')!
  context.drawImage(bitmap, 0, 0)
  expect(new Set(context.getImageData(0, 0, 400, 300).data).size).toBeGreaterThan(10)
})

test('a workbook is changed in a worker', { timeout: PATIENT }, async () => {
  const made = await pool.write({
    format: 'xlsx',
    sheets: [
      {
        name: 'Data',
        rows: [
          ['a', 'b'],
          [1, { formula: 'A2*2' }],
        ],
      },
    ],
  })
  if (!made.ok) throw new Error(made.failure.message)
  const edited = await pool.edit(made.value, 'a.xlsx', [
    { kind: 'set-cells', sheet: 'Data', cells: [{ at: 'A2', value: 21 }] },
  ])
  if (!edited.ok) throw new Error(`${edited.failure.message} ${edited.failure.detail ?? ''}`)
  const checked = await pool.check(edited.value, 'a.xlsx', [{ kind: 'cell', at: 'B2', equals: 42 }])
  expect(checked.ok && checked.value[0]).toMatchObject({ ok: true })
})
