import type { CellSpec, WriteSpec } from '../../src/ports/documents.ts'

const PARAGRAPH =
  'The office cost more than planned, mostly for rent and for the two journeys to the customers in the north. '

const page = (number: number) => `## Part ${number}\n\n${PARAGRAPH.repeat(12)}\n\n${PARAGRAPH.repeat(10)}\n`
const pages = (count: number) => Array.from({ length: count }, (_, i) => page(i + 1)).join('\n')

const rows = (count: number): CellSpec[][] => [
  ['id', 'vendor', 'date', 'net', 'note'],
  ...Array.from({ length: count }, (_, i): CellSpec[] => [
    i + 1,
    `Vendor ${i % 97} & Sons`,
    { date: `2026-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}` },
    ((i * 37) % 100_000) / 100,
    `row ${i}`,
  ]),
]

const table = Array.from({ length: 40 }, (_, i) => `| Vendor ${i} | ${i * 17}.50 |`).join('\n')
const report = `# Costs\n\n${pages(8)}\n\n| vendor | total |\n|---|--:|\n${table}\n`

/** Documents as people have them, one for each format, and the two large ones. */
export const SAMPLES: { name: string; spec: WriteSpec; large?: true }[] = [
  { name: 'docx of 10 pages', spec: { format: 'docx', markdown: report, title: 'Costs', pageNumbers: true } },
  { name: 'xlsx of 1,000 rows', spec: { format: 'xlsx', sheets: [{ name: 'Costs', rows: rows(1000) }] } },
  {
    name: 'pptx of 20 slides',
    spec: {
      format: 'pptx',
      slides: Array.from({ length: 20 }, (_, i) => ({
        title: `Part ${i}`,
        bullets: [{ text: PARAGRAPH }, { text: 'and more', level: 1 }],
        notes: PARAGRAPH,
      })),
    },
  },
  { name: 'pdf of 10 pages', spec: { format: 'pdf', markdown: report, title: 'Costs', pageNumbers: true } },
  { name: 'csv of 10,000 rows', spec: { format: 'csv', rows: rows(10_000) } },
  { name: 'html of 10 pages', spec: { format: 'html', markdown: report, title: 'Costs' } },
  {
    name: 'eml of 10 pages',
    spec: {
      format: 'eml',
      mail: { from: 'a@example.org', to: ['b@example.org'], subject: 'Costs', text: pages(8) },
    },
  },
  {
    name: 'ics of 200 events',
    spec: {
      format: 'ics',
      events: Array.from({ length: 200 }, (_, i) => ({
        uid: `e${i}`,
        title: `Meeting ${i}`,
        start: `2026-11-${String(1 + (i % 28)).padStart(2, '0')}T09:30`,
        zone: 'Europe/Berlin',
      })),
    },
  },
  { name: 'pdf of 100 pages', spec: { format: 'pdf', markdown: pages(100), title: 'Costs' }, large: true },
  {
    name: 'xlsx of 50,000 rows',
    spec: { format: 'xlsx', sheets: [{ name: 'Costs', rows: rows(50_000) }] },
    large: true,
  },
]
