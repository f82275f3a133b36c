import fc from 'fast-check'
import type { CellSpec, DocumentPiece, ReadDocument, SlideSpec, WriteSpec } from '../../src/ports/documents.ts'
import { latinText, oddText, squashed } from './odd-text.ts'

/** Writes a document and reads what was written; Markdown is written as it is. Throws where either fails. */
export type Through = (spec: WriteSpec | { format: 'md'; text: string }) => Promise<ReadDocument>

/** What was written is what is read, for as many generated documents of a format. Throws with the smallest one for which it is not. */
export interface RoundTrip {
  format: string
  holds(through: Through, runs: number): Promise<void>
}

const roundTrip = <T>(
  format: string,
  documents: fc.Arbitrary<T>,
  check: (document: T, through: Through) => Promise<void>,
): RoundTrip => ({
  format,
  holds: (through, runs) =>
    fc.assert(
      fc.asyncProperty(documents, document => check(document, through)),
      { numRuns: runs },
    ),
})

function same(found: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${what} is ${a}, not ${b}.`)
}

function holds(all: readonly string[], one: string, what: string): void {
  if (!all.includes(one)) throw new Error(`${what} ${JSON.stringify(one)} is missing in ${JSON.stringify(all)}.`)
}

const textOf = (piece: DocumentPiece) =>
  piece.kind === 'row' ? piece.cells.map(each => squashed(each.text)).join('|') : squashed(piece.text)
const rowsOf = (read: ReadDocument) => read.pieces.flatMap(piece => (piece.kind === 'row' ? [piece] : []))
const allText = (read: ReadDocument) => squashed(read.pieces.map(textOf).join(' '))

const cell: fc.Arbitrary<CellSpec> = fc.oneof(
  { weight: 4, arbitrary: oddText },
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.boolean(),
  fc
    .date({ min: new Date('1901-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map(date => ({ date: date.toISOString().slice(0, 10) })),
)

function sameValue(found: unknown, spec: CellSpec, what: string): void {
  if (typeof spec === 'number') {
    if (typeof found !== 'number' || Math.abs(found - spec) > 1e-9 * Math.max(1, Math.abs(spec)))
      throw new Error(`${what} is ${found}, not ${spec}.`)
  } else same(found, typeof spec === 'object' && spec !== null && 'date' in spec ? spec.date : spec, what)
}

const xlsx = roundTrip(
  'xlsx',
  fc.array(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 3,
  }),
  async (sheets, through) => {
    const read = await through({
      format: 'xlsx',
      sheets: sheets.map((rows, index) => ({ name: `Sheet & ${index}`, rows: [['one', 'two', 'three'], ...rows] })),
    })
    same(
      read.parts.map(part => part.name),
      sheets.map((_, index) => `Sheet & ${index}`),
      'The names of sheets',
    )
    for (const [index, rows] of sheets.entries()) {
      const found = rowsOf(read)
        .filter(piece => piece.part === index)
        .slice(1)
      same(found.length, rows.length, 'The number of rows')
      for (const [y, row] of rows.entries())
        for (const [x, spec] of row.entries()) {
          const one = found[y]!.cells[x]
          sameValue(one?.value ?? one?.text, spec, `The cell ${x} of row ${y}`)
          same(one?.formula, undefined, 'The formula of a cell that has none')
        }
    }
  },
)

/** Without what Markdown reads as marks, which are not the writer's affair. */
const markless = (text: string) =>
  text.replace(/[\\`*_{}[\]()#+\-.!|<>~&:=\d@/]/g, 'x').replace(/^[\s\u00a0]+|[\s\u00a0]+$/g, 'y')

const word = oddText.map(markless)

const docx = roundTrip(
  'docx',
  fc.record({ title: word, text: word, items: fc.array(word, { minLength: 1, maxLength: 4 }) }),
  async ({ title, text, items }, through) => {
    const list = items.map(item => `- ${item}`).join('\n')
    const markdown = `# ${title}\n\n${text}\n\n${list}\n\n| a | b |\n|---|--:|\n| ${text} | 1 |\n`
    const read = await through({ format: 'docx', markdown, pageNumbers: true })
    const all = read.pieces.map(piece => `${piece.kind} ${textOf(piece)}`)
    holds(all, `heading ${squashed(title)}`, 'The heading')
    holds(all, `paragraph ${squashed(text)}`, 'The paragraph')
    for (const item of items) holds(all, `item ${squashed(item)}`, 'The item')
    holds(all, `row ${squashed(text)}|1`, 'The row')
  },
)

const slide = fc.record({
  title: oddText,
  bullets: fc.array(fc.record({ text: oddText, level: fc.integer({ min: 0, max: 2 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  table: fc.array(fc.tuple(oddText, oddText), { minLength: 1, maxLength: 3 }),
  notes: oddText,
})

const pptx = roundTrip('pptx', fc.array(slide, { minLength: 1, maxLength: 3 }), async (slides, through) => {
  const read = await through({ format: 'pptx', slides: slides as SlideSpec[] })
  same(read.parts.length, slides.length, 'The number of slides')
  for (const [index, { title, bullets, table, notes }] of slides.entries()) {
    const texts = read.pieces.filter(piece => piece.part === index).map(textOf)
    holds(texts, squashed(title), 'The title')
    holds(texts, squashed(notes), 'The note')
    for (const bullet of bullets) holds(texts, squashed(bullet.text), 'The bullet')
    for (const row of table) holds(texts, row.map(squashed).join('|'), 'The row')
  }
})

const latinWord = latinText.map(text => text.replace(/[\\`*_{}[\]()#+\-.!|<>~&:=\d@/]/g, 'x'))
const letters = (text: string) => text.replace(/\s+/g, '')

const pdf = roundTrip(
  'pdf',
  fc.record({ title: latinWord, texts: fc.array(latinWord, { minLength: 1, maxLength: 5 }) }),
  async ({ title, texts }, through) => {
    const read = await through({ format: 'pdf', markdown: texts.join('\n\n'), title })
    const all = letters(allText(read))
    for (const text of [title, ...texts])
      if (!all.includes(letters(squashed(text)))) throw new Error(`${JSON.stringify(text)} is missing in ${all}.`)
  },
)

const FORMULA_START = /^[=+\-@\t\r]/
const FIGURE = /^[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)?%?$/

const csv = roundTrip(
  'csv',
  fc.record({
    rows: fc.array(fc.tuple(oddText, oddText, fc.integer()), { minLength: 1, maxLength: 8 }),
    format: fc.constantFrom('csv' as const, 'tsv' as const),
  }),
  async ({ rows, format }, through) => {
    const read = await through({ format, rows: [['head one', 'head two', 'head three'], ...rows] })
    const found = rowsOf(read)
    same(found.length, rows.length + 1, 'The number of rows')
    for (const [y, row] of rows.entries())
      for (const [x, value] of row.entries()) {
        const text = String(value)
        // What would run as a formula gets an apostrophe; a figure does not.
        const kept = !FORMULA_START.test(text) || FIGURE.test(text) ? text : `'${text}`
        same(squashed(found[y + 1]!.cells[x]?.text ?? ''), squashed(kept), `The cell ${x} of row ${y}`)
      }
  },
)

const html = roundTrip('html', oddText, async (text, through) => {
  const read = await through({ format: 'html', markdown: `\`\`\`\n${text}\n\`\`\``, title: text })
  if (!allText(read).includes(squashed(text))) throw new Error(`${JSON.stringify(text)} is missing.`)
  same(squashed(read.about.title ?? ''), squashed(text), 'The title')
})

const md = roundTrip(
  'md',
  fc.record({ title: word, lines: fc.array(oddText, { minLength: 1, maxLength: 6 }) }),
  async ({ title, lines }, through) => {
    const plain = lines.map(line => line.replace(/<!--|-->|```|~~~|^\s*#/g, 'x'))
    const read = await through({ format: 'md', text: `# ${title}\n\n${plain.join('\n\n')}\n` })
    const all = read.pieces.map(piece => `${piece.kind} ${textOf(piece)}`)
    holds(all, `heading ${squashed(title)}`, 'The heading')
    for (const line of plain) holds(all, `paragraph ${squashed(line)}`, 'The line')
  },
)

const eml = roundTrip(
  'eml',
  fc.record({ subject: oddText, text: oddText, name: oddText }),
  async ({ subject, text, name }, through) => {
    const person = name.replace(/["<>,;:\\@()[\]]/g, 'x')
    const read = await through({
      format: 'eml',
      mail: {
        from: 'Änn Li <ann@example.org>',
        to: [`${person} <bob@example.org>`, 'cleo@example.org'],
        subject,
        text: `${text}\n${text}`,
      },
    })
    same(squashed(read.about.subject ?? ''), squashed(subject), 'The subject')
    same(squashed(read.about.from ?? ''), 'Änn Li <ann@example.org>', 'The sender')
    same(squashed(read.about.to ?? ''), squashed(`${person} <bob@example.org>, cleo@example.org`), 'Who it is to')
    if (!allText(read).includes(squashed(`${text} ${text}`))) throw new Error(`${JSON.stringify(text)} is missing.`)
  },
)

const ics = roundTrip(
  'ics',
  fc.record({
    title: oddText,
    place: oddText,
    text: oddText,
    day: fc.date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', undefined),
  }),
  async ({ title, place, text, day, zone }, through) => {
    const date = day.toISOString().slice(0, 10)
    const read = await through({
      format: 'ics',
      events: [
        { uid: 'one', title, place, text, start: `${date}T09:30`, end: `${date}T10:30`, ...(zone ? { zone } : {}) },
      ],
    })
    const all = read.pieces.map(textOf)
    holds(all, squashed(title), 'The title')
    holds(all, `where: ${squashed(place)}`, 'The place')
    holds(all, `text: ${squashed(text)}`, 'The text')
    const start = all.find(each => each.startsWith('start: '))
    if (!start?.startsWith(`start: ${date} 09:30 (${zone ?? 'local time'}`))
      throw new Error(`It starts at ${start}, not at ${date} 09:30 ${zone}.`)
  },
)

export const ROUND_TRIPS: readonly RoundTrip[] = [docx, xlsx, pptx, pdf, csv, html, md, eml, ics]
