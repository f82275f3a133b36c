import { expect, test } from 'vitest'
import { documentsInThread } from '../../../../tests/doubles/documents-in-thread.ts'
import { docx, paragraph, run as wordRun } from '../../../../tests/fixtures/documents.ts'
import { DeskInMemory, runJob } from '../../../../tests/unit/builtin-harness.ts'
import { fill } from './fill.ts'

const PATIENT = 60_000
/** The place for the town is split over three runs, as Word does. */
const LETTER = docx(
  paragraph('Dear {{Full Name}},') +
    `<w:p>${wordRun('you live in {{')}${wordRun('Town', '<w:b/>')}${wordRun('}}.')}</w:p>` +
    paragraph('We meet on {{day}}.'),
)
const PEOPLE = 'full name,TOWN,phone\nAda *Love*/lace,Ulm,1\nBo,,2\n,,\nBo,Bonn,3\n'
const failures = (tasks: Record<string, { failed: string[]; open: string[] }>) =>
  Object.values(tasks).flatMap(task => [...task.failed, ...task.open])
const wordsOf = async (desk: DeskInMemory, path: string) => {
  const read = await documentsInThread.read(desk.files.get(path)!.slice(), path, {})
  if (!read.ok) throw new Error(`${path}: ${read.failure.message}`)
  return read.value.pieces.flatMap(piece => (piece.kind === 'row' ? [] : [piece.text]))
}

test(
  'one document per row; what the table lacks is asked, what the template lacks is said',
  async () => {
    const desk = new DeskInMemory({ 'letter template.docx': LETTER, 'people.csv': PEOPLE })
    const run = await runJob(fill, 'fill the template for every row of people.csv', desk, {
      answers: { 'field-0': 'Monday' },
    })
    expect(run.choices.map(choice => choice.text)).toEqual([expect.stringContaining('{{day}}')])
    expect(failures(run.tasks)).toEqual([])
    if (typeof run.plan === 'string') throw new Error(run.plan)
    expect(run.plan.assumptions.join('\n')).toContain('no place for it: phone')
    expect(run.plan.tasks).toHaveLength(3)
    expect([...desk.files.keys()].sort()).toEqual([
      'filled/letter 1.docx',
      'filled/letter 2.docx',
      'filled/letter 3.docx',
      'letter template.docx',
      'people.csv',
    ])
    expect(await wordsOf(desk, 'filled/letter 1.docx')).toEqual([
      'Dear Ada *Love*/lace,',
      'you live in Ulm.',
      'We meet on Monday.',
    ])
    expect(await wordsOf(desk, 'filled/letter 2.docx')).toEqual(['Dear Bo,', 'you live in .', 'We meet on Monday.'])
    expect(desk.files.get('letter template.docx')).toEqual(LETTER)
  },
  PATIENT,
)

test(
  'names come from a pattern or from the column that tells the rows apart; no file is written over',
  async () => {
    const desk = new DeskInMemory({ 'letter.docx': LETTER, 'people.csv': PEOPLE, 'filled/Bo 2.docx': 'mine' })
    const patterned = await runJob(fill, 'fill letter.docx from people.csv', desk, {
      slots: { Names: '{full name} {number}', Into: 'filled' },
    })
    expect(failures(patterned.tasks)).toEqual([])
    expect([...desk.files.keys()].filter(path => path.startsWith('filled/')).sort()).toEqual([
      'filled/Ada Love lace 1.docx',
      'filled/Bo 2 (2).docx',
      'filled/Bo 2.docx',
      'filled/Bo 3.docx',
    ])
    const phones = await runJob(fill, 'fill letter.docx from people.csv', desk, { slots: { Names: 'phone', Into: '' } })
    expect(failures(phones.tasks)).toEqual([])
    expect(desk.files.has('letter 3.docx')).toBe(true)
  },
  PATIENT,
)

test(
  'what cannot be filled is said in one sentence',
  async () => {
    const plan = async (files: Record<string, string | Uint8Array>, slots = {}) =>
      (await runJob(fill, 'fill the template for every row', new DeskInMemory(files), { slots })).plan
    expect(await plan({ 'people.csv': PEOPLE })).toBe(
      'There is no .docx and .pptx file here to use as the template. Nothing was changed.',
    )
    expect(await plan({ 'a.docx': docx(paragraph('Hello')), 'people.csv': PEOPLE })).toContain('has no places to fill')
    expect(await plan({ 'a.docx': LETTER, 'people.csv': 'a,b\n' })).toBe('people.csv has no rows. Nothing was changed.')
    expect(await plan({ 'a.docx': LETTER, 'people.csv': PEOPLE }, { Names: '{surname}' })).toContain(
      'no column of the table',
    )
  },
  PATIENT,
)
