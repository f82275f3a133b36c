import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { EditOperation, WriteSpec } from '../../src/ports/documents.ts'
import { documentsInThread } from '../doubles/documents-in-thread.ts'
import { convert } from './libreoffice.ts'

const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  letter => letter.charCodeAt(0),
)
const CHART = {
  kind: 'bar' as const,
  title: 'Totals',
  labels: ['Jan', 'Feb'],
  series: [{ name: 'EUR', values: [1, 2] }],
}
const MARKDOWN = `# Heading one\n\nText with **bold**.\n\n- a\n  1. b\n- c\n\n| Vendor | Total |\n|---|---:|\n| Alder & Co | 10.50 |\n\n![dot](dot.png)\n\n## Heading two\n\nThe end.`

const specs: { spec: WriteSpec; shows: string[] }[] = [
  {
    spec: {
      format: 'docx',
      markdown: MARKDOWN,
      title: 'Report',
      contents: true,
      numbered: true,
      header: 'Top',
      footer: 'Foot',
      pageNumbers: true,
      images: { 'dot.png': PNG },
    },
    shows: ['Report', 'Heading one', 'Alder & Co', 'The end.'],
  },
  {
    spec: {
      format: 'xlsx',
      sheets: [
        {
          name: 'Data',
          rows: [
            ['Vendor', 'Total'],
            ['=Alder', 10.5],
            ['Birch', 20],
            ['Sum', { formula: 'SUM(B2:B3)', format: '0.00' }],
          ],
          charts: [CHART, { kind: 'line', labelCells: 'A2:A3', series: [{ name: 'T', cells: 'B2:B3' }] }],
        },
        { name: "It's", rows: [['x'], [{ formula: 'Data!B4*2' }]] },
      ],
    },
    shows: ['=Alder', '30.50', '61'],
  },
  {
    spec: {
      format: 'pptx',
      slides: [
        { title: 'First', bullets: [{ text: 'point' }, { text: 'under', level: 1 }], notes: 'note' },
        {
          title: 'Table',
          table: [
            ['a', 'b'],
            ['1', '2'],
          ],
        },
        { title: 'Chart', chart: CHART },
        { title: 'Picture', picture: 'dot.png' },
      ],
      images: { 'dot.png': PNG },
    },
    shows: ['First', 'point', 'Table', 'Picture'],
  },
]

test.each(specs)('a $spec.format of ours opens and becomes a pdf', async ({ spec, shows }) => {
  const written = await documentsInThread.write(spec)
  if (!written.ok) throw new Error(written.failure.message)
  const text = await pdfText(convert(written.value, `ours.${spec.format}`, 'pdf'))
  for (const wanted of shows) expect(text).toContain(wanted.replace(/\s/g, ''))
})

const CHANGES: Record<string, EditOperation[]> = {
  xlsx: [{ kind: 'set-cells', sheet: 'Data', cells: [{ at: 'H9', value: 'put in' }] }],
  docx: [{ kind: 'insert-paragraphs', after: '', paragraphs: ['put in'], tracked: { by: 'Ann', date: '2026-11-22' } }],
}

test.each(readdirSync('tests/fixtures/foreign').filter(name => /\.(xlsx|docx)$/.test(name)))(
  '%s opens after a change and shows it',
  async name => {
    const operations = CHANGES[name.split('.')[1]!]!
    const edited = await documentsInThread.edit(
      new Uint8Array(readFileSync(`tests/fixtures/foreign/${name}`)),
      name,
      operations,
    )
    if (!edited.ok) throw new Error(edited.failure.message)
    expect(await pdfText(convert(edited.value, name, 'pdf'))).toContain('putin')
  },
)

/** All letters of a pdf, without spaces: how they are spread is the layout's. */
async function pdfText(bytes: Uint8Array): Promise<string> {
  const read = await documentsInThread.read(bytes, 'a.pdf', { from: 1, count: 100_000 })
  if (!read.ok) throw new Error(read.failure.message)
  return read.value.pieces
    .map(piece => (piece.kind === 'row' ? piece.cells.map(cell => cell.text).join('') : piece.text))
    .join('')
    .replace(/\s/g, '')
}
