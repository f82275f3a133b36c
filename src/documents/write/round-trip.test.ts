import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentsInThread } from '../../../tests/doubles/documents-in-thread.ts'
import { latinText, oddText, squashed } from '../../../tests/support/odd-text.ts'
import type { CellSpec, ReadDocument, SlideSpec, WriteSpec } from '../../ports/documents.ts'
import { packageProblems } from '../check/ooxml.ts'

const RUNS = { numRuns: 200 }
const LONG = 120_000

/** Writes, and reads with the readers of the app, which know nothing of the writers. */
async function through(spec: WriteSpec): Promise<{ bytes: Uint8Array; read: ReadDocument }> {
  const written = await documentsInThread.write(spec)
  if (!written.ok) throw new Error(`${written.failure.message} ${written.failure.detail ?? ''}`)
  const bytes = new Uint8Array(written.value)
  const read = await documentsInThread.read(written.value, `a.${spec.format}`, { from: 1, count: 100_000 })
  if (!read.ok) throw new Error(read.failure.message)
  return { bytes, read: read.value }
}

const nothingOutside = (bytes: Uint8Array) => {
  const problems = packageProblems(bytes)
  expect(problems.ok && problems.value).toEqual([])
}

const cell: fc.Arbitrary<CellSpec> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.boolean(),
  fc
    .date({ min: new Date('1901-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map(date => ({ date: date.toISOString().slice(0, 10) })),
)

const shown = (spec: CellSpec): unknown =>
  typeof spec === 'object' && spec !== null && 'date' in spec ? spec.date : spec

test('xlsx: cells of every type are read as they were written', { timeout: LONG }, async () => {
  const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(rows, async data => {
      const { bytes, read } = await through({
        format: 'xlsx',
        sheets: [{ name: 'Data', rows: [['one', 'two', 'three'], ...data] }],
      })
      nothingOutside(bytes)
      const values = read.pieces.flatMap(piece =>
        piece.kind === 'row' ? [piece.cells.map(each => each.value ?? each.text)] : [],
      )
      expect(values.slice(1)).toEqual(
        data.map(row => row.map(spec => (typeof spec === 'number' ? expect.closeTo(spec, 3) : shown(spec)))),
      )
      const formulas = read.pieces.flatMap(piece =>
        piece.kind === 'row' ? piece.cells.filter(each => each.formula) : [],
      )
      expect(formulas).toEqual([])
    }),
    RUNS,
  )
})

test('docx: headings, paragraphs, lists and tables are read as they were written', { timeout: LONG }, async () => {
  const word = oddText.map(text =>
    text.replace(/[\\`*_{}[\]()#+\-.!|<>~&:=\d@/]/g, 'x').replace(/^[\s\u00a0]+|[\s\u00a0]+$/g, 'y'),
  )
  await fc.assert(
    fc.asyncProperty(word, word, fc.array(word, { minLength: 1, maxLength: 4 }), async (title, text, items) => {
      const markdown = `# ${title}\n\n${text}\n\n${items.map(item => `- ${item}`).join('\n')}\n\n| a | b |\n|---|--:|\n| ${text} | 1 |\n`
      const { bytes, read } = await through({ format: 'docx', markdown, pageNumbers: true })
      nothingOutside(bytes)
      const all = read.pieces.map(piece =>
        piece.kind === 'row' ? piece.cells.map(each => squashed(each.text)) : [piece.kind, squashed(piece.text)],
      )
      expect(all).toContainEqual(['heading', squashed(title)])
      expect(all).toContainEqual(['paragraph', squashed(text)])
      for (const item of items) expect(all).toContainEqual(['item', squashed(item)])
      expect(all).toContainEqual([squashed(text), '1'])
    }),
    RUNS,
  )
})

test('pptx: titles, bullets, tables and notes are read as they were written', { timeout: LONG }, async () => {
  const slide = fc.record({
    title: oddText,
    bullets: fc.array(fc.record({ text: oddText, level: fc.integer({ min: 0, max: 2 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    table: fc.array(fc.tuple(oddText, oddText), { minLength: 1, maxLength: 3 }),
    notes: oddText,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(slide, { minLength: 1, maxLength: 3 }), async slides => {
      const { bytes, read } = await through({ format: 'pptx', slides: slides as SlideSpec[] })
      nothingOutside(bytes)
      expect(read.parts.length).toBe(slides.length)
      for (const [index, { title, bullets, table, notes }] of slides.entries()) {
        const mine = read.pieces.filter(piece => piece.part === index)
        const texts = mine.map(piece =>
          piece.kind === 'row' ? piece.cells.map(each => squashed(each.text)).join('|') : squashed(piece.text),
        )
        for (const text of [
          title,
          notes,
          ...bullets.map(bullet => bullet.text),
          ...table.map(row => row.map(squashed).join('|')),
        ])
          expect(texts).toContain(squashed(text))
      }
    }),
    RUNS,
  )
})

test('pdf: what is written is what is read, and what its font lacks is refused by name', {
  timeout: LONG,
}, async () => {
  const word = latinText.map(text => text.replace(/[\\`*_{}[\]()#+\-.!|<>~&:=\d@/]/g, 'x'))
  await fc.assert(
    fc.asyncProperty(word, fc.array(word, { minLength: 1, maxLength: 5 }), async (title, texts) => {
      const { read } = await through({ format: 'pdf', markdown: texts.join('\n\n'), title })
      const letters = (text: string) => text.replace(/\s+/g, '')
      const all = letters(read.pieces.map(piece => ('text' in piece ? piece.text : '')).join(' '))
      for (const text of [title, ...texts]) expect(all).toContain(letters(text))
    }),
    RUNS,
  )
  const refused = await documentsInThread.write({ format: 'pdf', markdown: 'Hello 日' })
  expect(!refused.ok && refused.failure.message).toContain('日 (U+65E5)')
})

test('csv and tsv: cells are read as they were written; what would be a formula gets an apostrophe', {
  timeout: LONG,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(oddText, oddText, fc.integer()), { minLength: 1, maxLength: 8 }),
      fc.constantFrom('csv' as const, 'tsv' as const),
      async (rows, format) => {
        const { read } = await through({ format, rows: [['head one', 'head two', 'head three'], ...rows] })
        const texts = read.pieces.flatMap(piece => (piece.kind === 'row' ? [piece.cells.map(each => each.text)] : []))
        for (const [index, row] of rows.entries())
          for (const [column, value] of row.entries()) {
            const text = String(value)
            const isSafe =
              !/^[=+\-@\t\r]/.test(text) || /^[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?%?$/.test(text)
            expect(squashed(texts[index + 1]?.[column] ?? '')).toBe(squashed(isSafe ? text : `'${text}`))
          }
      },
    ),
    RUNS,
  )
})

test('html: text is text, whatever it looks like, and nothing is fetched', { timeout: LONG }, async () => {
  await fc.assert(
    fc.asyncProperty(oddText, async text => {
      const { bytes, read } = await through({ format: 'html', markdown: `\`\`\`\n${text}\n\`\`\``, title: text })
      const all = squashed(read.pieces.map(piece => ('text' in piece ? piece.text : '')).join(' '))
      expect(all).toContain(squashed(text))
      expect(new TextDecoder().decode(bytes)).not.toMatch(/<(?:script|link|iframe|a)\b|(?:src|href)="(?!data:)/)
    }),
    RUNS,
  )
})

test('eml: people, subject, text and files are read as they were written', { timeout: LONG }, async () => {
  await fc.assert(
    fc.asyncProperty(oddText, oddText, async (subject, text) => {
      const { read } = await through({
        format: 'eml',
        mail: { from: 'Änn Li <ann@example.org>', to: ['bob@example.org'], subject, text: `${text}\n${text}` },
      })
      expect(squashed(read.about.subject ?? '')).toBe(squashed(subject))
      const all = squashed(read.pieces.map(piece => ('text' in piece ? piece.text : '')).join(' '))
      expect(all).toContain(squashed(text))
    }),
    RUNS,
  )
})

test('ics: events are read as they were written, in their zone', { timeout: LONG }, async () => {
  await fc.assert(
    fc.asyncProperty(oddText, oddText, async (title, place) => {
      const { read } = await through({
        format: 'ics',
        events: [
          { uid: 'one', title, place, start: '2026-11-22T09:30', end: '2026-11-22T10:30', zone: 'Europe/Berlin' },
        ],
      })
      const all = squashed(read.pieces.map(piece => ('text' in piece ? piece.text : '')).join(' '))
      expect(all).toContain(squashed(title))
      expect(all).toContain(squashed(place))
    }),
    RUNS,
  )
})
