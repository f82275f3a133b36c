import { CURRENCY, currencyOf } from './currency.ts'
import { type Decimal, inCurrency, minorDigits } from './money.ts'

export type Separator = '.' | ','

/** An amount found in a line. */
export interface Amount {
  value: Decimal
  /** `''` when nothing beside the number says it. */
  currency: string
  /** As it is written, with its currency. */
  text: string
  index: number
  end: number
  /** True when it is written like money: with a currency, or with decimals. */
  money: boolean
  /** What was guessed in reading it. */
  unsure: string[]
}

/** What the rest of the document says about how its numbers are written. */
export interface AmountContext {
  /** The decimal separator that the document's other numbers show. */
  decimal?: Separator | undefined
  /** Assumed where an amount has no currency of its own, to tell 1.234 yen from 1.234 of something else. */
  currency?: string | undefined
  /** The whole text: signs such as `$` and `kr` belong to several countries. */
  around?: string | undefined
}

const GROUPED = `\\d{1,3}(?:[.,' ]\\d{3})+(?!\\d)(?:[.,]\\d{1,4})?|\\d{1,2}(?:,\\d{2})+,\\d{3}(?:\\.\\d{1,2})?`
const NUMBER = `(?:${GROUPED}|\\d+(?:[.,]\\d+)?)(?:[.,]-{1,2}(?!\\d))?`
const LETTER = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}]'
/** In front of a number that is part of something else: a code, a date, a time, a path. */
const BESIDE = `${LETTER}[-/_]?|\\d[.,/:-]?|[/#_] ?`
const AMOUNT = new RegExp(
  `(?<open>\\()?(?<before>-\\s?)?(?:(?<left>${CURRENCY})\\s{0,2}(?<inner>-\\s?)?|(?<!${BESIDE}))` +
    `(?<number>${NUMBER})(?!\\d|[.,:/]\\d|-\\d|\\s?%|${LETTER}(?<!(?=${CURRENCY}).))` +
    `(?:\\s{0,2}(?<right>${CURRENCY})(?!\\s?\\d))?(?<after>-(?![\\d\\p{L}]))?(?<close>\\))?`,
  'gu',
)

/** One length for one length, so that positions in the line stay true. */
const plainSigns = (text: string) =>
  text
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replace(/[’‘`´＇]/g, "'")
    .replace(/[−–—‐‑‒]/g, '-')
    .replace(/[０-９]/g, digit => String(digit.charCodeAt(0) - 0xff10))
    .replace(/￥/g, '¥')
    .replace(/，/g, ',')
    .replace(/．/g, '.')

/** Every number in the line that may be an amount, from left to right. Dates, percentages and parts of codes are left out. */
export function amountsIn(line: string, context: AmountContext = {}): Amount[] {
  const plain = plainSigns(line)
  return [...plain.matchAll(AMOUNT)].map(match => {
    const { open, before, left, inner, number, right, after, close } = match.groups!
    const sign = left ?? right
    const currency = sign ? currencyOf(sign, context.around ?? line) : { code: '' }
    const { value, unsure } = readNumber(number!, currency.code || context.currency || '', context.decimal)
    const inParentheses = open !== undefined && close !== undefined
    const negative = Boolean(before ?? inner ?? after) || (inParentheses && /[.,]\d{2}$/.test(number!))
    const start = match.index + (open !== undefined && close === undefined ? 1 : 0)
    const end = match.index + match[0].length - (close !== undefined && open === undefined ? 1 : 0)
    return {
      value: negative && /[1-9]/.test(value) ? `-${value}` : value,
      currency: currency.code,
      text: line.slice(start, end).trim(),
      index: start,
      end,
      money: currency.code !== '' || /[.,](?:\d{2}|-+)$/.test(number!),
      unsure: [...unsure, ...(currency.unsure ? [currency.unsure] : [])],
    }
  })
}

/** Reads a text that is one amount and nothing else; null when it is not. */
export function readAmount(text: string, context: AmountContext = {}): Amount | null {
  const found = amountsIn(text.trim(), context)
  const one = found[0]
  return found.length === 1 && one && one.text.length === text.trim().length ? one : null
}

/** The digits of one number, as a plain decimal. `decimal` decides where 1.234 alone could be read two ways. */
function readNumber(
  written: string,
  currency: string,
  decimal: Separator | undefined,
): { value: Decimal; unsure: string[] } {
  const number = written.replace(/[.,]-{1,2}$/, '')
  const separator = decimalSeparatorIn(number)
  const plain = (at: Separator | null) => {
    const cut = at === null ? -1 : number.lastIndexOf(at)
    const whole = (cut < 0 ? number : number.slice(0, cut)).replace(/\D/g, '').replace(/^0+(?=\d)/, '')
    const value = cut < 0 ? whole : `${whole}.${number.slice(cut + 1)}`
    return inCurrency(value, currency)
  }
  if (separator !== 'unclear') return { value: plain(separator), unsure: [] }
  const mark = number.includes('.') ? '.' : ','
  if (decimal !== undefined) return { value: plain(decimal === mark ? mark : null), unsure: [] }
  if (currency !== '' && minorDigits(currency) !== 2)
    return { value: plain(minorDigits(currency) === 3 ? mark : null), unsure: [] }
  const value = plain(null)
  return { value, unsure: [`${number} was read as ${value.replace(/\.0+$/, '')}, not as ${number.replace(mark, '.')}`] }
}

/** Which sign is the decimal one in this number; null for none; `unclear` for 1.234 and 1,234. */
function decimalSeparatorIn(number: string): Separator | null | 'unclear' {
  const marks: string[] = number.match(/[.,]/g) ?? []
  const last = marks.at(-1) as Separator | undefined
  if (last === undefined) return null
  if (marks.includes(last === '.' ? ',' : '.')) return marks.filter(mark => mark === last).length === 1 ? last : null
  if (marks.length > 1) return null
  if (/[' ]/.test(number)) return last
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(number) ? 'unclear' : last
}

/** The decimal separator that most of the text's unmistakable numbers have; undefined when none shows it. */
export function decimalOf(text: string): Separator | undefined {
  const votes = { '.': 0, ',': 0 }
  for (const match of plainSigns(text).matchAll(AMOUNT)) {
    const number = match.groups!.number!.replace(/[.,]-{1,2}$/, '')
    const separator = decimalSeparatorIn(number)
    if (separator === '.' || separator === ',') votes[separator]++
    else if (separator === null && /[.,]/.test(number)) votes[number.includes('.') ? ',' : '.']++
  }
  return votes['.'] === votes[','] ? undefined : votes['.'] > votes[','] ? '.' : ','
}
