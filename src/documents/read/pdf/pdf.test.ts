import { expect, test } from 'vitest'
import { pdf, words } from '../../../../tests/fixtures/documents.ts'
import { readPdf } from './pdf.ts'

const ASSETS = { tables: {}, fonts: {}, decoders: {} }
const read = async (pages: string[], wish = {}) => {
  const result = await readPdf(pdf(pages), wish, ASSETS)
  if (!result.ok) throw new Error(result.failure.message)
  return result.value
}
const texts = (document: Awaited<ReturnType<typeof read>>) =>
  document.pieces.map(piece => `${piece.at}: ${piece.kind === 'row' ? '' : piece.text}`)

test('lines come from above to below, whatever order they were drawn in, with label and figure on one line', async () => {
  const page =
    words(400, 650, '11.50') +
    words(50, 780, 'Corner Cafe', { size: 20 }) +
    words(50, 650, 'Total EUR') +
    words(50, 700, '2 coffees')
  const document = await read([page])
  expect(texts(document)).toEqual(['page 1: Corner Cafe', 'page 1: 2 coffees', 'page 1: Total EUR  11.50'])
  expect(document.pieces[0]).toMatchObject({ kind: 'heading', level: 1 })
})

test('columns of text are read one after the other, below a heading over both', async () => {
  const lines = Array.from(
    { length: 8 },
    (_, i) =>
      words(50, 700 - i * 14, `left column, line number ${i}`) +
      words(320, 700 - i * 14, `right column, line number ${i}`),
  )
  const document = await read([words(50, 780, 'A heading over both columns', { size: 16 }) + lines.join('')])
  const sides = texts(document).map(text => /heading|left|right/.exec(text)![0])
  expect(sides).toEqual(['heading', ...Array(8).fill('left'), ...Array(8).fill('right')])
})

test('text that nobody sees is kept apart, with the reason; white on a dark ground is seen', async () => {
  const page = [
    words(50, 700, 'seen'),
    words(50, 680, 'white words', { before: '1 1 1 rg' }),
    words(50, 660, 'tiny words', { size: 1 }),
    words(50, 640, 'ghost words', { before: '3 Tr' }),
    words(50, 620, 'clear words', { before: '/Clear gs' }),
    words(900, 600, 'far words'),
    '0 0 0.4 rg 40 500 400 40 re f\n',
    words(50, 510, 'white on blue', { before: '1 1 1 rg' }),
  ]
  const document = await read([page.join('')])
  expect(texts(document)).toEqual(['page 1: seen', 'page 1: white on blue'])
  expect(Object.fromEntries(document.hidden.map(each => [each.text, each.why]))).toEqual({
    'white words': 'white on white',
    'tiny words': '1 pt small',
    'ghost words': 'drawn invisibly',
    'clear words': 'made transparent',
    'far words': 'off the page',
  })
})

test('a page without text is named, and one whose text a scanner laid under it is read', async () => {
  const document = await read(['0.9 g 10 10 500 700 re f', words(50, 700, 'recognised', { before: '3 Tr' })])
  expect(texts(document)).toEqual(['page 2: recognised'])
  expect(document.notices).toEqual([
    'The text of page 2 was recognised by the scanner that made it, and may have mistakes.',
    'Page 1 has no text, only pictures or nothing, as scanned paper has. Ask for pictures to look at it, or have its words recognised.',
  ])
})

test('only the pages that were asked for are read', async () => {
  const pages = Array.from({ length: 6 }, (_, i) => words(50, 700, `this is page ${i + 1}`))
  const document = await read(pages, { parts: { from: 3, to: 4 } })
  expect(texts(document)).toEqual(['page 3: this is page 3', 'page 4: this is page 4'])
  expect(document.parts).toHaveLength(6)
})

test('a pdf that is cut off is a failure with a sentence', async () => {
  const bytes = pdf([words(50, 700, 'x')])
  expect(await readPdf(bytes.slice(0, 200), {}, ASSETS)).toMatchObject({
    ok: false,
    failure: { kind: 'unreadable', message: 'The pdf is damaged or cut off and cannot be read.' },
  })
})

test('a thousand pages are read a window at a time', { timeout: 60_000 }, async () => {
  const bytes = pdf(Array.from({ length: 1000 }, (_, index) => words(50, 700, `Page number ${index + 1}`)))
  const result = await readPdf(bytes, { parts: { from: 990, to: 992 } }, ASSETS)
  expect(result).toMatchObject({
    ok: true,
    value: { pieces: [990, 991, 992].map(one => ({ text: `Page number ${one}` })) },
  })
  expect(result.ok && result.value.parts.length).toBe(1000)
})
