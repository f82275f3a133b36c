import { describe, expect, test } from 'vitest'
import { docx, paragraph, pdf, sheetRows, words, xlsx } from '../../../../tests/fixtures/documents.ts'
import { DeskInMemory, runJob } from '../../../../tests/unit/builtin-harness.ts'
import { fileNameFor, subjectIn } from './quotes/slots.ts'
import { quotes } from './quotes.ts'

const NOTES = {
  'interviews/anna.txt': 'Question one.\n\nThe delivery times got worse.\nWe waited six weeks.\n\nThe food is good.',
  'interviews/ben.md': '# Ben\n\n- Delivery was fine.\n- Times are hard.\n',
  'mail.eml':
    'From: a@b.example\nSubject: Late\nContent-Type: text/html\n\n<p>Your delivery time was <b>nine</b> days.</p><p>Bye</p>',
  'page.html': '<h1>News</h1><p>Nothing about it.</p>',
  'picture.txt': Uint8Array.from([0, 1, 2, 3]),
}

test('passages are gathered word for word with file and line, closest first, and every source is named', async () => {
  const desk = new DeskInMemory(NOTES)
  const run = await runJob(quotes, 'gather quotes about delivery times into one document', desk)
  expect(Object.values(run.tasks).flatMap(task => task.failed)).toEqual([])
  expect(desk.text('quotes about delivery times.md')).toBe(`# Quotes about delivery times

4 passages from 3 files, word for word, the closest first. 5 files were searched.

> The delivery times got worse.
> We waited six weeks.

interviews/anna.txt, line 3

> Your delivery time was nine days.

mail.eml, mail ¶ 1

> - Delivery was fine.

interviews/ben.md, line 3

> - Times are hard.

interviews/ben.md, line 4

## Sources

- interviews/anna.txt: 1 passage
- interviews/ben.md: 2 passages
- mail.eml: 1 passage

## Could not be searched

- picture.txt: it is not text
`)
})

test('doing it again finds the same, without its own document', async () => {
  const desk = new DeskInMemory(NOTES)
  await runJob(quotes, 'gather quotes about delivery times', desk)
  const first = desk.text('quotes about delivery times.md')
  await runJob(quotes, 'gather quotes about delivery times', desk)
  expect(desk.text('quotes about delivery times.md')).toBe(first)
})

test('no subject, no file and no hit each get a sentence', async () => {
  expect((await runJob(quotes, 'gather quotes', new DeskInMemory(NOTES))).plan).toMatch(
    /^Say what the quotes should be about/,
  )
  expect((await runJob(quotes, 'gather quotes about x', new DeskInMemory({}))).plan).toMatch(
    /^No text or document matches/,
  )
  expect((await runJob(quotes, 'gather quotes about bananas', new DeskInMemory(NOTES))).plan).toBe(
    'Nothing in 5 files speaks of "bananas".',
  )
})

describe('the subject', () => {
  test.each([
    ['gather quotes about delivery times', 'delivery times'],
    ['Collect all passages that mention the budget from the interviews and put them in a document', 'budget'],
    ['find everything said about "Project Heron" in my notes', 'Project Heron'],
    ['quotes on customer training, with sources', 'customer training'],
    ['What do my notes say about remote work?', 'remote work'],
    ['pull out every sentence about pricing into quotes.md', 'pricing'],
    ['gahter quotes about leadership plz', 'leadership'],
    ['Sammle Zitate über Freiheit', 'Freiheit'],
    ['Zitate zum Thema Arbeit sammeln', 'Arbeit'],
    ['trouve toutes les phrases qui parlent de la mer', 'mer'],
    ['quote collection: happiness', 'happiness'],
    ['I need all the quotes on trust for my thesis, with references', 'trust'],
    ['make a list of all statements about remote work and say who wrote them', 'remote work'],
    ['qoutes on gardening with sources', 'gardening'],
    ['Search for sentences that contain the word courage and put them in one document', 'courage'],
    ['gather quotes', ''],
  ])('%s', (request, subject) => {
    expect(subjectIn(request)).toBe(subject)
  })

  test('always gives a file name that can be written', () => {
    expect(fileNameFor('a/b: "c"?')).toBe('quotes about a b c.md')
    expect(fileNameFor('x'.repeat(300))).toBe('quotes.md')
  })
})

test('documents are searched too, and each quote says the page, sheet or paragraph it stands in', async () => {
  const desk = new DeskInMemory({
    'a.docx': docx(paragraph('Of other things.') + paragraph('Bees dance in the dark.')),
    'b.pdf': pdf([words(50, 700, 'First page.'), words(50, 700, 'The bees came') + words(50, 680, 'in the evening.')]),
    'c.xlsx': xlsx([
      {
        name: 'Notes',
        rows: sheetRows([
          ['who', 'what'],
          ['Ada', 'counts bees'],
        ]),
      },
    ]),
  })
  const run = await runJob(quotes, 'gather quotes about bees', desk)
  expect(Object.values(run.tasks).flatMap(task => task.failed)).toEqual([])
  const text = desk.text('quotes about bees.md')
  expect(text).toContain('> Bees dance in the dark.\n\na.docx, ¶ 2')
  expect(text).toContain('> The bees came\n> in the evening.\n\nb.pdf, page 2')
  expect(text).toContain('> Ada  counts bees\n\nc.xlsx, Notes!2')
})
