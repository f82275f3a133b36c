import fc from 'fast-check'

/** Pieces that writers and readers stumble over. */
const ODD = [
  '<b>&amp;"quotes"\'',
  ']]>',
  '=1+1',
  '+49 30 123',
  '-5',
  '@SUM(A1)',
  '_x0041_',
  '{{name}}',
  'ä ö ü ß é ñ',
  'Привет',
  'Ελληνικά',
  '日本語',
  'שלום',
  'مرحبا',
  '😀👩‍👩‍👧',
  'a\u0301e\u0308',
  '\u00a0x\u00a0',
  '--',
  '%20',
  '\\n',
  '1e5',
  '00123',
  'TRUE',
  '#N/A',
  '1/2',
]

const LATIN = [
  'a',
  'b',
  'Z',
  '0',
  '7',
  ' ',
  '.',
  ',',
  '-',
  'ä',
  'é',
  'ß',
  '€',
  '–',
  '…',
  'Ж',
  'λ',
  '(',
  ')',
  '&',
  '<',
  '>',
  '"',
  "'",
  '%',
]

/** Text of any characters that a document can hold, on one line. */
export const oddText = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ODD) }, fc.string({ unit: 'grapheme', maxLength: 12 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map(parts => clean(parts.join(' ')))
  .filter(text => text.trim() !== '')

/** Text of the letters that the fonts of our pdfs have. */
export const latinText = fc
  .string({ unit: fc.constantFrom(...LATIN), minLength: 1, maxLength: 60 })
  .map(text => text.replace(/\s+/g, ' ').trim())
  .filter(text => text !== '')

/** What no document format can hold, control characters and halves of pairs, does not come. */
const clean = (text: string) =>
  text
    .replace(/[\p{Cc}\p{Surrogate}\ufffe\uffff\u2028\u2029]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

/** As readers may give it back: without regard to the kind and number of spaces. */
export const squashed = (text: string) =>
  text
    .normalize('NFC')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
