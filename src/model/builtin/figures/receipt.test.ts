import { describe, expect, test } from 'vitest'
import { makeReceipts } from '../../../../tests/fixtures/receipts.ts'
import { DeskInMemory } from '../../../../tests/unit/builtin-harness.ts'
import { readAll } from './reading.ts'
import { readReceipts } from './receipt.ts'
import type { Receipt } from './receipt-data.ts'

const fixture = makeReceipts()
/** The files as the planner's tools give them: mails come as `read_document` tells them. */
const desk = new DeskInMemory(Object.fromEntries(fixture.files.map(file => [file.path, file.bytes])))
const texts = new Map(
  (await desk.run(readAll(fixture.files.map(file => file.path)))).map(file => [
    file.path,
    'text' in file ? file.text : '',
  ]),
)
const textOf = (file: string) => texts.get(file)!
const one = (file: string, text: string): Receipt => {
  const read = readReceipts(file, text)
  if (!Array.isArray(read)) throw new Error(`${file}: ${read.unreadable}`)
  return read[0]!
}

describe('24 receipts of many countries say what a person reads in them', () => {
  test.each(fixture.expected)('$file', expected => {
    const { file, date, vendor, currency, total, tax, unsure } = one(expected.file, textOf(expected.file))
    expect({ file, date, vendor, currency, total, tax }).toEqual(expected)
    expect(unsure).toEqual([])
  })

  test('there are 24, and exactly two cannot be read', () => {
    expect(fixture.files).toHaveLength(24)
    const failed = fixture.files
      .filter(({ path }) => !Array.isArray(readReceipts(path, textOf(path))))
      .map(({ path }) => path)
    expect(failed.sort()).toEqual(fixture.unreadable)
  })
})

describe('the total is the one that was paid', () => {
  test.each([
    ['Total 30.00 EUR\nCash 50.00 EUR\nChange 20.00 EUR', '30.00'],
    ['Total items 3\nSubtotal 10.00 EUR\nTotal excl. VAT 10.00 EUR\nTotal incl. VAT 12.00 EUR', '12.00'],
    ['Total\n12.00 EUR', '12.00'],
    ['Total: 24.00 EUR (2 items)', '24.00'],
    ['Summe 10,00 €\nRabatt -2,00 €\nGesamtbetrag 8,00 €', '8.00'],
    ['Total VAT 2.00 EUR\nGrand total 12.00 EUR', '12.00'],
    ['Refund\nTotal -12.50 EUR', '-12.50'],
    ['Total HT 100,00 €\nTotal TVA 20,00 €\nTotal TTC 120,00 €', '120.00'],
    ['Net à payer 55,00 €', '55.00'],
  ])('%s', (text, total) => {
    expect(one('a.txt', `Shop\n2026-01-02\n${text}`).total).toBe(total)
  })
})

test('taxes of several rates are added, a total of the taxes stands for them', () => {
  expect(one('a.txt', 'Shop\nMwSt 7% 0,70 €\nMwSt 19% 1,90 €\nSumme 22,60 €').tax).toBe('2.60')
  expect(one('a.txt', 'Shop\nGST 5% $1.00\nPST 7% $1.40\nTotal tax $2.40\nTotal $22.40').tax).toBe('2.40')
})

test('a table of taxes under the total counts by its column of taxes', () => {
  const text = 'Shop\nSumme EUR 9,53\nA 7,0% Netto 4,24 MwSt 0,30 Brutto 4,54\nB 19,0% Netto 4,19 MwSt 0,80 Brutto 4,99'
  expect(one('a.txt', text)).toMatchObject({ total: '9.53', tax: '1.10' })
})

test('what was guessed is said', () => {
  expect(one('a.txt', 'Coffee 3.50 EUR\nCake 4.20 EUR').unsure).toEqual([
    'no line is named as the total; the largest amount was taken',
    'it names no vendor',
    'it has no date',
  ])
  expect(one('a.txt', 'Shop\n2026-01-02\nTotal $5.00').unsure).toEqual([
    '"$" is used by several countries and was read as USD',
  ])
  expect(one('a.txt', 'Shop\n2026-01-02\nNet 10.00 EUR\nVAT 2.00 EUR\nTotal 13.00 EUR').unsure).toEqual([
    'net 10.00 and tax 2.00 do not add up to the total 13.00',
  ])
  expect(one('a.txt', 'Shop\n2026-01-02\nTotal 12.50').unsure).toEqual(['it names no currency'])
})

test('a date that could be read two ways is left open, decided by its country, or by what the caller knows', () => {
  const open = one('a.txt', 'Shop\nDate 03/04/2026\nTotal $5.00')
  expect(open.ambiguous).toEqual({ text: '03/04/2026', dmy: '2026-04-03', mdy: '2026-03-04' })
  expect(one('a.txt', 'Shop\nDate 03/04/2026\nTotal £5.00')).toMatchObject({
    date: '2026-04-03',
    dateReading: { order: 'dmy' },
  })
  const told = readReceipts('a.txt', 'Shop\nDate 03/04/2026\nTotal $5.00', { order: 'mdy', because: 'you said so' })
  expect(told).toMatchObject([{ date: '2026-03-04', dateReading: { order: 'mdy', because: 'you said so' } }])
})

test('a csv with a receipt in each row gives all of them, without its line of sums', () => {
  const read = readReceipts(
    'a.csv',
    'Datum;Händler;Betrag;MwSt;Währung\n03.01.2026;Vogel;1.234,50;197,10;EUR\n04.01.2026;Sommer;8,80;0,58;EUR\n;Summe;1.243,30;;\n',
  )
  expect(read).toMatchObject([
    { date: '2026-01-03', vendor: 'Vogel', currency: 'EUR', total: '1234.50', tax: '197.10' },
    { date: '2026-01-04', vendor: 'Sommer', currency: 'EUR', total: '8.80', tax: '0.58' },
  ])
})

test('why a file cannot be read is said', () => {
  expect(readReceipts('a.txt', '')).toEqual({ file: 'a.txt', unreadable: 'it is empty' })
  expect(readReceipts('a.txt', 'Hello')).toEqual({ file: 'a.txt', unreadable: 'no amount was found in it' })
  expect(readReceipts('a.txt', '\u0000\u0001\ufffd\ufffd')).toEqual({ file: 'a.txt', unreadable: 'it is not text' })
  const mail =
    '[mail head] from: a@b.example\n[mail line 1] See the file.\n[attachment "bill.pdf"] (attachment) bill.pdf (application/pdf, 4 bytes)'
  expect(readReceipts('a.eml', mail)).toMatchObject({ unreadable: expect.stringContaining('attachment bill.pdf') })
})

test('numbers of receipts are found as they are written', () => {
  expect(one('Rechnung 2026-118.md', textOf('Rechnung 2026-118.md')).number).toBe('2026-118')
  expect(one('travel/mumbai-cabs.eml', textOf('travel/mumbai-cabs.eml')).number).toBe('MC/2026/5531')
  expect(one('thistle-books.txt', textOf('thistle-books.txt')).number).toBe('TB-55120')
  expect(one('supplies.csv', textOf('supplies.csv')).number).toBe('HO-7781')
  expect(one('maple-hardware.txt', textOf('maple-hardware.txt')).number).toBe('60215')
})
