import { describe, expect, test } from 'vitest'
import { documentsInThread } from '../../../../tests/doubles/documents-in-thread.ts'
import { docx, paragraph, wordTable } from '../../../../tests/fixtures/documents.ts'
import { DeskInMemory, runJob } from '../../../../tests/unit/builtin-harness.ts'
import { targetIn } from './convert/slots.ts'
import { convert } from './convert.ts'

const PATIENT = 60_000
const failures = (tasks: Record<string, { failed: string[]; open: string[] }>) =>
  Object.values(tasks).flatMap(task => [...task.failed, ...task.open])
const read = async (desk: DeskInMemory, path: string) => {
  const result = await documentsInThread.read(desk.files.get(path)!.slice(), path, {})
  if (!result.ok) throw new Error(`${path}: ${result.failure.message}`)
  return result.value
}
const texts = (document: Awaited<ReturnType<typeof read>>) =>
  document.pieces.flatMap(piece =>
    piece.kind === 'row' ? [piece.cells.map(cell => cell.text).join('|')] : [piece.text],
  )

const NOTES =
  '# Trip *notes*\n\nWe saw **12 ships**, 3_of_them red.\n\n- one\n- two\n\n| Town | Days |\n|---|---|\n| Ulm | 2 |\n\n![gone](gone.png)\n'
const COSTS = 'id;vendor;paid;day\n007;=Alder;1.234,50;2026-03-04\n008;"Birch; Co";2,00;2026-04-01\n'

describe('files in other formats', () => {
  test(
    'Markdown becomes Word and pdf, several files at the same time, each proved by its own words',
    async () => {
      const desk = new DeskInMemory({
        'a/notes.md': NOTES,
        'b.md': 'Just one line',
        'empty.md': '',
        'a/notes.docx': 'taken',
      })
      const run = await runJob(convert, 'convert all markdown files to word', desk)
      expect(failures(run.tasks)).toEqual([])
      if (typeof run.plan === 'string') throw new Error(run.plan)
      expect(run.plan.tasks).toHaveLength(2)
      expect(run.plan.assumptions.join('\n')).toContain('empty.md: it holds no text')
      expect(texts(await read(desk, 'a/notes (2).docx'))).toEqual([
        'Trip notes',
        'We saw 12 ships, 3_of_them red.',
        'one',
        'two',
        'Town|Days',
        'Ulm|2',
        'gone',
      ])
      expect(desk.text('a/notes.docx')).toBe('taken')
      const pdfs = await runJob(convert, 'make a pdf out of b.md', desk)
      expect(failures(pdfs.tasks)).toEqual([])
      expect(texts(await read(desk, 'b.pdf')).join(' ')).toContain('Just one line')
    },
    PATIENT,
  )

  test(
    'csv becomes a workbook with typed cells, and back; codes keep their zeros',
    async () => {
      const desk = new DeskInMemory({ 'costs.csv': COSTS })
      const run = await runJob(convert, 'csv to xlsx', desk)
      expect(failures(run.tasks)).toEqual([])
      const book = await read(desk, 'costs.xlsx')
      const cells = book.pieces.flatMap(piece =>
        piece.kind === 'row' ? [piece.cells.map(cell => cell.value ?? cell.text)] : [],
      )
      expect(cells.slice(1)).toEqual([
        ['007', '=Alder', 1234.5, '2026-03-04'],
        ['008', 'Birch; Co', 2, '2026-04-01'],
      ])
      const back = await runJob(convert, 'export costs.xlsx to csv', desk)
      expect(failures(back.tasks)).toEqual([])
      expect(desk.text('costs (2).csv')).toBe(
        "id,vendor,paid,day\n007,'=Alder,1234.5,2026-03-04\n008,Birch; Co,2,2026-04-01\n",
      )
    },
    PATIENT,
  )

  test(
    'Word and html become Markdown; their signs stay signs',
    async () => {
      const desk = new DeskInMemory({
        'a.docx': docx(
          paragraph('Price *per* item #1') +
            wordTable([
              ['A', 'B'],
              ['x | y', '2'],
            ]),
        ),
        'b.html': '<h2>Plan</h2><p>2 * 3 = 6</p><ul><li>first</li></ul><script>bad()</script>',
      })
      const run = await runJob(convert, 'convert the docx and html files to markdown', desk)
      expect(failures(run.tasks)).toEqual([])
      expect(desk.text('a.md')).toBe('Price \\*per\\* item \\#1\n\n| A | B |\n| --- | --- |\n| x \\| y | 2 |\n')
      expect(desk.text('b.md')).toBe('## Plan\n\n2 \\* 3 = 6\n\n- first\n')
    },
    PATIENT,
  )

  test(
    'a workbook of several sheets becomes a csv for each; what holds no table is said',
    async () => {
      const desk = new DeskInMemory({ 'note.md': 'no table' })
      const made = await documentsInThread.write({
        format: 'xlsx',
        sheets: [
          {
            name: 'One',
            rows: [
              ['a', 'b'],
              [1, 2],
            ],
          },
          {
            name: 'Two/'.slice(0, 3),
            rows: [
              ['c', 'd'],
              ['x', null],
            ],
          },
        ],
      })
      if (!made.ok) throw new Error(made.failure.message)
      desk.files.set('book.xlsx', made.value)
      const run = await runJob(convert, 'convert book.xlsx and note.md to csv', desk)
      expect(failures(run.tasks)).toEqual([])
      expect(desk.text('book - One.csv')).toBe('a,b\n1,2\n')
      expect(desk.text('book - Two.csv')).toBe('c,d\nx,\n')
      if (typeof run.plan === 'string') throw new Error(run.plan)
      expect(run.plan.assumptions.join('\n')).toContain('note.md: it holds no table')
    },
    PATIENT,
  )
})

test.each([
  ['convert report.md to word', 'docx'],
  ['make a docx out of notes.md', 'docx'],
  ['xlsx -> csv please', 'csv'],
  ['I need Excel versions of these three csvs', 'xlsx'],
  ['change the format of these files from html to docx', 'docx'],
  ['my boss wants the tables as excel files, not csv', 'xlsx'],
  ['produce a pdf of readme.md', 'pdf'],
  ['I want the word file as markdown', 'md'],
  ['all text files as word documents', 'docx'],
  ['pdf from the html file, please', 'pdf'],
  ['convertis les fichiers html en pdf', 'pdf'],
  ['save letter.md as letter.docx', 'docx'],
])('"%s" is to become %s', (request, target) => {
  expect(targetIn(request)).toBe(target)
})

test('without a format to convert to, nothing is done', async () => {
  const run = await runJob(convert, 'convert', new DeskInMemory({ 'a.md': 'x' }))
  expect(run.plan).toMatch(/^Say what to convert to/)
})
