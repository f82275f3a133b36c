import { describe, expect, test } from 'vitest'
import { amountsIn, decimalOf, readAmount } from './amount.ts'

const value = (text: string, context = {}) => {
  const amount = readAmount(text, context)
  return amount && [amount.value, amount.currency]
}

describe('an amount is read as its country writes it', () => {
  test.each([
    ['1.234,56 €', '1234.56', 'EUR'],
    ['$1,234.56', '1234.56', 'USD'],
    ['1 234,56 EUR', '1234.56', 'EUR'],
    ['1 234,56 €', '1234.56', 'EUR'],
    ["CHF 1'234.50", '1234.50', 'CHF'],
    ['CHF 1’234.50', '1234.50', 'CHF'],
    ['¥1200', '1200', 'JPY'],
    ['￥１，２００', '1200', 'JPY'],
    ['1,234円', '1234', 'JPY'],
    ['12,- €', '12.00', 'EUR'],
    ['Fr. 12.–', '12.00', 'CHF'],
    ['(12.50)', '-12.50', ''],
    ['($12.50)', '-12.50', 'USD'],
    ['-12,50 €', '-12.50', 'EUR'],
    ['€ -12,50', '-12.50', 'EUR'],
    ['12.50-', '-12.50', ''],
    ['1,23,456.78 INR', '123456.78', 'INR'],
    ['R$ 1.234,56', '1234.56', 'BRL'],
    ['CA$12.00', '12.00', 'CAD'],
    ['A$12.00', '12.00', 'AUD'],
    ['1 234,50 Kč', '1234.50', 'CZK'],
    ['45,99 zł', '45.99', 'PLN'],
    ['EUR12.5', '12.50', 'EUR'],
    ['12 euros', '12.00', 'EUR'],
    ['1.234.567,89', '1234567.89', ''],
    ['1.234.567 €', '1234567.00', 'EUR'],
    ['0.500 USD', '0.50', 'USD'],
    ['12.345 KWD', '12.345', 'KWD'],
  ])('%s', (text, amount, currency) => {
    expect(value(text)).toEqual([amount, currency])
  })
})

test('1.234 alone is decided by the other numbers of the document', () => {
  expect(value('1.234', { decimal: ',' })).toEqual(['1234.00', ''])
  expect(value('1.234', { decimal: '.' })).toEqual(['1.234', ''])
  expect(value('1,234', { decimal: '.' })).toEqual(['1234.00', ''])
  expect(value('1.234 €', { decimal: ',' })).toEqual(['1234.00', 'EUR'])
})

test('1.234 alone with nothing to decide it is read as thousands, and says so', () => {
  expect(readAmount('1.234 €')).toMatchObject({ value: '1234.00', unsure: ['1.234 was read as 1234, not as 1.234'] })
})

test('a shared sign is read from its document, or marked as a guess', () => {
  expect(readAmount('$12.00', { around: 'Toronto, HST 13%' })).toMatchObject({ currency: 'CAD', unsure: [] })
  expect(readAmount('$12.00', { around: 'Sales tax 8%' })).toMatchObject({ currency: 'USD', unsure: [] })
  expect(readAmount('$12.00')?.unsure).toEqual(['"$" is used by several countries and was read as USD'])
  expect(readAmount('120 kr', { around: 'Kvittering Oslo MVA' })).toMatchObject({ currency: 'NOK', unsure: [] })
  expect(readAmount('120 kr.', { around: 'København' })).toMatchObject({ currency: 'DKK', unsure: [] })
})

test('dates, times, percentages, codes and phone numbers are not amounts', () => {
  for (const line of [
    '03.04.2026',
    '2026-03-04',
    '03/04/2026',
    '12:30',
    '19 %',
    '19,5%',
    'INV-2026-001',
    'DE123456789',
  ])
    expect(amountsIn(line)).toEqual([])
})

test('the amounts of a line come in order, each with its own currency', () => {
  const found = amountsIn('2 x Kaffee   3,50 €   7,00 €')
  expect(found.map(one => [one.value, one.currency, one.money])).toEqual([
    ['2.00', '', false],
    ['3.50', 'EUR', true],
    ['7.00', 'EUR', true],
  ])
})

test('an amount may stand right behind its label', () => {
  for (const line of ['Total: 12.50', 'Total:12.50', '合計12.50', 'Total 12.50', 'Total | 12.50', 'Total\t12.50'])
    expect(
      amountsIn(line).map(one => one.value),
      line,
    ).toEqual(['12.50'])
})

test('the document shows its decimal separator', () => {
  expect(decimalOf('a 1.234 b 12,50')).toBe(',')
  expect(decimalOf('a 1,234 b 12.50')).toBe('.')
  expect(decimalOf('1.234')).toBeUndefined()
  expect(decimalOf('03.04.2026 12:30')).toBeUndefined()
})

const LOCALES: [string, string][] = [
  ['en-US', 'Sales tax'],
  ['en-GB', ''],
  ['de-DE', ''],
  ['de-CH', ''],
  ['fr-FR', ''],
  ['it-IT', ''],
  ['es-ES', ''],
  ['pt-BR', ''],
  ['nl-NL', ''],
  ['sv-SE', 'Sverige'],
  ['da-DK', 'Danmark'],
  ['nb-NO', 'Norge'],
  ['pl-PL', ''],
  ['en-IN', ''],
  ['ja-JP', 'Japan'],
]
const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'INR', 'BRL', 'PLN', 'CZK', 'CAD', 'AUD', 'SEK', 'NOK', 'DKK']

describe('what Intl.NumberFormat writes is read back', () => {
  test.each(LOCALES)('%s', (locale, around) => {
    for (const currency of CURRENCIES) {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'symbol' })
      const shared = /^[kK]r\.?$/.test(format.formatToParts(1).find(part => part.type === 'currency')?.value ?? '')
      for (let seed = 1; seed < 60; seed++) {
        const minor = (seed * 7919 * seed) % 100_000_007
        const digits = currency === 'JPY' ? 0 : 2
        const amount = (digits === 0 ? minor : minor / 100) * (seed % 5 === 0 ? -1 : 1)
        const text = format.format(amount)
        const read = readAmount(text, { around: shared ? `${around} ${currency}` : around })
        expect(read?.value, text).toBe(amount.toFixed(digits))
        if (!/[$]/.test(text) || currency === 'USD') expect(shared ? currency : read?.currency, text).toBe(currency)
      }
    }
  })
})
