import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareAmounts, inCurrency, negated, sumOf } from './money.ts'

test('sums are exact where floats are not', () => {
  expect(sumOf(['0.1', '0.2'])).toBe('0.3')
  expect(sumOf(['1234567890123456.78', '0.01', '-0.79'])).toBe('1234567890123456.00')
  expect(sumOf([])).toBe('0')
  expect(sumOf(['-0.05'])).toBe('-0.05')
})

test('sums agree with sums of whole cents', () => {
  const cents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
  const written = (value: number) =>
    inCurrency(
      `${value < 0 ? '-' : ''}${(BigInt(Math.abs(value)) / 100n).toString()}.${String(Math.abs(value) % 100).padStart(2, '0')}`,
      'EUR',
    )
  fc.assert(
    fc.property(fc.array(cents), all => {
      const sum = all.reduce((total, one) => total + one, 0)
      expect(compareAmounts(sumOf(all.map(written)), written(sum))).toBe(0)
    }),
  )
})

test('an amount has the decimals of its currency, and never loses a digit that means something', () => {
  expect(inCurrency('12.5', 'EUR')).toBe('12.50')
  expect(inCurrency('1200.00', 'JPY')).toBe('1200')
  expect(inCurrency('1.459', 'EUR')).toBe('1.459')
  expect(inCurrency('-0.5', 'USD')).toBe('-0.50')
})

test('amounts are compared by value', () => {
  expect(compareAmounts('1.50', '1.5')).toBe(0)
  expect(compareAmounts('-2', '1')).toBeLessThan(0)
  expect(negated(negated('3.10'))).toBe('3.10')
})
