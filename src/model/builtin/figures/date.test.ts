import { describe, expect, test } from 'vitest'
import { datesIn, orderByCountry, orderShownBy } from './date.ts'

const only = (text: string) => datesIn(text).map(date => date.iso)

describe('a date is found as it is written in many countries', () => {
  test.each([
    ['2026-03-04', '2026-03-04'],
    ['2026-03-04T10:30:00Z', '2026-03-04'],
    ['2026/3/4', '2026-03-04'],
    ['2026.03.04', '2026-03-04'],
    ['2026年3月4日', '2026-03-04'],
    ['２０２６年３月４日', '2026-03-04'],
    ['03.04.2026', '2026-04-03'],
    ['3. 4. 2026', '2026-04-03'],
    ['03.04.26', '2026-04-03'],
    ['4 Mar 2026', '2026-03-04'],
    ['4th of March 2026', '2026-03-04'],
    ['March 4, 2026', '2026-03-04'],
    ['Wed, 04 Mar 2026 10:00:00 +0100', '2026-03-04'],
    ['04-MAR-26', '2026-03-04'],
    ['4. März 2026', '2026-03-04'],
    ['1er février 2026', '2026-02-01'],
    ['4 mars 2026', '2026-03-04'],
    ['4 août 2026', '2026-08-04'],
    ['4 de marzo de 2026', '2026-03-04'],
    ['4 marzo 2026', '2026-03-04'],
    ['4 gennaio 2026', '2026-01-04'],
    ['4 maart 2026', '2026-03-04'],
    ['4 de março de 2026', '2026-03-04'],
    ['den 4 maj 2026', '2026-05-04'],
    ['4. oktober 2026', '2026-10-04'],
    ['4 października 2026', '2026-10-04'],
    ['25/12/2026', '2026-12-25'],
    ['12/25/2026', '2026-12-25'],
    ['04/04/2026', '2026-04-04'],
    ['31.12.99', '1999-12-31'],
  ])('%s', (text, iso) => {
    expect(only(text)).toEqual([iso])
  })
})

test('days that do not exist, versions and phone numbers are no dates', () => {
  for (const text of ['31.02.2026', '32/01/2026', '1.2.3.4', '030/123/45678', '12:30', '99/99/2026', 'page 3/4'])
    expect(only(text), text).toEqual([])
})

test('03/04/2026 with nothing to decide it keeps both readings', () => {
  expect(datesIn('Date 03/04/2026')).toEqual([
    { iso: '2026-04-03', text: '03/04/2026', index: 5, ambiguous: { dmy: '2026-04-03', mdy: '2026-03-04' } },
  ])
})

test('a date with a day above 12 decides for the others of the text', () => {
  const [first] = datesIn('Issued 03/04/2026, due 03/18/2026')
  expect(first).toMatchObject({ iso: '2026-03-04', inferred: { order: 'mdy', because: '03/18/2026 is beside it' } })
  expect(orderShownBy('a 13/01/2026')).toMatchObject({ order: 'dmy' })
})

test('dots mean that the day comes first, and the reading says so', () => {
  expect(datesIn('03.04.2026')[0]?.inferred).toEqual({ order: 'dmy', because: 'it is written with dots' })
  expect(datesIn('23.04.2026')[0]?.inferred).toBeUndefined()
})

test('the currency or the words of a country decide, and a hint is used only where it is needed', () => {
  expect(orderByCountry('', 'USD')).toEqual({ order: 'mdy', because: 'it is in USD' })
  expect(orderByCountry('', 'GBP')?.order).toBe('dmy')
  expect(orderByCountry('Montant TTC', '')).toEqual({ order: 'dmy', because: 'it says "montant"' })
  expect(orderByCountry('Total', 'CAD')).toBeUndefined()
  expect(datesIn('2026-03-04', { order: 'mdy', because: 'x' })[0]?.inferred).toBeUndefined()
})
